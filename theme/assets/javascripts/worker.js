// The service worker of an edition. Visited pages open without a network, as they were saved; a page
// comes from the network where there is one that answers in time. `EDITION` is written before this
// script when the site is staged (see `wegweiser/render/offline.py`).
import { copyOf, keyOf, openStore, savedOn } from "./copies.js";

const PATIENCE = 4000; // ms until a page that has been saved is shown instead of the network's
const scope = registration.scope;
const offlinePage = new URL(EDITION.page, scope).href;
const shellName = `wegweiser ${new URL(scope).pathname} shell ${EDITION.version}`;
const isOldShell = (name) => name.startsWith(shellName.replace(/\S+$/, "")) && name !== shellName;

/** Is what lies below an address always the same? Its name has a digest of it. */
const isFingerprinted = (address) => /\/assets\/[0-9a-f]+\/|\/records-[0-9a-f]+\.json$/.test(address);

/** Is it a picture, whose folder is named by what it shows? All editions have the same. */
const isPicture = (address) => /^[^?#]*\/images\/[0-9a-f]+\/[^/]+$/.test(address) && !isFingerprinted(address);

addEventListener("install", (event) => {
  const shell = EDITION.shell.map((path) => new URL(path, scope).href);
  event.waitUntil(caches.open(shellName).then((cache) => cache.addAll(shell)));
  skipWaiting();
});

addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      for (const name of (await caches.keys()).filter(isOldShell)) await caches.delete(name);
      await registration.navigationPreload?.enable();
      await clients.claim();
    })(),
  );
});

// The page that was open before there was a worker asks to be kept as well.
addEventListener("message", (event) => {
  const { url } = event.source;
  event.waitUntil(fetch(url, { cache: "force-cache" }).then((response) => keep(url, response)));
});

addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  if (isPicture(request.url)) event.respondWith(openPicture(request));
  if (!request.url.startsWith(scope)) return;
  if (request.mode === "navigate") event.respondWith(openPage(event));
  else if (isFingerprinted(request.url)) event.respondWith(openFile(request));
});

async function keep(address, response) {
  const store = await openStore(scope);
  const key = keyOf(address);
  if (response.status === 404 || response.status === 410) await store.delete(key);
  if (!response.ok || response.redirected || response.type !== "basic") return;
  await store.put(key, await copyOf(response.clone()));
}

async function fromNetwork(event) {
  const response = (await event.preloadResponse) ?? (await fetch(event.request));
  event.waitUntil(keep(event.request.url, response.clone()));
  return response;
}

const wait = (time) => new Promise((done) => setTimeout(done, time));

async function openPage(event) {
  const copy = await copyFor(event.request.url);
  const network = fromNetwork(event);
  event.waitUntil(network.catch(() => {}));
  try {
    const first = copy ? await Promise.race([network, wait(PATIENCE)]) : await network;
    return !copy || (first && first.status < 500) ? first : shownCopy(copy);
  } catch {
    return copy ? shownCopy(copy) : missing(event.request.url);
  }
}

/** Return the copy of a page, or undefined; also where its last slash was left out. */
async function copyFor(address) {
  const store = await openStore(scope);
  const key = keyOf(address);
  const copy = (await store.match(key)) ?? (await caches.match(key, { cacheName: shellName }));
  if (copy || key.endsWith("/")) return copy;
  return (await store.match(`${key}/`)) && Response.redirect(`${key}/`);
}

/** Return a copy as the reader gets it: it says when it was saved. */
async function shownCopy(copy) {
  const isPage = copy.headers.get("content-type")?.startsWith("text/html");
  if (!isPage || !savedOn(copy)) return copy;
  const html = await copy.text();
  const said = html.replace(/<html /i, `<html data-saved-on="${savedOn(copy)}" `);
  return new Response(said, { headers: { "content-type": "text/html; charset=utf-8" } });
}

const missing = (address) =>
  Response.redirect(`${offlinePage}#${encodeURIComponent(new URL(address).pathname)}`);

async function fetchToKeep(request) {
  const response = await fetch(request);
  await keep(request.url, response);
  return response;
}

/** Return a file that never changes: from the device, else from the network. */
async function openFile(request) {
  const store = await openStore(scope);
  const copy = (await caches.match(request.url, { cacheName: shellName })) ?? (await store.match(request.url));
  if (copy) return copy;
  try {
    return await fetchToKeep(request);
  } catch (error) {
    // A page that was saved before the last change of the site's looks: it gets the new ones.
    const name = request.url.replace(/^.*\/assets\/[0-9a-f]+\//, "");
    const files = await (await caches.open(shellName)).keys();
    const same = files.find(({ url }) => url.endsWith(`/${name}`));
    if (!same) throw error;
    return caches.match(same, { cacheName: shellName });
  }
}

/** Return a picture: from the device, else from the network, else in another size of the device. */
async function openPicture(request) {
  const store = await openStore(scope);
  const copy = await store.match(request.url);
  if (copy) return copy;
  try {
    return await fetchToKeep(request);
  } catch (error) {
    const folder = request.url.replace(/[^/]*$/, "");
    const other = (await store.keys()).find(({ url }) => url.startsWith(folder));
    if (!other) throw error;
    return store.match(other);
  }
}
