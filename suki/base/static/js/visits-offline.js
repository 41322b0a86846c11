// Lets the page of today's visits open without a signal: the worker is given everything that this page was made of.
const active = (registration) =>
  new Promise((done) => {
    const worker = registration.installing ?? registration.waiting ?? registration.active;
    const look = () => worker.state === "activated" && done(worker);
    worker.addEventListener("statechange", look);
    look();
  });

export async function takeAlong(root) {
  if (!("serviceWorker" in navigator)) return false;
  const registration = await navigator.serviceWorker.register(root.dataset.worker, { scope: root.dataset.scope, updateViaCache: "none" });
  const worker = await active(registration);
  const files = performance.getEntriesByType("resource").map((each) => each.name);
  const page = new URL(root.dataset.scope, location.href).href;
  const ours = files.filter((name) => /^\/(static|look)\//.test(new URL(name).pathname) && name.startsWith(location.origin));
  return new Promise((done) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = (event) => done(event.data);
    worker.postMessage({ page, files: [...new Set(ours)] }, [channel.port2]);
  });
}

// Whoever signs out leaves no page behind. What still waits to be sent stays until they come back.
export async function start() {
  if (!("caches" in window)) return;
  for (const name of await caches.keys()) if (name.startsWith("suki-visits-")) await caches.delete(name);
}
