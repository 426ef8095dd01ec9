// The choice of light or dark at the foot of each page.
import { SCHEME_KEY, applyScheme, chosenScheme } from "./scheme.js";

export function startScheme() {
  const choices = document.getElementById("scheme");
  const show = () => {
    for (const input of choices.querySelectorAll("input")) {
      input.checked = input.value === chosenScheme();
    }
  };
  choices.addEventListener("change", ({ target }) => {
    try {
      if (target.value) localStorage.setItem(SCHEME_KEY, target.value);
      else localStorage.removeItem(SCHEME_KEY);
      applyScheme();
    } catch {
      document.documentElement.dataset.scheme = target.value; // for this page
    }
  });
  // Chosen in another tab, or before the browser kept this page to go back to it.
  for (const event of ["storage", "pageshow"]) {
    addEventListener(event, () => {
      applyScheme();
      show();
    });
  }
  show();
}
