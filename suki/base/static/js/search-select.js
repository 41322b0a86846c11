// select[data-search]: a long list becomes a field to type in; the select stays beneath and is what is sent.
import { listbox } from "./listbox.js";
import { plain, word } from "./words.js";

function option(source, index, chosen) {
  const line = document.createElement("li");
  line.setAttribute("role", "option");
  line.id = `${chosen.id}-o${index}`;
  line.dataset.value = source.value;
  line.textContent = source.text;
  line.setAttribute("aria-selected", source.selected);
  return line;
}

export function start(select) {
  const picker = document.createElement("div");
  picker.className = "picker";
  const input = document.createElement("input");
  input.className = "input";
  input.id = select.id;
  input.autocomplete = "off";
  input.disabled = select.disabled;
  input.value = select.selectedOptions[0]?.text ?? "";
  const list = document.createElement("ul");
  list.className = "pop options";
  list.id = `${select.id}-list`;
  list.hidden = true;
  list.setAttribute("role", "listbox");
  for (const [name, value] of [["role", "combobox"], ["aria-expanded", "false"], ["aria-autocomplete", "list"], ["aria-controls", list.id]]) input.setAttribute(name, value);
  for (const name of ["aria-describedby", "aria-invalid", "aria-label"]) if (select.hasAttribute(name)) input.setAttribute(name, select.getAttribute(name));
  list.setAttribute("aria-label", select.labels[0]?.textContent ?? word("open"));
  select.id += "-plain";
  select.hidden = true;
  select.before(picker);
  picker.append(input, list, select);

  let typed = false;
  listbox({
    input,
    list,
    fill(room, text) {
      const wanted = typed ? plain(text).split(/\s+/).filter(Boolean) : [];
      const fitting = [...select.options].filter((each) => wanted.every((part) => plain(each.text).includes(part)));
      room.replaceChildren(...fitting.map((each, index) => option(each, index, select)));
      if (!fitting.length) room.append(Object.assign(document.createElement("li"), { className: "none", textContent: word("none") }));
    },
    take(line) {
      select.value = line.dataset.value;
      typed = false;
      input.value = line.textContent;
      select.dispatchEvent(new Event("change", { bubbles: true }));
    },
  });
  input.addEventListener("input", () => (typed = true), { capture: true });
  input.addEventListener("focus", () => input.select());
  input.addEventListener("blur", () => {
    typed = false;
    input.value = select.selectedOptions[0]?.text ?? "";
  });
}
