// Sweden writes dates as ISO 8601 does.
const germanClock = new Intl.DateTimeFormat("sv-SE", {
  timeZone: "Europe/Berlin",
  dateStyle: "short",
  timeStyle: "short",
});

/** Return the moment in Germany as 2026-11-23T08:05, wherever the device is. */
export function germanTime(moment) {
  return germanClock.format(moment).replace(" ", "T");
}

/** Return the day of the week of an ISO date as ISO 8601 counts: Monday is 1. */
export const weekdayOf = (day) => new Date(`${day}T12:00Z`).getUTCDay() || 7;

/** Return the ISO date so many days later. */
export function later(day, days) {
  const date = new Date(`${day}T12:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

/**
 * Return the first of these spans (2026-11-23T08:00/12:30, in order) that has not ended by `now`:
 * `{ isOpen, day, time }`, the time being its end when it is open, else its beginning. Spans that
 * meet at midnight are one; `time` is empty when no end is known. Undefined when there is none.
 */
export function nextOpening(spans, now) {
  let index = spans.findIndex((span) => `${span.slice(0, 11)}${span.slice(17)}` > now);
  if (index < 0) return undefined;
  const span = spans[index];
  const day = span.slice(0, 10);
  if (span.slice(0, 16) > now) return { isOpen: false, day, time: span.slice(11, 16) };
  while (spans[index].endsWith("24:00")) {
    const next = spans[index + 1];
    if (!next) return { isOpen: true, day, time: "" };
    if (!next.startsWith(`${later(spans[index].slice(0, 10), 1)}T00:00`)) break;
    index += 1;
  }
  return { isOpen: true, day, time: spans[index].slice(17) };
}
