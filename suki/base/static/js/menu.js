// [popover]: arrow keys walk a menu; where the browser cannot anchor it, it is placed beside its button.
const parts = (menu) => [...menu.querySelectorAll("a[href], button:not(:disabled), input:not([type=hidden])")].filter((each) => each.checkVisibility());

function place(menu, button) {
  if (CSS.supports("position-area", "block-end") || !menu.classList.contains("pop")) return;
  const { bottom, top, left, right } = button.getBoundingClientRect();
  const below = bottom + menu.offsetHeight + 8 < innerHeight;
  const wanted = menu.hasAttribute("data-end") ? right - menu.offsetWidth : left;
  menu.style.top = `${below ? bottom : Math.max(4, top - menu.offsetHeight - 8)}px`;
  menu.style.left = `${Math.max(8, Math.min(wanted, innerWidth - menu.offsetWidth - 8))}px`;
}

export function start(menu) {
  const button = document.querySelector(`[popovertarget="${menu.id}"]`);
  menu.addEventListener("toggle", (event) => {
    if (event.newState !== "open") return;
    if (button) place(menu, button);
    if (document.activeElement === button) parts(menu)[0]?.focus({ preventScroll: true });
  });
  menu.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || event.target.matches("input:not([type=checkbox], [type=radio]), textarea, select")) return;
    event.preventDefault();
    const all = parts(menu);
    all[(all.indexOf(document.activeElement) + step + all.length) % all.length]?.focus();
  });
  // what was chosen closes the menu, unless it is a form of several choices
  menu.addEventListener("click", (event) => {
    if (menu.matches(".pop:not([data-form])") && event.target.closest("a, button[type=button]") && menu.matches(":popover-open")) menu.hidePopover();
  });
}
