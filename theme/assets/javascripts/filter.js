// Narrows a list: several facets at once, counts beside each value, what is open when.
// The state stands in the fragment, so that it can be shared and stays on the device.
import { germanTime, later, nextOpening, weekdayOf } from "./time.js";

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

  fits(card, chosen, now, but) {
    return (
      isOpen(card.spans, chosen, now) &&
      this.facets.every(
        ({ name }) => name === but || !chosen[name] || card.values[name].has(chosen[name]),
      )
    );
  }

  apply() {
    const chosen = Object.fromEntries(new FormData(this.form));
    const now = germanTime(new Date());
    let shown = 0;
    for (const card of this.cards) {
      card.item.hidden = !this.fits(card, chosen, now);
      shown += !card.item.hidden;
    }
    this.count.textContent = this.numbers.format(shown);
    for (const facet of this.facets) this.countChoices(facet, chosen, now);
  }

  /** Say beside each choice of a facet how many cards would be left. */
  countChoices(facet, chosen, now) {
    const rest = this.cards.filter((card) => this.fits(card, chosen, now, facet.name));
    for (const option of facet.options) {
      if (!option.value) continue;
      const found = rest.filter((card) => card.values[facet.name].has(option.value)).length;
      option.textContent = `${this.labels.get(option)} (${this.numbers.format(found)})`;
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
