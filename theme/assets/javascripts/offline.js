// Reading without a network: starts the service worker, says when a page comes from the device, and
// saves the whole edition where someone asks for it.
import { copyOf, digestOf, openStore, storeName } from "./copies.js";
import { formatDate, formatSize } from "./numbers.js";

const AT_ONCE = 4; // requests, so that a slow line stays usable

/** Put a value into the places that the texts of an element have for it. */
function fill(element, name, value) {
  for (const slot of element.querySelectorAll(`[data-slot="${name}"]`)) slot.textContent = value;
}

/** Say that the page was saved on a day, where it was. */
function showSaved() {
  const { savedOn } = document.documentElement.dataset;
  const notice = document.getElementById("saved");
  if (!savedOn || !notice) return;
  fill(notice, "date", formatDate(savedOn));
  notice.hidden = false;
}

async function startWorker(address) {
  const { serviceWorker } = navigator;
  // Where the browser is told to keep nothing, there is no worker and nothing else is missing.
  const registration = await serviceWorker.register(address).catch(() => undefined);
  if (registration && !serviceWorker.controller) {
    (await serviceWorker.ready).active.postMessage("keep this page");
  }
}

/** The parts of the page "offline" and what they do. */
class OfflinePage {
  constructor(panel) {
    this.panel = panel;
    this.edition = new URL(panel.dataset.edition, location.href).href;
    this.list = new URL(panel.dataset.list, this.edition).href;
    // What is tapped may be the size within the button.
    panel.addEventListener("click", ({ target }) => this[target.closest("[data-do]")?.dataset.do]?.());
  }

  /** Show one of the texts, with its values; an empty name shows none. */
  say(name, values = {}) {
    for (const shown of this.panel.querySelectorAll("[data-text]")) {
      shown.hidden = shown.dataset.text !== name;
      for (const [slot, value] of Object.entries(values)) fill(shown, slot, value);
    }
  }

  /** Offer a button (save, update, remove), or not. */
  offer(name, isOffered, size) {
    const button = this.panel.querySelector(`[data-do="${name}"]`);
    button.hidden = !isOffered;
    fill(button, "size", formatSize(size ?? 0));
  }

  /** Show what is saved and what could be. */
  async show() {
    const saved = await this.saved();
    const current = await this.current();
    if (saved) this.say("saved", { date: formatDate(saved.on) });
    else this.say("");
    const isOld = Boolean(saved && current && saved.version !== current.version);
    const size = current?.files.reduce((sum, [, , bytes]) => sum + bytes, 0) ?? 0;
    const missing = isOld ? await this.missing(current) : [];
    this.offer("save", !saved && Boolean(current), size);
    this.offer("update", isOld, missing.reduce((sum, [, , bytes]) => sum + bytes, 0));
    this.offer("remove", Boolean(saved));
    this.panel.hidden = !saved && !current;
  }

  /** Return what the whole edition consists of today, or undefined without a network. */
  async current() {
    const response = await fetch(this.list, { cache: "no-cache" }).catch(() => undefined);
    return response?.ok ? response.json() : undefined;
  }

  /** Return `{ version, on }` of the edition that is saved as a whole, or undefined. */
  async saved() {
    if (!(await caches.has(storeName(this.edition)))) return undefined;
    const copy = await (await openStore(this.edition)).match(this.list);
    return copy?.json();
  }

  /** Return the files of a list of which there is no copy of today. */
  async missing({ files }) {
    const store = await openStore(this.edition);
    const copies = await Promise.all(files.map(([path]) => store.match(this.address(path))));
    return files.filter(([, digest], index) => !copies[index] || digestOf(copies[index]) !== digest);
  }

  address(path) {
    return new URL(path, this.edition).href;
  }

  /** Save all that is not yet there; what has been saved stays when the line breaks. */
  async save() {
    for (const name of ["save", "update", "remove"]) this.offer(name, false);
    const bar = this.panel.querySelector("progress");
    try {
      const current = await this.current();
      if (!current) throw new Error("no network");
      const store = await openStore(this.edition);
      const wanted = await this.missing(current);
      let done = current.files.length - wanted.length;
      bar.max = current.files.length;
      bar.hidden = false;
      const step = () => {
        bar.value = done;
        this.say("progress", { done: String(done), all: String(bar.max) });
      };
      step();
      const take = async () => {
        for (let file = wanted.shift(); file; file = wanted.shift()) {
          const address = this.address(file[0]);
          const response = await fetch(address, { cache: "no-cache" });
          if (!response.ok) throw new Error(`${response.status} ${address}`);
          await store.put(address, await copyOf(response));
          done += 1;
          step();
        }
      };
      const takers = Array.from({ length: AT_ONCE }, take);
      await Promise.all(takers).catch(async (error) => {
        wanted.length = 0;
        await Promise.allSettled(takers);
        throw error;
      });
      await this.dropOld(store, current);
      const on = new Date().toISOString();
      await store.put(this.list, Response.json({ version: current.version, on }));
      await this.show();
    } catch {
      await this.show();
      this.say("failed");
    }
    bar.hidden = true;
  }

  update() {
    return this.save();
  }

  /** Delete copies of what the edition no longer has. */
  async dropOld(store, { files }) {
    const known = new Set(files.map(([path]) => this.address(path)));
    for (const { url } of await store.keys()) if (!known.has(url)) await store.delete(url);
  }

  async remove() {
    await caches.delete(storeName(this.edition));
    await this.show();
  }

  /** Say which page is missing, when the worker has led here for want of it. */
  showMissing() {
    const wanted = decodeURIComponent(location.hash.slice(1));
    const edition = new URL(this.edition).pathname;
    const notice = document.getElementById("missing");
    notice.hidden = !wanted.startsWith(edition);
    if (notice.hidden) return;
    const retry = () => location.replace(new URL(wanted, location.origin));
    notice.querySelector("button").addEventListener("click", retry);
    addEventListener("online", retry);
  }
}

export function startOffline(worker) {
  showSaved();
  if (!worker || !("serviceWorker" in navigator)) return;
  addEventListener("load", () => startWorker(worker));
  const panel = document.getElementById("offline");
  if (!panel) return;
  document.getElementById("offline-impossible").hidden = true;
  const page = new OfflinePage(panel);
  page.showMissing();
  page.show();
}
