// data-tabset: sections under each other become tabs. Arrows walk, Home and End jump; the address remembers the tab.
export function start(set) {
  const parts = [...set.querySelectorAll(":scope > [data-tab]")];
  const bar = document.createElement("div");
  bar.className = "tabs";
  bar.setAttribute("role", "tablist");
  bar.setAttribute("aria-label", set.getAttribute("aria-label"));
  set.removeAttribute("aria-label");
  const tabs = parts.map((part) => {
    const tab = document.createElement("button");
    tab.type = "button";
    tab.id = `${part.id}-tab`;
    tab.textContent = part.dataset.tab;
    tab.setAttribute("role", "tab");
    tab.setAttribute("aria-controls", part.id);
    if (part.dataset.count) {
      tab.append(Object.assign(document.createElement("span"), { className: "count", textContent: part.dataset.count }));
    }
    part.setAttribute("role", "tabpanel");
    part.removeAttribute("aria-label");
    part.setAttribute("aria-labelledby", tab.id);
    part.querySelector(":scope > h3").hidden = true;
    part.tabIndex = 0;
    return tab;
  });
  bar.append(...tabs);
  set.prepend(bar);

  function show(index) {
    parts.forEach((part, each) => (part.hidden = each !== index));
    tabs.forEach((tab, each) => {
      tab.setAttribute("aria-selected", each === index);
      tab.tabIndex = each === index ? 0 : -1;
    });
  }

  bar.addEventListener("click", (event) => {
    const index = tabs.indexOf(event.target.closest("[role=tab]"));
    if (index < 0) return;
    show(index);
    history.replaceState(null, "", `#${parts[index].id}`);
  });
  bar.addEventListener("keydown", (event) => {
    const at = tabs.indexOf(document.activeElement);
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    const index = (next + tabs.length) % tabs.length;
    show(index);
    tabs[index].focus();
  });
  show(Math.max(0, parts.findIndex((part) => `#${part.id}` === location.hash)));
}
