// data-print: the browser's own print of this page, which print.css keeps clean.
export function start(button) {
  button.addEventListener("click", () => window.print());
}
