// Keeps the page that checks cards, its public keys and the list of withdrawn cards, so that they work offline.
// The page is fetched without cookies: what is kept on a device never shows who was signed in.
const STORE = "nssf-verify";
const PAGE = "/verify/";
const PAGES = [`${PAGE}?lang=km`, `${PAGE}?lang=en`];
const LIST = "/.well-known/nssf-card-revocations";
const LANGUAGE = "/verify/language";

const bare = (address) => fetch(address, { credentials: "omit", cache: "no-cache" });
const named = (html) => [...html.matchAll(/"(\/static\/[^"?#]+)"/g)].map(([, path]) => path);
const fonts = (css, base) => [...css.matchAll(/url\("?([^")]+)"?\)/g)].map(([, path]) => new URL(path, base).pathname);

async function keep(store, address) {
  const answer = await bare(address);
  if (answer.ok) await store.put(address, answer.clone());
  return answer.ok ? answer : null;
}

async function refresh() {
  const store = await caches.open(STORE);
  const files = new Set();
  for (const page of PAGES) {
    const answer = await keep(store, page);
    if (answer) for (const path of named(await answer.text())) files.add(path);
  }
  for (const path of [...files].filter((name) => name.endsWith(".css"))) {
    const answer = await keep(store, path);
    if (answer) for (const font of fonts(await answer.text(), new URL(path, location.origin))) files.add(font);
  }
  for (const path of files) if (!(await store.match(path))) await keep(store, path);
  await keep(store, LIST);
  if (!files.size) return;
  for (const request of await store.keys()) {
    const { pathname } = new URL(request.url);
    if (pathname.startsWith("/static/") && !files.has(pathname)) await store.delete(request);
  }
}

async function page(request) {
  const store = await caches.open(STORE);
  const asked = new URL(request.url).searchParams.get("lang");
  try {
    const answer = await fetch(request);
    const language = answer.headers.get("Content-Language");
    if (language) await store.put(LANGUAGE, new Response(language));
    return answer;
  } catch (offline) {
    const last = await store.match(LANGUAGE);
    const language = asked || (last ? await last.text() : "km");
    const kept = await store.match(`${PAGE}?lang=${language}`, { ignoreVary: true });
    if (kept) return kept;
    throw offline;
  }
}

async function fresh(request) {
  const store = await caches.open(STORE);
  try {
    const answer = await fetch(request);
    if (answer.ok) await store.put(request, answer.clone());
    return answer;
  } catch (offline) {
    const kept = await store.match(request, { ignoreVary: true });
    if (kept) return kept;
    throw offline;
  }
}

const file = async (request) => (await (await caches.open(STORE)).match(request, { ignoreVary: true })) || fetch(request);

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(refresh());
});
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("message", (event) => {
  if (event.data === "refresh") event.waitUntil(refresh().catch(() => {}));
});
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (url.pathname === LIST) event.respondWith(fresh(request));
  else if (url.pathname.startsWith("/static/")) event.respondWith(file(request));
});
