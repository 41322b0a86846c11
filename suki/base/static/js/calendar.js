// A month to choose a day from. Arrows walk days and weeks, Page keys months, with Shift years; Enter takes.
import { firstWeekday, iso, make, monthName, monthsOn, plus, spoken, today, weekday } from "./days.js";
import { word } from "./words.js";

const KEYS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

function button(icon, label, step) {
  const made = Object.assign(document.createElement("button"), { type: "button", className: "btn" });
  made.setAttribute("aria-label", label);
  Object.assign(made.dataset, { kind: "quiet", size: "s", icon: "", step });
  made.append(icon);
  return made;
}

export class Calendar {
  constructor(room, { label, icon, take, close }) {
    Object.assign(this, { room, icon, take, close });
    room.className = "pop calendar";
    room.setAttribute("role", "dialog");
    room.setAttribute("aria-label", label);
    room.addEventListener("click", (event) => this.pressed(event.target.closest("button")));
    room.addEventListener("keydown", (event) => this.key(event));
  }

  show(at, chosen) {
    Object.assign(this, { at, chosen });
    const head = document.createElement("header");
    const title = Object.assign(document.createElement("span"), { textContent: monthName(at) });
    title.setAttribute("aria-live", "polite");
    head.append(button(this.icon("left"), word("previous"), -1), title, button(this.icon("right"), word("next"), 1));
    this.room.replaceChildren(head, this.month());
  }

  month() {
    const first = make(this.at.getUTCFullYear(), this.at.getUTCMonth(), 1);
    const begin = plus(first, -((first.getUTCDay() - firstWeekday() + 14) % 7));
    const table = document.createElement("table");
    const names = table.createTHead().insertRow();
    for (let day = 0; day < 7; day++) {
      const head = Object.assign(document.createElement("th"), { textContent: weekday(plus(begin, day), "short"), scope: "col" });
      head.abbr = weekday(plus(begin, day), "long");
      names.append(head);
    }
    const body = table.createTBody();
    for (let week = 0; week < 6; week++) {
      const row = body.insertRow();
      for (let day = 0; day < 7; day++) row.insertCell().append(this.day(plus(begin, week * 7 + day)));
    }
    return table;
  }

  day(date) {
    const made = Object.assign(document.createElement("button"), { type: "button", textContent: date.getUTCDate() });
    made.dataset.day = iso(date);
    made.tabIndex = iso(date) === iso(this.at) ? 0 : -1;
    made.setAttribute("aria-label", spoken(date));
    made.setAttribute("aria-pressed", this.chosen ? iso(date) === iso(this.chosen) : false);
    if (iso(date) === iso(today())) made.setAttribute("aria-current", "date");
    made.toggleAttribute("data-other", date.getUTCMonth() !== this.at.getUTCMonth());
    return made;
  }

  focus() {
    this.room.querySelector('[tabindex="0"]')?.focus();
  }

  pressed(button) {
    if (button?.dataset.step) this.show(monthsOn(this.at, Number(button.dataset.step)), this.chosen);
    else if (button?.dataset.day) this.take(new Date(button.dataset.day));
  }

  key(event) {
    const inDays = event.target.closest("td");
    let next;
    if (event.key === "Escape") this.close();
    else if (!inDays) return;
    else if (KEYS[event.key]) next = plus(this.at, KEYS[event.key]);
    else if (event.key === "PageUp" || event.key === "PageDown") next = monthsOn(this.at, (event.key === "PageUp" ? -1 : 1) * (event.shiftKey ? 12 : 1));
    else return;
    event.preventDefault();
    event.stopPropagation();
    if (next) this.show(next, this.chosen);
    if (next) this.focus();
  }
}
