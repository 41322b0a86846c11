// data-tree data-move: a node goes under another by hand, or by keys: M holds it, walk, Enter drops it, Escape leaves it.
import { post } from "./server.js";
import { focus, toggle } from "./tree.js";
import { tell, word } from "./words.js";

export function start(tree) {
  let held = null;
  tree.querySelectorAll(".node").forEach((row) => (row.draggable = true));

  function hold(node) {
    held?.removeAttribute("data-held");
    held = node;
    held?.setAttribute("data-held", "");
    if (node) tell(word("taken", { name: node.dataset.label }));
  }

  const fits = (target) => held && target && target !== held && !held.contains(target) && target !== held.parentElement.closest('[role="treeitem"]');

  async function drop(target) {
    const node = held;
    hold(null);
    const asked = { node: node.dataset.node, parent: target.dataset.node };
    if (tree.dataset.move.endsWith("?")) return location.assign(tree.dataset.move + new URLSearchParams(asked)); // it asks the date first
    if (!(await post(tree.dataset.move, asked))) return;
    let room = target.querySelector(":scope > [role=group]");
    if (!room) {
      room = document.createElement("ul");
      room.setAttribute("role", "group");
      target.append(room);
      target.setAttribute("aria-expanded", "true");
    }
    await toggle(target, true);
    const left = node.parentElement;
    room.append(node);
    if (!left.childElementCount && left !== tree) {
      left.parentElement.removeAttribute("aria-expanded");
      left.remove();
    }
    tell(word("under", { name: node.dataset.label, lane: target.dataset.label }));
    focus(tree, node);
  }

  tree.addEventListener("keydown", (event) => {
    const node = event.target.closest('[role="treeitem"]');
    if (!node || event.ctrlKey || event.metaKey) return;
    if (event.key === "m" && !held) hold(node);
    else if (event.key === "Enter" && held) fits(node) ? drop(node) : tell(word("taken", { name: held.dataset.label }));
    else if (event.key === "Escape" && held) {
      tell(word("back", { name: held.dataset.label }));
      hold(null);
    } else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, { capture: true });

  const over = (event) => event.target.closest('[role="treeitem"]');
  tree.addEventListener("dragstart", (event) => {
    hold(over(event));
    event.dataTransfer.effectAllowed = "move";
  });
  tree.addEventListener("dragover", (event) => {
    tree.querySelectorAll("[data-over]").forEach((each) => each.removeAttribute("data-over"));
    if (!fits(over(event))) return;
    event.preventDefault();
    over(event).setAttribute("data-over", "");
  });
  tree.addEventListener("drop", (event) => {
    event.preventDefault();
    if (fits(over(event))) drop(over(event));
  });
  tree.addEventListener("dragend", () => {
    tree.querySelectorAll("[data-over]").forEach((each) => each.removeAttribute("data-over"));
    hold(null);
  });
}
