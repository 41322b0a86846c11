// Shows what waits in the phone: how many, how each stands, both versions where somebody else was quicker.
const SHAPES = { good: "●", warn: "◐", bad: "▲" };

export function said(card, tone, words) {
  const mark = document.createElement("span");
  mark.className = "state";
  mark.dataset.tone = tone;
  mark.textContent = `${SHAPES[tone]} ${words}`;
  card.querySelector("[data-state]").replaceChildren(mark);
}

// A form with values that were saved before; what says which visit it is stays as the page has it.
export function fill(form, fields) {
  for (const input of form.elements) if (input.type === "checkbox" || input.type === "radio") input.checked = false;
  for (const [name, value] of fields) {
    if (["visit", "revision", "at"].includes(name)) continue;
    for (const input of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
      if (input.type === "checkbox" || input.type === "radio") input.checked ||= input.value === value;
      else input.value = value;
    }
  }
}

const paragraphs = (lines) =>
  lines.map((line) => Object.assign(document.createElement("p"), { textContent: line }));

function words(form, fields) {
  const spoken = { text: 1, next_step: 1, next_step_on: 1, needed: 1 };
  const outcome = fields.find(([name]) => name === "outcome")?.[1];
  const label = outcome && form.querySelector(`[name="outcome"][value="${CSS.escape(outcome)}"]`)?.parentElement.textContent;
  return [label, ...fields.filter(([name, value]) => spoken[name] && value).map(([, value]) => value)].filter(Boolean);
}

function both(root, card, form, entry) {
  const shown = root.querySelector("template[data-both]").content.cloneNode(true);
  shown.querySelector("[data-mine]").append(...paragraphs(words(form, entry.fields)));
  shown.querySelector("[data-theirs]").append(...paragraphs(entry.theirs.lines));
  for (const button of shown.querySelectorAll("[data-keep]")) {
    const detail = { entry, keep: button.dataset.keep };
    button.addEventListener("click", () => root.dispatchEvent(new CustomEvent("suki:decided", { detail })));
  }
  card.querySelector("[data-trouble]").replaceChildren(shown);
  card.open = true;
}

function one(root, form, entry) {
  const card = form.closest("details");
  const tone = entry.state === "waits" ? "warn" : "bad";
  said(card, tone, root.dataset[entry.state]);
  if (entry.state === "conflict") both(root, card, form, entry);
  if (entry.state === "refused") {
    card.querySelector("[data-trouble]").replaceChildren(...paragraphs(entry.problems));
    form.dataset.corrects = entry.uid;
    card.open = true;
  }
  if (entry.visit || entry.state === "refused") fill(form, entry.fields);
}

export function show(root, waiting, { formOf, sendable }) {
  const mine = waiting.filter((each) => each.user === root.dataset.user);
  root.querySelectorAll("[data-trouble]").forEach((each) => each.replaceChildren());
  for (const entry of mine) {
    const form = formOf(entry.visit);
    if (form) one(root, form, entry);
  }
  const strip = root.querySelector("[data-offline]");
  const sentence = root.querySelector("[data-offline-said]");
  sentence.dataset.first ??= sentence.textContent;
  sentence.textContent = sentence.dataset.first;
  if (sendable === "sign-in") sentence.textContent = root.dataset.signIn;
  if (!mine.length && waiting.length) sentence.textContent = root.dataset.others;
  root.querySelector("[data-count]").textContent = waiting.length || "";
  strip.hidden = navigator.onLine && !waiting.length;
}
