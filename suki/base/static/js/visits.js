// data-visits: what is said at a client's door is kept in the phone first, then sent as soon as there is a signal.
import { takeAlong } from "./visits-offline.js";
import { send } from "./visits-send.js";
import { all, drop, put } from "./visits-store.js";
import { fill, said, show } from "./visits-show.js";

const EVERY = 30_000;
const OWN = ["csrfmiddlewaretoken", "uid", "photo"];

const values = (form) => [...new FormData(form)].filter(([name]) => !OWN.includes(name));
const newUid = (form) => crypto.randomUUID?.() ?? form.elements.uid.value;

export async function start(root) {
  const user = root.dataset.user;
  const forms = [...root.querySelectorAll("form")];
  const visitOf = (form) => form.elements.visit?.value ?? "";
  const formOf = (visit) => forms.find((form) => visitOf(form) === visit);
  const waiting = async () => (await all("waiting")).sort((one, two) => one.saved.localeCompare(two.saved));
  const redraw = async (sendable = true) => show(root, await waiting(), { formOf, sendable });

  async function save(form) {
    const visit = visitOf(form);
    const photo = form.elements.photo.files[0];
    const before = (await waiting()).filter((each) => each.user === user && (visit ? each.visit === visit : each.uid === form.dataset.corrects));
    const entry = {
      uid: newUid(form), user, visit, saved: new Date().toISOString(), state: "waits",
      fields: [...values(form), ["at", new Date().toISOString()]], photo: photo ?? before.find((each) => each.photo)?.photo ?? null,
    };
    await put("waiting", entry);
    for (const each of before) await drop("waiting", each.uid);
    await drop("drafts", `${user} ${visit}`);
    form.closest("details").open = false;
    delete form.dataset.corrects;
    if (!visit) form.reset();
    await redraw();
    await flush();
  }

  async function settle(entry, answer) {
    const form = formOf(entry.visit);
    if (answer.state === "kept") {
      await drop("waiting", entry.uid);
      if (form?.elements.revision) form.elements.revision.value = answer.revision;
      if (form) said(form.closest("details"), "good", root.dataset.kept);
    } else if (["conflict", "refused"].includes(answer.state)) {
      await put("waiting", { ...entry, ...answer });
    }
  }

  async function flush() {
    await navigator.locks.request("suki-visits", { ifAvailable: true }, async (free) => {
      let sendable = true;
      for (const entry of free ? await waiting() : []) {
        if (entry.user !== user || entry.state !== "waits") continue;
        const answer = await send(entry, root.dataset.send);
        await settle(entry, answer);
        if (["waits", "sign-in"].includes(answer.state)) sendable = answer.state;
        if (sendable !== true) break;
      }
      await redraw(sendable);
    });
  }

  async function decide(entry, keep) {
    const fields = entry.fields.filter(([name]) => name !== "revision");
    fields.push(["revision", entry.theirs.revision]);
    if (keep === "both") fields.push(["as_note", "1"]);
    await put("waiting", { ...entry, fields, state: "waits", theirs: undefined });
    await flush();
  }

  for (const form of forms) {
    form.addEventListener("submit", (event) => (event.preventDefault(), save(form)));
    form.addEventListener("input", () => put("drafts", { key: `${user} ${visitOf(form)}`, fields: values(form) }));
    form.elements.photo.addEventListener("change", (event) => {
      const [photo] = event.target.files;
      form.querySelector("[data-photo-said]").textContent = photo ? `${root.dataset.photo}, ${Math.ceil(photo.size / 1024)} kB` : "";
    });
  }
  root.addEventListener("suki:decided", async (event) => decide(event.detail.entry, event.detail.keep));
  for (const draft of await all("drafts")) {
    const form = forms.find((each) => draft.key === `${user} ${visitOf(each)}`);
    if (!form) continue;
    fill(form, draft.fields);
    const begun = draft.fields.find(([name]) => name === "revision");
    if (begun) form.elements.revision.value = begun[1];
  }
  await redraw();
  await flush();
  addEventListener("online", flush);
  addEventListener("offline", () => redraw());
  setInterval(flush, EVERY);
  if (await takeAlong(root)) root.querySelector("[data-ready-said]").hidden = false;
}
