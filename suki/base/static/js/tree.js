// data-tree: arrow keys walk and open it, letters jump, Enter opens the node's page. Branches may come when opened.
const nodes = (tree) => [...tree.querySelectorAll('[role="treeitem"]')].filter((node) => node.checkVisibility());

export function focus(tree, node) {
  if (!node) return;
  tree.querySelectorAll('[role="treeitem"][tabindex="0"]').forEach((each) => (each.tabIndex = -1));
  node.tabIndex = 0;
  node.focus({ preventScroll: true });
  node.firstElementChild.scrollIntoView({ block: "nearest" });
}

export async function toggle(node, open) {
  if (!node.hasAttribute("aria-expanded")) return;
  if (open && node.dataset.more) {
    const room = document.createElement("ul");
    room.setAttribute("role", "group");
    node.append(room);
    const address = node.dataset.more;
    delete node.dataset.more;
    await htmx.ajax("GET", address, { target: room, swap: "innerHTML" });
  }
  node.setAttribute("aria-expanded", open);
}

function key(tree, node, event) {
  const all = nodes(tree);
  const at = all.indexOf(node);
  const isOpen = node.getAttribute("aria-expanded");
  switch (event.key) {
    case "ArrowDown": return focus(tree, all[at + 1]);
    case "ArrowUp": return focus(tree, all[at - 1]);
    case "Home": return focus(tree, all[0]);
    case "End": return focus(tree, all.at(-1));
    case "ArrowRight": return isOpen === "false" ? toggle(node, true) : focus(tree, isOpen ? all[at + 1] : null);
    case "ArrowLeft": return isOpen === "true" ? toggle(node, false) : focus(tree, node.parentElement.closest('[role="treeitem"]'));
    case "Enter": return node.querySelector(":scope > .node [data-open]")?.click();
    default: return jump(tree, all, at, event.key.toLowerCase());
  }
}

function jump(tree, all, at, letter) {
  const order = [...all.slice(at + 1), ...all.slice(0, at + 1)];
  focus(tree, order.find((node) => node.dataset.label.toLowerCase().startsWith(letter)));
}

export function start(tree) {
  (tree.querySelector('[role="treeitem"]') ?? tree).tabIndex = 0;
  tree.addEventListener("click", (event) => {
    const node = event.target.closest('[role="treeitem"]');
    if (!node || event.target.closest("a, button")) return;
    toggle(node, node.getAttribute("aria-expanded") === "false");
    focus(tree, node);
  });
  tree.addEventListener("keydown", (event) => {
    const node = event.target.closest('[role="treeitem"]');
    if (!node || event.target !== node || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const known = /^(Arrow|Home|End|Enter)/.test(event.key) || /^\p{L}$/u.test(event.key);
    if (!known) return;
    event.preventDefault();
    key(tree, node, event);
  });
}
