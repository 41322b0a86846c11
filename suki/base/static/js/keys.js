// J and K walk rows; a key named by data-key on a control presses it: in the row at hand first, then on the page.
// So a key can never do what a click cannot. Single keys can be switched off (?), for those who speak or tremble.
const SWITCH = "suki-single-keys";
const typing = (element) => element.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
export const areOn = () => localStorage.getItem(SWITCH) !== "off";

function rows() {
  const list = document.activeElement?.closest("[data-list]") ?? document.querySelector("[data-list]");
  return list ? [...list.querySelectorAll("[data-row]")] : [];
}

function walk(step) {
  const all = rows();
  const at = all.findIndex((row) => row.hasAttribute("data-at"));
  const next = all[Math.min(all.length - 1, Math.max(0, at + step))];
  if (!next) return;
  all[at]?.removeAttribute("data-at");
  next.setAttribute("data-at", "");
  next.tabIndex = -1;
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}

// The page's own control for this key, in what is nearest: an open dialog, the row at hand, the page.
function control(key) {
  const wanted = `[data-key="${CSS.escape(key)}"]`;
  const open = document.querySelector("dialog[open]");
  if (open) return open.querySelector(wanted);
  const near = document.querySelector(`[data-at] ${wanted}`);
  const all = [...document.querySelectorAll(wanted)].filter((each) => !each.closest("[data-row]") && each.checkVisibility());
  return near ?? all[0];
}

function help() {
  const dialog = document.getElementById("keys");
  if (!dialog) return;
  const list = dialog.querySelector("[data-key-list]");
  const seen = new Map();
  for (const hint of document.querySelectorAll(".keys > span")) {
    seen.set([...hint.querySelectorAll("kbd")].map((cap) => cap.outerHTML).join(""), hint.lastChild.textContent);
  }
  for (const each of document.querySelectorAll("[data-key]:has(kbd)")) {
    const caps = [...each.querySelectorAll("kbd")].map((cap) => cap.outerHTML).join("");
    if (!each.closest("dialog") && !seen.has(caps)) seen.set(caps, [...each.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data).join(" "));
  }
  list.replaceChildren();
  for (const [caps, text] of seen) {
    const term = document.createElement("dt");
    term.innerHTML = caps;
    list.append(term, Object.assign(document.createElement("dd"), { textContent: text }));
  }
  dialog.querySelector("[data-keys-switch]").checked = areOn();
  dialog.showModal();
}

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-keys-switch]")) localStorage.setItem(SWITCH, event.target.checked ? "on" : "off");
});
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-keys-help]")) help();
});
document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (event.target.closest("[role=tree], [role=listbox], .ticket[data-held], .calendar")) return;
  const single = event.key.length === 1;
  if (single && !areOn()) return;
  if (event.key === "j" || event.key === "k") {
    walk(event.key === "j" ? 1 : -1);
  } else if (event.key === "o" || (event.key === "Enter" && event.target.matches("[data-row], body"))) {
    const row = document.querySelector("[data-at]");
    (event.key === "Enter" && row?.querySelector('[data-key="Enter"]') ? row.querySelector('[data-key="Enter"]') : row?.querySelector("[data-open]"))?.click();
  } else if (event.key !== "Enter" && !event.target.closest("dialog:not([open])")) {
    const pressed = control(single ? event.key.toLowerCase() : event.key);
    if (!pressed) return;
    event.preventDefault();
    pressed.click();
  }
});
