// Brings the language this device is set to to the front; where a link without a language was
// opened, goes on to that language. Without it, the list is complete as well.
const choices = [...document.querySelectorAll("[data-locale]")];
const primary = (tag) => tag.toLowerCase().split("-")[0];
for (const wanted of navigator.languages ?? []) {
  const choice =
    choices.find(({ dataset }) => dataset.locale.toLowerCase() === wanted.toLowerCase()) ??
    choices.find(({ dataset }) => primary(dataset.locale) === primary(wanted));
  if (choice) {
    if (choice.closest("[data-follow]")) {
      location.replace(choice.querySelector("a").href + location.hash);
    }
    choice.classList.add("suggested");
    choices[0].before(choice);
    break;
  }
}
