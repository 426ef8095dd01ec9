// What every page can do with scripts. Joined with what it imports into one file (see
// `wegweiser/render/assets.py`), which runs in the head: the colours are set before anything shows.
import { startAloud } from "./aloud.js";
import { startFilter } from "./filter.js";
import { startHours } from "./hours.js";
import { startOffline } from "./offline.js";
import { applyScheme, startScheme } from "./scheme.js";
import { startSearchFields } from "./search-field.js";
import { startSheets } from "./sheets.js";

const { worker } = document.currentScript.dataset;
document.documentElement.dataset.scripts = "";
applyScheme();
addEventListener("DOMContentLoaded", () => {
  startSheets();
  startSearchFields();
  startScheme();
  startHours();
  startFilter();
  startAloud();
  startOffline(worker);
  document.querySelector("[data-print]")?.addEventListener("click", () => print());
});
