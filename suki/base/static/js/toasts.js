// Toasts that scripts and partial updates bring: copies of the page's own form of a toast.
const STAY = 8000;

export function show(text, undo = "") {
  const room = document.getElementById("toasts");
  const form = document.getElementById("toast-form");
  if (!room || !form) return;
  const toast = form.content.cloneNode(true).firstElementChild;
  toast.querySelector("[data-text]").textContent = text;
  const undoing = toast.querySelector("[data-undo]");
  if (undo) {
    undoing.action = undo;
    const proof = Object.assign(document.createElement("input"), { type: "hidden", name: "csrfmiddlewaretoken" });
    proof.value = document.querySelector('meta[name="csrf"]')?.content ?? "";
    undoing.append(proof);
  } else undoing.remove();
  room.append(toast);
  toast.dispatchEvent(new CustomEvent("suki:added", { bubbles: true }));
}

// A toast stays while somebody points at it or has walked into it; one that can be undone stays until it is closed.
export function watch(toast) {
  const close = () => toast.remove();
  toast.querySelector("[data-drop]").addEventListener("click", close);
  if (toast.querySelector("[data-undo]")) return;
  let timer = setTimeout(close, STAY);
  const wait = () => clearTimeout(timer);
  const again = () => (timer = setTimeout(close, STAY / 2));
  toast.addEventListener("pointerenter", wait);
  toast.addEventListener("focusin", wait);
  toast.addEventListener("pointerleave", again);
  toast.addEventListener("focusout", again);
}

document.addEventListener("suki:toasts", (event) => {
  for (const { text, undo } of event.detail.value ?? []) show(text, undo);
});
