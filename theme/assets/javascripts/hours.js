// Marks today in tables of opening hours.
import { germanTime } from "./time.js";

const date = new Date(`${germanTime(new Date()).slice(0, 10)}T12:00Z`);
const day = date.getUTCDay() || 7; // as ISO 8601 counts: Monday is 1
for (const row of document.querySelectorAll(`.ww-hours [data-day="${day}"]`)) {
  row.setAttribute("aria-current", "date");
}
