// data-print: the browser's own print of this page, once the parts that come when they are looked at are there.
const PATIENCE = 4000;

export function start(button) {
  button.addEventListener("click", async () => {
    const last = Date.now() + PATIENCE;
    document.querySelectorAll("[data-lazy]").forEach((part) => htmx.trigger(part, "revealed"));
    while (document.querySelector("[data-lazy]") && Date.now() < last) await new Promise((go) => setTimeout(go, 50));
    window.print();
  });
}
