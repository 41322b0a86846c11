// data-theme-form: the page turns at once, the server remembers.
import { post } from "./server.js";

export function start(form) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const root = document.documentElement;
    const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
    const chosen = (root.dataset.theme || system) === "dark" ? "light" : "dark";
    root.dataset.theme = chosen;
    post(form.action, { theme: chosen });
  });
}
