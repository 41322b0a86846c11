// data-palette, Ctrl-K: find or do, over the page. Arrows move, Enter opens; the same box is a page of its own.
const palette = () => document.getElementById("palette");

async function open() {
  const dialog = palette();
  if (!dialog || dialog.open) return;
  dialog.showModal();
  if (!dialog.childElementCount) await htmx.ajax("GET", dialog.dataset.address, { target: dialog, swap: "innerHTML" });
  const box = dialog.querySelector("input");
  box?.focus();
  if (box?.value === box?.defaultValue) box?.select();
  mark(dialog, 0);
}

function mark(dialog, wanted) {
  const hits = [...dialog.querySelectorAll(".found a")];
  const at = hits.findIndex((hit) => hit.hasAttribute("data-at"));
  const next = hits[Math.max(0, Math.min(hits.length - 1, wanted === 0 ? 0 : at + wanted))];
  hits[at]?.removeAttribute("data-at");
  next?.setAttribute("data-at", "");
  next?.scrollIntoView({ block: "nearest" });
}

document.addEventListener("keydown", (event) => {
  const dialog = event.target.closest?.(".palette");
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    event.preventDefault();
    open();
  } else if (dialog && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    event.preventDefault();
    mark(dialog, event.key === "ArrowDown" ? 1 : -1);
  } else if (dialog && event.key === "Enter" && event.target.matches("[data-ask]")) {
    const hit = dialog.querySelector("[data-at]");
    if (hit) event.preventDefault();
    hit?.click();
  }
});
document.addEventListener("htmx:afterSettle", (event) => {
  const dialog = event.target.closest?.(".palette");
  if (!dialog) return;
  const box = dialog.querySelector("[data-ask]");
  const typedBeforeHtmxListened = event.detail.target === dialog && box.value !== box.defaultValue;
  if (typedBeforeHtmxListened) htmx.trigger(box, "typed");
  mark(dialog, 0);
});

export function start(link) {
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || !palette()) return;
    event.preventDefault();
    open();
  });
}
