// Partial updates: every one carries the form's proof, and one that fails says so instead of doing nothing.
import { word } from "./words.js";
import { show } from "./toasts.js";

const proof = () => document.querySelector('meta[name="csrf"]')?.content ?? "";

document.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.verb !== "get") event.detail.headers["X-CSRFToken"] = proof();
});

function failed(event, sentence) {
  const lazy = event.detail.elt.closest?.("[data-lazy]");
  const instead = lazy?.parentElement.querySelector("template[data-failed]");
  if (!instead) {
    show(sentence);
    return;
  }
  const retry = lazy.cloneNode(true);
  const shown = instead.content.cloneNode(true).firstElementChild;
  lazy.replaceWith(shown);
  shown.querySelector("[data-retry]").addEventListener("click", () => {
    retry.setAttribute("hx-trigger", "load");
    shown.replaceWith(retry);
    htmx.process(retry);
  });
}

document.addEventListener("htmx:sendError", (event) => failed(event, word("failed")));
document.addEventListener("htmx:timeout", (event) => failed(event, word("failed")));
document.addEventListener("htmx:responseError", (event) => {
  const status = event.detail.xhr.status;
  failed(event, status === 403 ? word("refused") : word("failed"));
});

// For scripts that talk to the server themselves: a form's post, with its proof.
export async function post(address, values) {
  const body = new URLSearchParams(values);
  try {
    const answer = await fetch(address, { method: "POST", body, headers: { "X-CSRFToken": proof(), "HX-Request": "true" } });
    if (!answer.ok) show(answer.status === 422 ? await answer.text() : word(answer.status === 403 ? "refused" : "failed"));
    const toasts = JSON.parse(answer.headers.get("HX-Trigger") ?? "{}")["suki:toasts"] ?? [];
    toasts.forEach(({ text, undo }) => show(text, undo));
    return answer.ok;
  } catch {
    show(word("failed"));
    return false;
  }
}
