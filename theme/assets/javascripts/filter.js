// Narrows a list: several facets at once, counts beside each value, what is open when.
// The state stands in the fragment, so that it can be shared and stays on the device.
import { germanTime, later, nextOpening, weekdayOf } from "./time.js";

/** Return the next day, today included, that is this day of the week (1 is Monday). */
function nextDay(weekday, today) {
  const ahead = weekday ? (Number(weekday) - weekdayOf(today) + 7) % 7 : 0;
  return later(today, ahead);
}

/** Return what tells whether one is open when the reader asks, by spans (2026-11-23T08:00/12:30). */
function hoursTest(chosen, now) {
  if (!chosen.open && !chosen.day && !chosen.time) return () => true;
  const day = nextDay(chosen.day, now.slice(0, 10));
  const isThen = (span) =>
    span.startsWith(day) &&
    (!chosen.time || (span.slice(11, 16) <= chosen.time && chosen.time < span.slice(17)));
  return (spans) =>
    (!chosen.open || nextOpening(spans, now)?.isOpen === true) &&
    ((!chosen.day && !chosen.time) || spans.some(isThen));
}

class Filter {
  constructor(form) {
    this.form = form;
    this.count = document.getElementById("filter-count");
    this.facets = [...form.querySelectorAll("[data-facet]")];
    this.numbers = new Intl.NumberFormat(`${document.documentElement.lang}-u-nu-latn`);
    // What the cards say, read once.
    this.cards = [...document.querySelectorAll("#filter-list > li")].map((item) => ({
      item,
      values: Object.fromEntries(
        this.facets.map(({ name }) => {
          const values = item.getAttribute(`data-${name}`) ?? "";
          return [name, new Set(values.split(" "))];
        }),
      ),
      spans: (item.dataset.open ?? "").split(" ").filter(Boolean),
    }));
    this.labels = new Map(
      this.facets.flatMap(({ options }) => [...options].map((o) => [o, o.textContent])),
    );
  }

  /** Return the facets in which a card is not what the reader chose. */
  misses(card, chosen) {
    return this.facets.filter(({ name }) => chosen[name] && !card.values[name].has(chosen[name]));
  }

  /** Show the cards that fit, in one pass: the list may be long and the phone slow. */
  apply() {
    const chosen = Object.fromEntries(new FormData(this.form));
    const isOpen = hoursTest(chosen, germanTime(new Date()));
    const left = new Map(this.facets.map((facet) => [facet, new Map()]));
    let shown = 0;
    for (const card of this.cards) {
      const misses = this.misses(card, chosen);
      const isOpenThen = isOpen(card.spans);
      const fits = isOpenThen && !misses.length;
      if (card.item.hidden === fits) card.item.hidden = !fits;
      shown += fits;
      if (!isOpenThen || misses.length > 1) continue;
      // A card that misses in one facet alone would be left by another choice there.
      for (const facet of fits ? this.facets : misses) {
        const counts = left.get(facet);
        for (const value of card.values[facet.name]) {
          counts.set(value, (counts.get(value) ?? 0) + 1);
        }
      }
    }
    this.count.textContent = this.numbers.format(shown);
    for (const [facet, counts] of left) this.countChoices(facet, counts);
  }

  /** Say beside each choice of a facet how many cards would be left. */
  countChoices(facet, counts) {
    for (const option of facet.options) {
      if (!option.value) continue;
      const found = counts.get(option.value) ?? 0;
      const text = `${this.labels.get(option)} (${this.numbers.format(found)})`;
      if (option.textContent !== text) option.textContent = text;
      option.disabled = !found && !option.selected;
    }
  }

  /** Take the state from the address. */
  restore() {
    const state = new URLSearchParams(location.hash.slice(1));
    for (const field of this.form.elements) {
      if (!field.name) continue;
      const wanted = state.get(field.name) ?? "";
      if (field.type === "checkbox") field.checked = wanted === field.value;
      else field.value = wanted;
      if (field.value !== wanted && field.options) field.value = ""; // no such choice any more
    }
    this.apply();
  }

  /** Put the state into the address. */
  store() {
    const chosen = [...new FormData(this.form)].filter(([, value]) => value);
    const state = new URLSearchParams(chosen).toString();
    history.pushState(null, "", state ? `#${state}` : location.pathname);
  }

  /** Offer only the hours that are known: those of some days after the build. */
  limitHours(hours) {
    const today = germanTime(new Date()).slice(0, 10);
    const { until } = this.form.dataset;
    hours.disabled = hours.hidden = today > until;
    for (const option of this.form.elements.day.options) {
      option.disabled = nextDay(option.value, today) > until;
    }
  }
}

export function startFilter() {
  const form = document.getElementById("filter");
  if (!form) return;
  const filter = new Filter(form);
  const hours = document.getElementById("filter-hours");
  if (hours) filter.limitHours(hours);
  form.addEventListener("change", () => {
    filter.store();
    filter.apply();
  });
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    history.pushState(null, "", location.pathname);
    filter.restore();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("popstate", () => filter.restore());
  filter.restore();
}
