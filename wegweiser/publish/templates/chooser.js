// Points out the language this device is set to. Without it, the list is complete all the same.
const links = [...document.querySelectorAll(".languages a")];
const primary = (tag) => tag.toLowerCase().split("-")[0];
for (const wanted of navigator.languages ?? []) {
  const link =
    links.find(({ lang }) => lang.toLowerCase() === wanted.toLowerCase()) ??
    links.find(({ lang }) => primary(lang) === primary(wanted));
  if (link) {
    const item = link.closest("li");
    item.classList.add("suggested");
    item.parentElement.prepend(item);
    break;
  }
}
