// data-period-picker: a year with its quarters and months to press; the field keeps the period's name.
export function start(picker) {
  const input = picker.querySelector("input");
  const opener = picker.querySelector("[data-open-picker]");
  const room = picker.querySelector(".periods");
  let year = Number(input.value.match(/\d{4}/)?.[0] ?? new Date().getFullYear());
  picker.dataset.live = "";

  function draw() {
    room.querySelector("[data-year]").textContent = year;
    for (const part of room.querySelectorAll("[data-period]")) {
      part.setAttribute("aria-pressed", part.dataset.period.replace("{year}", year) === input.value.trim());
    }
  }

  function close() {
    room.hidden = true;
    opener.setAttribute("aria-expanded", "false");
  }

  opener.addEventListener("click", () => {
    room.hidden = !room.hidden;
    opener.setAttribute("aria-expanded", !room.hidden);
    draw();
    (room.querySelector('[aria-pressed="true"]') ?? room.querySelector("[data-year]")).focus();
  });
  room.addEventListener("click", (event) => {
    const { yearStep, period } = event.target.closest("button")?.dataset ?? {};
    if (yearStep) {
      year += Number(yearStep);
      draw();
    } else if (period) {
      input.value = period.replace("{year}", year);
      input.dispatchEvent(new Event("change", { bubbles: true }));
      close();
      opener.focus();
    }
  });
  room.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const parts = [...room.querySelectorAll("button")];
    if (event.key === "Escape") {
      event.stopPropagation();
      close();
      opener.focus();
    } else if (step) {
      event.preventDefault();
      parts[(parts.indexOf(event.target) + step + parts.length) % parts.length].focus();
    }
  });
  document.addEventListener("pointerdown", (event) => {
    if (!picker.contains(event.target)) close();
  });
}
