// The words scripts say, in the reader's language: the page carries them in <template id="words">.
let kept;

function all() {
  if (!kept) {
    const list = document.getElementById("words")?.content.querySelectorAll("dt") ?? [];
    kept = Object.fromEntries([...list].map((term) => [term.textContent, term.nextElementSibling.textContent]));
  }
  return kept;
}

export function word(name, values = {}) {
  return (all()[name] ?? name).replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");
}

// Reads a sentence out to those who hear the page.
export function tell(sentence) {
  const room = document.getElementById("said");
  if (room) room.textContent = sentence;
}

export const language = document.documentElement.lang || "en";

// English as it is written outside the United States: the day before the month, weeks from Monday.
export const locale = language === "en" ? "en-001" : language;

// The reader's words without accents and case, as they type in a hurry.
export const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/gi, "d").toLowerCase();
