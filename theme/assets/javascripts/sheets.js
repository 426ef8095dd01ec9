// Sheets (menu, languages, explained words, codes) are popovers, which browsers open and close by
// themselves. Browsers from before 2024 that cannot show them in their places, and here they learn
// to fold them away.

export function startSheets() {
  if ("popover" in HTMLElement.prototype) return;
  const openers = new Map();
  const close = (sheet) => {
    sheet.hidden = true;
    openers.get(sheet)?.focus();
  };
  for (const sheet of document.querySelectorAll("[popover]")) {
    sheet.hidden = true;
    sheet.tabIndex = -1;
    sheet.addEventListener("keydown", ({ key }) => key === "Escape" && close(sheet));
  }
  for (const button of document.querySelectorAll("[popovertarget]")) {
    const sheet = document.getElementById(button.getAttribute("popovertarget"));
    button.addEventListener("click", () => {
      if (!sheet.hidden) {
        close(sheet);
        return;
      }
      openers.set(sheet, button);
      sheet.hidden = false;
      sheet.focus();
    });
  }
}
