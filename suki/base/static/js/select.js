// data-bulk: the bar for selected rows shows when something is selected, counts it, and sums what has data-sum.
import { word } from "./words.js";

export function start(bar) {
  const room = bar.closest("form") ?? document;
  const table = room.querySelector("[data-select]");
  if (!table) return;
  const boxes = () => [...table.querySelectorAll('tbody .pick [type="checkbox"]')];
  const every = table.querySelector("[data-all]");
  let last;

  function refresh() {
    const all = boxes();
    const chosen = all.filter((box) => box.checked);
    all.forEach((box) => box.closest("tr").setAttribute("aria-selected", box.checked));
    bar.hidden = chosen.length === 0;
    bar.querySelector("[data-bulk-said]").textContent = word("selected", { count: chosen.length });
    if (every) {
      every.checked = chosen.length > 0 && chosen.length === all.length;
      every.indeterminate = chosen.length > 0 && chosen.length < all.length;
    }
  }

  table.addEventListener("click", (event) => {
    const box = event.target.closest('tbody .pick [type="checkbox"]');
    if (!box) return;
    const all = boxes();
    if (event.shiftKey && last) {
      const [from, to] = [all.indexOf(last), all.indexOf(box)].sort((a, b) => a - b);
      all.slice(from, to + 1).forEach((each) => (each.checked = box.checked));
    }
    last = box;
    refresh();
  });
  table.addEventListener("change", (event) => {
    if (event.target === every) boxes().forEach((box) => (box.checked = every.checked));
    refresh();
  });
  bar.querySelector("[data-clear]").addEventListener("click", () => {
    boxes().forEach((box) => (box.checked = false));
    refresh();
  });
  refresh();
}
