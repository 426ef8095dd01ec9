// Opening hours: marks today, and says whether it is open now or when it opens next.
import { germanTime, later, nextOpening, weekdayOf } from "./time.js";

/** Return the row of a table that tells of `today`: that of a special day, else of the weekday. */
function rowOf(opening, today) {
  const special = [...opening.querySelectorAll("[data-from]")].find(
    ({ dataset }) => dataset.from <= today && today <= dataset.until,
  );
  return special ?? opening.querySelector(`[data-day="${weekdayOf(today)}"]`);
}

/** Return what a day is called: its name in the table, with its date when it is a week away. */
function nameOf(opening, day, today) {
  // The table has the names of the weekdays in languages that the browser does not know.
  const name = opening.querySelector(`[data-day="${weekdayOf(day)}"] th`).cloneNode(true);
  for (const german of name.querySelectorAll(".ww-de")) german.remove();
  const [, month, date] = day.split("-");
  const isNear = day < later(today, 6);
  return [...name.childNodes, ...(isNear ? [] : [` ${Number(date)}.${Number(month)}.`])];
}

function markToday(opening, now) {
  const today = now.slice(0, 10);
  rowOf(opening, today).setAttribute("aria-current", "date");
  const { open, unknown, until } = opening.dataset;
  if (open === undefined || today > until || unknown.split(" ").includes(today)) return;
  const next = nextOpening(open.split(" ").filter(Boolean), now);
  if (!next?.time) return;
  const state = opening.querySelector(`[data-state="${next.isOpen ? "open" : "later"}"]`);
  state.querySelector(".ww-opening__time").textContent = next.time;
  state.querySelector(".ww-opening__day")?.append(...nameOf(opening, next.day, today));
  state.hidden = false;
}

export function startHours() {
  const now = germanTime(new Date());
  for (const opening of document.querySelectorAll(".ww-opening")) markToday(opening, now);
}
