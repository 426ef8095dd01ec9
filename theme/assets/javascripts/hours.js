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
  const isNear = day < later(today, 6);
  return [...name.childNodes, ...(isNear ? [] : [" ", dateOf(day)])];
}

/** Return a day and its month in the page's language, in figures where browsers do not know it. */
function dateOf(day) {
  const { lang } = document.documentElement;
  const [, month, date] = day.split("-").map(Number);
  const text = document.createElement("bdi");
  text.textContent = Intl.DateTimeFormat.supportedLocalesOf(lang).length
    ? new Intl.DateTimeFormat(`${lang}-u-ca-gregory-nu-latn`, {
        day: "numeric",
        month: "long",
        timeZone: "UTC",
      }).format(new Date(day))
    : `${date}.${month}.`;
  return text;
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
