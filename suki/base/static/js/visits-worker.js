// The worker of today's visits: with a signal the page comes from the house, without one as it was last seen.
// It serves that one page and its files, nothing else, and forgets the page once somebody has signed out.
const NAME = `suki-visits-${VERSION}`;
const PAGE = new URL("./", location.href).pathname;
const PATIENCE = 6000;

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    const old = (await caches.keys()).filter((name) => name.startsWith("suki-visits-") && name !== NAME);
    await Promise.all(old.map((name) => caches.delete(name)));
    await self.clients.claim();
  })());
});

self.addEventListener("message", (event) => {
  event.waitUntil(keep(event.data).then((kept) => event.ports[0]?.postMessage(kept)));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== location.origin) return;
  if (request.mode === "navigate" && address.pathname === PAGE) event.respondWith(page(request));
  else if (/^\/(static|look)\//.test(address.pathname)) event.respondWith(file(request));
});

async function keep({ page: address, files }) {
  try {
    const cache = await caches.open(NAME);
    const known = new Set((await cache.keys()).map((each) => each.url));
    await cache.addAll(files.filter((each) => !known.has(each)));
    const answer = await fetch(address, { redirect: "manual", credentials: "same-origin" });
    if (answer.ok) await cache.put(PAGE, answer);
    return answer.ok;
  } catch {
    return Boolean(await caches.match(PAGE));
  }
}

async function page(request) {
  try {
    const answer = await soon(fetch(request));
    if (answer.ok) await (await caches.open(NAME)).put(PAGE, answer.clone());
    else if (answer.type === "opaqueredirect" || answer.status < 500) await (await caches.open(NAME)).delete(PAGE);
    return answer.status >= 500 ? ((await caches.match(PAGE)) ?? answer) : answer;
  } catch {
    return (await caches.match(PAGE)) ?? Response.error();
  }
}

async function file(request) {
  const kept = await caches.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) await (await caches.open(NAME)).put(request, answer.clone());
  return answer;
}

// A signal too weak to answer is none.
const soon = (asked) =>
  Promise.race([asked, new Promise((_, fail) => setTimeout(() => fail(new Error("no signal")), PATIENCE))]);
