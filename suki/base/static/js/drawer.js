// data-drawer on a link: what it leads to opens beside the page; focus goes in and comes back. Escape closes.
let opener;

function close(drawer) {
  if (!drawer.hasAttribute("open")) return;
  drawer.removeAttribute("open");
  drawer.replaceChildren();
  opener?.focus();
}

async function open(drawer, link) {
  opener = link;
  link.setAttribute("aria-busy", "true");
  await htmx.ajax("GET", link.href, { target: drawer, swap: "innerHTML", source: link });
  link.removeAttribute("aria-busy");
}

export function start(drawer) {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-drawer]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    open(drawer, link);
  });
  drawer.addEventListener("click", (event) => {
    if (!event.target.closest("[data-close]")) return;
    event.preventDefault();
    close(drawer);
  });
  drawer.addEventListener("htmx:afterSwap", (event) => {
    if (event.target !== drawer) return;
    drawer.setAttribute("open", "");
    drawer.scrollTop = 0;
    drawer.querySelector("#drawer-title, h2")?.focus();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented && !document.querySelector("dialog[open], :popover-open")) close(drawer);
  });
}
