// What has to be known before a page is shown: which colours, and that scripts run. It is short, as
// nothing is shown until it has run; everything else waits until the page is there (`shell.js`).
import { applyScheme } from "./scheme.js";

document.documentElement.dataset.scripts = "";
applyScheme();
