// data-board: cards go from column to column by hand, or by keys: M holds, arrows move, Enter drops, Escape puts back.
import { post } from "./server.js";
import { tell, word } from "./words.js";

const lanes = (board) => [...board.querySelectorAll(".lane")];
const cards = (lane) => [...lane.querySelectorAll(".ticket")];
const laneOf = (card) => card.closest(".lane");
const nameOf = (lane) => lane.querySelector("h3").textContent;
const placeOf = (card) => cards(laneOf(card)).indexOf(card) + 1;

function count(board) {
  for (const lane of lanes(board)) lane.querySelector(".count").textContent = cards(lane).length + Number(lane.dataset.hiddenCards ?? 0);
}

function put(card, lane, before) {
  lane.querySelector("ol").insertBefore(card, before ?? null);
}

export function start(board) {
  let held = null;
  let home = null;
  board.dataset.live = "";
  for (const card of board.querySelectorAll(".ticket")) card.draggable = true;

  function hold(card) {
    held = card;
    home = { lane: laneOf(card), before: card.nextElementSibling };
    card.setAttribute("data-held", "");
  }

  function leave(sentence) {
    const card = held;
    held = null;
    card.removeAttribute("data-held");
    board.querySelectorAll("[data-over]").forEach((each) => each.removeAttribute("data-over"));
    count(board);
    if (sentence) tell(sentence);
    return card;
  }

  function back() {
    put(held, home.lane, home.before);
    leave(word("back", { name: held.dataset.label })).focus();
  }

  async function drop() {
    const { lane, before } = home;
    const card = leave("");
    card.focus();
    if (laneOf(card) === lane && card.nextElementSibling === before) return;
    const moved = await post(board.dataset.move, { card: card.dataset.ticket, lane: laneOf(card).dataset.lane, place: placeOf(card) });
    if (!moved) put(card, lane, before);
    count(board);
    tell(word(moved ? "dropped" : "back", { name: card.dataset.label, lane: nameOf(laneOf(card)), place: placeOf(card) }));
  }

  function step(key) {
    const lane = laneOf(held);
    const all = lanes(board);
    const next = all[all.indexOf(lane) + { ArrowLeft: -1, ArrowRight: 1 }[key]];
    if (key === "ArrowUp" && held.previousElementSibling) put(held, lane, held.previousElementSibling);
    if (key === "ArrowDown" && held.nextElementSibling) put(held, lane, held.nextElementSibling.nextElementSibling);
    if (next) put(held, next, cards(next)[placeOf(held) - 1]);
    held.focus();
    held.scrollIntoView({ block: "nearest", inline: "nearest" });
    tell(word("over", { lane: nameOf(laneOf(held)), place: placeOf(held), places: cards(laneOf(held)).length }));
  }

  board.addEventListener("keydown", (event) => {
    const card = event.target.closest(".ticket");
    if (!card || event.target !== card || event.ctrlKey || event.metaKey) return;
    if (!held && event.key.toLowerCase() === "m") {
      hold(card);
      tell(word("held", { name: card.dataset.label }));
    } else if (!held && event.key === "Enter") card.querySelector("[data-open]")?.click();
    else if (held && event.key.startsWith("Arrow")) step(event.key);
    else if (held && event.key === "Enter") drop();
    else if (held && event.key === "Escape") back();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  board.addEventListener("dragstart", (event) => hold(event.target.closest(".ticket")));
  board.addEventListener("dragover", (event) => {
    const lane = event.target.closest(".lane");
    if (!held || !lane) return;
    event.preventDefault();
    const under = cards(lane).find((card) => card !== held && event.clientY < card.getBoundingClientRect().top + card.offsetHeight / 2);
    if (laneOf(held) !== lane || held.nextElementSibling !== (under ?? null)) put(held, lane, under);
  });
  board.addEventListener("drop", (event) => {
    event.preventDefault();
    if (held) drop();
  });
  board.addEventListener("dragend", () => held && back());
}
