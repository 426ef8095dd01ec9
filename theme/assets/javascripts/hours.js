// Opening hours: marks today, and says whether it is open now or when it opens next.
import { germanTime, nextOpening } from "./time.js";

const now = germanTime(new Date());
const today = now.slice(0, 10);
const at = (day) => new Date(`${day}T12:00Z`);
const weekday = at(today).getUTCDay() || 7; // as ISO 8601 counts: Monday is 1

for (const opening of document.querySelectorAll(".ww-opening")) {
  const row =
    opening.querySelector(`[data-date="${today}"]`) ??
    opening.querySelector(`[data-day="${weekday}"]`);
  row.setAttribute("aria-current", "date");
  const next = nextOpening(opening.dataset.open.split(" ").filter(Boolean), now);
  if (!next || today > opening.dataset.until) continue;
  const state = opening.querySelector(`[data-state="${next.isOpen ? "open" : "later"}"]`);
  state.querySelector(".ww-opening__time").textContent = next.time;
  if (!next.isOpen) {
    // The table has the names of the weekdays in languages that the browser does not know.
    const day = at(next.day).getUTCDay() || 7;
    const name = opening.querySelector(`[data-day="${day}"] th`).cloneNode(true);
    for (const german of name.querySelectorAll(".ww-de")) german.remove();
    state.querySelector(".ww-opening__day").append(...name.childNodes);
  }
  state.hidden = false;
}
