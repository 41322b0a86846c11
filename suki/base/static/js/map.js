// data-map: arrows walk to the nearest person that way; whom one sways, and who sways one, stands out meanwhile.
function middle(person) {
  const { left, top, width, height } = person.getBoundingClientRect();
  return { x: left + width / 2, y: top + height / 2 };
}

function nearest(people, from, key) {
  const here = middle(from);
  let best = null;
  let least = Infinity;
  for (const person of people) {
    const { x, y } = middle(person);
    const [along, aside] = { ArrowRight: [x - here.x, y - here.y], ArrowLeft: [here.x - x, y - here.y], ArrowDown: [y - here.y, x - here.x], ArrowUp: [here.y - y, x - here.x] }[key];
    const far = along + Math.abs(aside) * 4;
    if (person !== from && along > 4 && far < least) [best, least] = [person, far];
  }
  return best;
}

export function start(map) {
  const people = [...map.querySelectorAll(".person")];
  const lines = [...map.querySelectorAll(".sway")];

  function point(person) {
    const key = person?.dataset.person;
    for (const line of lines) line.toggleAttribute("data-at", line.dataset.from === key || line.dataset.to === key);
  }

  map.addEventListener("keydown", (event) => {
    const person = event.target.closest(".person");
    if (!person || !event.key.startsWith("Arrow")) return;
    event.preventDefault();
    nearest(people, person, event.key)?.focus();
  });
  for (const person of people) {
    person.addEventListener("pointerenter", () => point(person));
    person.addEventListener("focus", () => point(person));
  }
}
