// The search fields of the shell lead to the search page. What people look for goes there in the
// fragment, which browsers do not send.

/** Is someone writing just now, so that keys are letters? */
const isWriting = (target) => target.closest?.("input:not([type=radio]), textarea, select");

export function startSearchFields() {
  const page = document.querySelector("[data-search-page]").href;
  for (const form of document.querySelectorAll("form.ww-search[action]")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      location.assign(`${page}#q=${encodeURIComponent(form.elements.q.value.trim())}`);
    });
  }
  addEventListener("keydown", (event) => {
    if (event.key !== "/" || isWriting(event.target)) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const fields = [...document.querySelectorAll("input[type=search]")];
    const shown = fields.find((field) => field.getClientRects().length);
    if (shown) shown.focus();
    else location.assign(`${page}#q=`); // an empty query: the field waits for it
  });
}
