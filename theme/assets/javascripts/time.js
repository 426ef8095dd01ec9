/** Return the moment in Germany as 2026-11-23T08:05, wherever the device is. */
export function germanTime(moment) {
  const parts = new Intl.DateTimeFormat("sv-SE", {
    timeZone: "Europe/Berlin",
    dateStyle: "short",
    timeStyle: "short",
  }).format(moment);
  return parts.replace(" ", "T");
}
