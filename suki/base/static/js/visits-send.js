// Sends one visit that waited in the phone; says what became of it: kept, conflict, refused, sign-in, or still waits.
const cookie = () => /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1];
const proof = () => cookie() ?? document.querySelector('meta[name="csrf"]')?.content ?? "";

export async function send(entry, address) {
  const body = new FormData();
  body.append("uid", entry.uid);
  for (const [name, value] of entry.fields) body.append(name, value);
  if (entry.photo) body.append("photo", entry.photo, entry.photo.name ?? "photo.jpg");
  const headers = { "X-CSRFToken": proof(), Accept: "application/json" };
  let answer;
  try {
    answer = await fetch(address, { method: "POST", body, headers, redirect: "manual" });
  } catch {
    return { state: "waits" };
  }
  if (answer.type === "opaqueredirect" || answer.status === 403) return { state: "sign-in" };
  if ([200, 409, 422].includes(answer.status)) return answer.json();
  return answer.status >= 400 && answer.status < 500 ? { state: "refused", problems: [] } : { state: "waits" };
}
