// Light or dark: as the device, unless the reader has chosen. The choice stays on the device.

const SCHEME_KEY = "wegweiser.scheme";

/** Return what the reader has chosen: "light", "dark", or "" for what the device says. */
function chosenScheme() {
  try {
    return localStorage.getItem(SCHEME_KEY) ?? "";
  } catch {
    return ""; // storage is switched off
  }
}

export function applyScheme() {
  const scheme = chosenScheme();
  if (scheme) document.documentElement.dataset.scheme = scheme;
  else delete document.documentElement.dataset.scheme;
}

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
