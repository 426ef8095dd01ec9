// Light or dark: as the device, unless the reader has chosen. The choice stays on the device.

export const SCHEME_KEY = "wegweiser.scheme";

/** Return what the reader has chosen: "light", "dark", or "" for what the device says. */
export function chosenScheme() {
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
