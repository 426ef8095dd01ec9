// Narrows a list: several facets at once, counts beside each value, what is open when.
// The state stands in the fragment, so that it can be shared and stays on the device.

import { germanTime, later, nextOpening, weekdayOf } from "./time.js";

const form = document.getElementById("filter");
const count = document.getElementById("filter-count");
const hours = document.getElementById("filter-hours");
const facets = [...form.querySelectorAll("[data-facet]")];
const fields = [...form.elements].filter(({ name }) => name);
const numbers = new Intl.NumberFormat(`${document.documentElement.lang}-u-nu-latn`);

// What the cards say, read once.
const cards = [...document.querySelectorAll("#filter-list > li")].map((item) => ({
  item,
  values: Object.fromEntries(
    facets.map(({ name }) => [name, new Set((item.getAttribute(`data-${name}`) ?? "").split(" "))]),
  ),
  spans: (item.dataset.open ?? "").split(" ").filter(Boolean),
}));
const labels = new Map(
  facets.flatMap((facet) => [...facet.options].map((option) => [option, option.textContent])),
);

/** Return the next day, today included, that is this day of the week (1 is Monday). */
function nextDay(weekday, today) {
  const ahead = weekday ? (Number(weekday) - weekdayOf(today) + 7) % 7 : 0;
  return later(today, ahead);
}

/** Is a contact with these spans (2026-11-23T08:00/12:30) open when the reader asks for it? */
function isOpen(spans, chosen, now) {
  if (chosen.open && !nextOpening(spans, now)?.isOpen) return false;
  if (!chosen.day && !chosen.time) return true;
  const day = nextDay(chosen.day, now.slice(0, 10));
  return spans.some((span) => {
    const [from, until] = span.slice(11).split("/");
    const isThen = !chosen.time || (from <= chosen.time && chosen.time < until);
    return span.startsWith(day) && isThen;
  });
}

function fits(card, chosen, now, but) {
  return (
    isOpen(card.spans, chosen, now) &&
    facets.every(
      ({ name }) => name === but || !chosen[name] || card.values[name].has(chosen[name]),
    )
  );
}

function apply() {
  const chosen = Object.fromEntries(new FormData(form));
  const now = germanTime(new Date());
  let shown = 0;
  for (const card of cards) {
    card.item.hidden = !fits(card, chosen, now);
    shown += !card.item.hidden;
  }
  count.textContent = numbers.format(shown);
  for (const facet of facets) {
    const rest = cards.filter((card) => fits(card, chosen, now, facet.name));
    for (const option of facet.options) {
      if (!option.value) continue;
      const found = rest.filter((card) => card.values[facet.name].has(option.value)).length;
      option.textContent = `${labels.get(option)} (${numbers.format(found)})`;
      option.disabled = !found && !option.selected;
    }
  }
}

function restore() {
  const state = new URLSearchParams(location.hash.slice(1));
  for (const field of fields) {
    const wanted = state.get(field.name) ?? "";
    if (field.type === "checkbox") field.checked = wanted === field.value;
    else field.value = wanted;
    if (field.value !== wanted && field.options) field.value = ""; // no such choice any more
  }
  apply();
}

form.addEventListener("change", () => {
  const chosen = [...new FormData(form)].filter(([, value]) => value);
  const state = new URLSearchParams(chosen).toString();
  history.pushState(null, "", state ? `#${state}` : location.pathname);
  apply();
});
form.addEventListener("reset", (event) => {
  event.preventDefault();
  history.pushState(null, "", location.pathname);
  restore();
});
form.addEventListener("submit", (event) => event.preventDefault());
addEventListener("popstate", restore);
// What is open is known for some days after the build only.
if (hours) {
  const today = germanTime(new Date()).slice(0, 10);
  hours.disabled = today > form.dataset.until;
  hours.hidden = hours.disabled;
  for (const option of form.elements.day.options) {
    option.disabled = nextDay(option.value, today) > form.dataset.until;
  }
}
form.hidden = false;
restore();
