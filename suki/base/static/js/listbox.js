// The list under a field to choose from: arrows move, Enter takes, Escape closes. Shared by the fields that search.
export function listbox({ input, list, fill, take }) {
  let at = -1;
  const options = () => [...list.querySelectorAll('[role="option"]')];

  function mark(index) {
    const all = options();
    all[at]?.removeAttribute("data-at");
    at = all.length ? (index + all.length) % all.length : -1;
    all[at]?.setAttribute("data-at", "");
    all[at]?.scrollIntoView({ block: "nearest" });
    if (all[at]) input.setAttribute("aria-activedescendant", all[at].id);
    else input.removeAttribute("aria-activedescendant");
  }

  function expanded(is) {
    if (input.hasAttribute("aria-expanded")) input.setAttribute("aria-expanded", is);
  }

  function close() {
    list.hidden = true;
    expanded(false);
    input.removeAttribute("aria-activedescendant");
  }

  async function open() {
    await fill(list, input.value);
    options().forEach((option, index) => (option.id ||= `${list.id}-${index}`));
    list.hidden = false;
    expanded(true);
    at = -1;
    const chosen = options().findIndex((option) => option.getAttribute("aria-selected") === "true");
    mark(Math.max(0, chosen));
  }

  function choose(option) {
    take(option);
    close();
  }

  input.addEventListener("input", open);
  input.addEventListener("click", () => list.hidden && open());
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) open();
      else mark(at + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter" && !list.hidden && options()[at]) {
      event.preventDefault();
      choose(options()[at]);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      event.stopPropagation();
      close();
    }
  });
  list.addEventListener("mousedown", (event) => {
    event.preventDefault();
    const option = event.target.closest('[role="option"]');
    if (option) choose(option);
  });
  return { close };
}
