// A form with a save bar: says when something is unsaved, and asks before it is left; problems get the focus.
export function start(form) {
  const mark = form.querySelector("[data-unsaved-mark]");
  let unsaved = false;

  function note() {
    unsaved = true;
    if (mark) mark.hidden = false;
  }

  form.addEventListener("input", note);
  form.addEventListener("change", note);
  form.addEventListener("submit", () => (unsaved = false));
  addEventListener("beforeunload", (event) => {
    if (unsaved) event.preventDefault();
  });
  form.querySelector("[data-problems]")?.focus();
}
