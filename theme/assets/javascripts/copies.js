// Copies of pages that stay on the device, one store for each edition. The service worker keeps the
// pages that someone visits; the page "offline" keeps them all.

const SAVED_ON = "x-wegweiser-saved-on";
const DIGEST = "x-wegweiser-digest";

/** Return the name of the store of an edition, by its address. */
export const storeName = (edition) => `wegweiser ${new URL(edition).pathname}`;

export const openStore = (edition) => caches.open(storeName(edition));

/** Return when a copy was made (ISO 8601), or null. */
export const savedOn = (copy) => copy.headers.get(SAVED_ON);

/** Return the digest of what a copy holds: the first twelve digits of its SHA-256. */
export const digestOf = (copy) => copy.headers.get(DIGEST);

/** Return an address as the key of a copy: what follows `?` and `#` makes no other page. */
export const keyOf = (address) => address.replace(/[?#].*$/s, "");

/** Return a copy of a response, which says when it was made and what it holds. */
export async function copyOf(response) {
  const body = await response.arrayBuffer();
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", body)).slice(0, 6);
  const headers = new Headers({ "content-type": response.headers.get("content-type") ?? "" });
  headers.set(SAVED_ON, new Date().toISOString());
  headers.set(DIGEST, [...hash].map((byte) => byte.toString(16).padStart(2, "0")).join(""));
  return new Response(body, { headers });
}
