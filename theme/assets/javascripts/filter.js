// Narrows the list of contacts: several facets at once, counts beside each value, "open now".
// The state stands in the fragment, so that it can be shared and stays on the device.

import { germanTime } from "./time.js";

const form = document.getElementById("filter");
const count = document.getElementById("filter-count");
const items = [...document.querySelectorAll("#filter-list > li")];
const selects = [...form.querySelectorAll("select")];
const open = form.elements.open;
const numbers = new Intl.NumberFormat(`${document.documentElement.lang}-u-nu-latn`);

// What the cards say, read once.
const cards = items.map((item) => ({
  item,
  values: Object.fromEntries(
    selects.map(({ name }) => [name, new Set((item.getAttribute(`data-${name}`) ?? "").split(" "))]),
  ),
  spans: (item.dataset.open || "").split(" ").filter(Boolean),
}));
const labels = new Map(
  selects.flatMap((select) => [...select.options].map((option) => [option, option.textContent])),
);

/** Is a contact with these spans (2026-11-23T08:00/12:30) open at this German time? */
export function isOpen(spans, now) {
  const [day, time] = now.split("T");
  return spans.some((span) => {
    const [from, until] = span.slice(11).split("/");
    return span.startsWith(day) && from <= time && time < until;
  });
}

function fits(card, chosen, now, but) {
  if (chosen.open && !isOpen(card.spans, now)) return false;
  return selects.every(
    ({ name }) => name === but || !chosen[name] || card.values[name].has(chosen[name]),
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
  for (const select of selects) {
    const rest = cards.filter((card) => fits(card, chosen, now, select.name));
    for (const option of select.options) {
      if (!option.value) continue;
      const found = rest.filter((card) => card.values[select.name].has(option.value)).length;
      option.textContent = `${labels.get(option)} (${numbers.format(found)})`;
      option.disabled = !found && !option.selected;
    }
  }
}

function restore() {
  const state = new URLSearchParams(location.hash.slice(1));
  for (const select of selects) {
    const wanted = state.get(select.name) ?? "";
    select.value = [...select.options].some(({ value }) => value === wanted) ? wanted : "";
  }
  open.checked = state.has("open") && !open.disabled;
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
const today = germanTime(new Date()).slice(0, 10);
open.disabled = today < form.dataset.from || today > form.dataset.until;
open.closest("label").hidden = open.disabled;
form.hidden = false;
restore();
