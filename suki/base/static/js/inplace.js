// data-inplace-form: Escape puts the value back as it was; Enter saves, as in any form.
export function start(form) {
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented || event.target.getAttribute("aria-expanded") === "true") return;
    event.preventDefault();
    event.stopPropagation();
    form.querySelector("[data-cancel]").click();
  });
  (form.querySelector("[autofocus]") ?? form.querySelector("input:not([type=hidden]), select, textarea"))?.focus();
}
