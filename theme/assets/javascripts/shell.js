// What every page can do with scripts. Joined with what it imports into one file (see
// `wegweiser/render/assets.py`), which runs when the whole page is there.
import { startAloud } from "./aloud.js";
import { startFilter } from "./filter.js";
import { startHours } from "./hours.js";
import { startOffline } from "./offline.js";
import { startScheme } from "./scheme-choice.js";
import { startSearchFields } from "./search-field.js";
import { startSheets } from "./sheets.js";

startSheets();
startSearchFields();
startScheme();
startHours();
startFilter();
startAloud();
startOffline(document.currentScript.dataset.worker);
document.querySelector("[data-print]")?.addEventListener("click", () => print());
