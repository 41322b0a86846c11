// data-lookup="address": what is typed is looked up there (?q=…); the chosen row's key is what is sent.
import { listbox } from "./listbox.js";

const PAUSE = 120;
const wait = (time) => new Promise((done) => setTimeout(done, time));

export function start(picker) {
  const input = picker.querySelector('[role="combobox"]');
  const kept = picker.querySelector('input[type="hidden"]');
  const list = picker.querySelector('[role="listbox"]');
  let asked = 0;

  listbox({
    input,
    list,
    async fill(room, text) {
      const mine = ++asked;
      await wait(PAUSE);
      if (mine !== asked) return;
      const address = new URL(picker.dataset.lookup, location.href);
      address.searchParams.set("q", text.trim());
      const answer = await fetch(address, { headers: { "HX-Request": "true" } }).catch(() => null);
      if (answer?.ok && mine === asked) room.innerHTML = await answer.text();
    },
    take(option) {
      kept.value = option.dataset.value;
      input.value = option.dataset.label;
      kept.dispatchEvent(new Event("change", { bubbles: true }));
    },
  });
  input.addEventListener("input", () => (kept.value = ""));
}
