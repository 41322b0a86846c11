// data-mentions="address": @ and some letters offer people; Ctrl-Enter sends.
import { listbox } from "./listbox.js";

const ASKED = /(?:^|\s)@([\p{L}\p{N}. ]{0,30})$/u;

export function start(form) {
  const input = form.querySelector("textarea");
  const list = document.createElement("ul");
  list.className = "pop options";
  list.id = `${input.id}-people`;
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "@");
  const picker = document.createElement("div");
  picker.className = "picker";
  input.before(picker);
  picker.append(input, list);
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  const asked = () => input.value.slice(0, input.selectionStart).match(ASKED)?.[1];

  listbox({
    input,
    list,
    async fill(room) {
      const letters = asked();
      room.replaceChildren();
      if (letters === undefined) return;
      const address = new URL(form.dataset.mentions, location.href);
      address.searchParams.set("q", letters);
      const answer = await fetch(address, { headers: { "HX-Request": "true" } }).catch(() => null);
      if (answer?.ok) room.innerHTML = await answer.text();
    },
    take(option) {
      const end = input.selectionStart;
      const begin = input.value.slice(0, end).lastIndexOf("@");
      input.setRangeText(`@${option.dataset.label} `, begin, end, "end");
    },
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });
}
