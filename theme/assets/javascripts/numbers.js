// Numbers and dates as the pages write them: Latin digits, the calendar of the office.

/** Return the tag by which the browser formats the page's language, German where it cannot. */
function formatTag() {
  const { lang } = document.documentElement;
  const tag = Intl.DateTimeFormat.supportedLocalesOf([lang])[0] ?? "de";
  return `${tag}-u-ca-gregory-nu-latn`;
}

/** Return a day (ISO 8601) in words, or in digits where the browser lacks the language. */
export function formatDate(iso) {
  const { lang } = document.documentElement;
  const isKnown = Intl.DateTimeFormat.supportedLocalesOf([lang]).length > 0;
  const month = isKnown ? "long" : "numeric";
  const format = new Intl.DateTimeFormat(formatTag(), { day: "numeric", month, year: "numeric" });
  return format.format(new Date(iso));
}

/** Return a number of bytes as kilobytes or megabytes. */
export function formatSize(bytes) {
  const [value, unit] = bytes < 1e6 ? [bytes / 1e3, "kB"] : [bytes / 1e6, "MB"];
  const format = new Intl.NumberFormat(formatTag(), { maximumFractionDigits: bytes < 1e6 ? 0 : 1 });
  return `${format.format(value)} ${unit}`;
}
