// data-day-picker: a calendar beside the field; typing stays the quickest way, and what was typed is read back.
import { Calendar } from "./calendar.js";
import { read, spoken, today, write } from "./days.js";

export function start(picker) {
  const input = picker.querySelector("input");
  const opener = picker.querySelector("[data-open-picker]");
  const said = picker.querySelector("[data-said]");
  const room = document.createElement("div");
  const { pattern } = picker.dataset;
  room.hidden = true;
  picker.append(room);
  picker.dataset.live = "";

  const close = () => {
    room.hidden = true;
    opener.setAttribute("aria-expanded", "false");
    opener.focus();
  };
  const calendar = new Calendar(room, {
    label: opener.getAttribute("aria-label"),
    icon(name) {
      const icon = opener.querySelector(".icon").cloneNode(true);
      const use = icon.firstElementChild;
      use.setAttribute("href", use.getAttribute("href").replace(/#.*/, `#${name}`));
      return icon;
    },
    take(date) {
      input.value = write(date, pattern);
      input.dispatchEvent(new Event("change", { bubbles: true }));
      close();
    },
    close,
  });

  opener.disabled = input.disabled;
  opener.addEventListener("click", () => {
    if (!room.hidden) {
      close();
      return;
    }
    const chosen = read(input.value, pattern);
    calendar.show(chosen ?? today(), chosen);
    room.hidden = false;
    opener.setAttribute("aria-expanded", "true");
    calendar.focus();
  });
  // While it is typed, not when the field is left: else the page moves under the button that is being pressed.
  const say = () => {
    const date = read(input.value, pattern);
    said.textContent = date ? spoken(date) : "";
  };
  input.addEventListener("input", say);
  input.addEventListener("change", say);
  document.addEventListener("pointerdown", (event) => {
    if (!picker.contains(event.target)) room.hidden = true;
  });
}
