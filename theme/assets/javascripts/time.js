/** Return the moment in Germany as 2026-11-23T08:05, wherever the device is. */
export function germanTime(moment) {
  const parts = new Intl.DateTimeFormat("sv-SE", {
    timeZone: "Europe/Berlin",
    dateStyle: "short",
    timeStyle: "short",
  }).format(moment);
  return parts.replace(" ", "T");
}

/**
 * Return the first of these spans (2026-11-23T08:00/12:30, in order) that has not ended by `now`:
 * `{ isOpen, day, time }`, the time being its end when it is open, else its beginning.
 * Undefined when none is known.
 */
export function nextOpening(spans, now) {
  const span = spans.find((span) => `${span.slice(0, 11)}${span.slice(17)}` > now);
  if (!span) return undefined;
  const isOpen = span.slice(0, 16) <= now;
  return { isOpen, day: span.slice(0, 10), time: isOpen ? span.slice(17) : span.slice(11, 16) };
}
