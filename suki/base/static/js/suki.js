// Starts what a page asks for: an element with data-tree gets tree.js, once. Parts that arrive later are started too.
import "./keys.js";
import "./server.js";

const behaviours = {
  "[data-theme-form]": "theme",
  "[data-palette]": "palette",
  "[data-drawer-room]": "drawer",
  "[data-opens]": "dialog",
  "[data-toast]": "toast",
  "[popover]": "menu",
  "[data-bulk]": "select",
  "select[data-search]": "search-select",
  "[data-lookup]": "lookup",
  "[data-day-picker]": "day",
  "[data-period-picker]": "period",
  "[data-money]": "money",
  ".tabs > [aria-current]": "tabs",
  "[data-tabset]": "tabset",
  "[data-tree]": "tree",
  "[data-tree][data-move]": "tree-move",
  "[data-board]": "board",
  "[data-map]": "map",
  "[data-upload]": "upload",
  "[data-mentions]": "mentions",
  "[data-inplace-form]": "inplace",
  "[data-print]": "print",
  "[data-visits]": "visits",
  "[data-forget-visits]": "visits-offline",
  "form:has(.save-bar)": "long-form",
};
const started = new WeakMap();

async function start(root) {
  for (const [selector, name] of Object.entries(behaviours)) {
    const found = [...root.querySelectorAll(selector)];
    if (root.matches?.(selector)) found.unshift(root);
    const fresh = found.filter((element) => !started.get(element)?.has(name));
    if (!fresh.length) continue;
    fresh.forEach((element) => started.set(element, (started.get(element) ?? new Set()).add(name)));
    const module = await import(`./${name}.js`);
    fresh.forEach((element) => module.start(element));
  }
}

start(document).then(() => (document.documentElement.dataset.ready = ""));
document.addEventListener("htmx:load", (event) => start(event.detail.elt));
document.addEventListener("suki:added", (event) => start(event.target));
