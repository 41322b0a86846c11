// Days without clocks: plain dates in UTC, written in the field's own pattern.
import { locale } from "./words.js";

const DAY = 86400000;
export const make = (year, month, day) => new Date(Date.UTC(year, month, day));
export const iso = (date) => date.toISOString().slice(0, 10);
export const plus = (date, days) => new Date(date.getTime() + days * DAY);
export const today = () => make(new Date().getFullYear(), new Date().getMonth(), new Date().getDate());

export function monthsOn(date, months) {
  const last = make(date.getUTCFullYear(), date.getUTCMonth() + months + 1, 0);
  return make(last.getUTCFullYear(), last.getUTCMonth(), Math.min(date.getUTCDate(), last.getUTCDate()));
}

export function write(date, pattern) {
  const [year, month, day] = iso(date).split("-");
  return pattern.replace("yyyy", year).replace("MM", month).replace("dd", day);
}

// What is typed, if it is written in the pattern; whatever else people write the server reads.
export function read(text, pattern) {
  const order = [...pattern.matchAll(/yyyy|MM|dd/g)].map((part) => part[0]);
  const numbers = text.match(/\d+/g);
  if (numbers?.length !== 3) return null;
  const part = Object.fromEntries(order.map((name, index) => [name, Number(numbers[index])]));
  const date = make(part.yyyy, part.MM - 1, part.dd);
  return part.yyyy > 1800 && date.getUTCMonth() === part.MM - 1 && date.getUTCDate() === part.dd ? date : null;
}

const shown = (options) => new Intl.DateTimeFormat(locale, { timeZone: "UTC", ...options });
export const spoken = (date) => shown({ dateStyle: "full" }).format(date);
export const monthName = (date) => shown({ month: "long", year: "numeric" }).format(date);
export const weekday = (date, width) => shown({ weekday: width }).format(date);

// Monday is 1. Where the browser does not know, the week begins on Monday.
export function firstWeekday() {
  const known = new Intl.Locale(locale);
  return (known.getWeekInfo?.() ?? known.weekInfo)?.firstDay ?? 1;
}
