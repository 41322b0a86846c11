// data-upload: says what was chosen, and how far it has gone when a form sends it by htmx.
const size = (bytes) => (bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1000))} kB` : `${(bytes / 1e6).toFixed(1)} MB`);

export function start(room) {
  const input = room.querySelector('input[type="file"]');
  const drop = room.querySelector(".drop");
  const list = room.querySelector("[data-uploads]");

  function say() {
    list.replaceChildren(
      ...[...input.files].map((file) => {
        const line = document.createElement("li");
        const icon = drop.querySelector(".icon").cloneNode(true);
        icon.firstElementChild.setAttribute("href", icon.firstElementChild.getAttribute("href").replace(/#.*/, "#file"));
        const name = Object.assign(document.createElement("span"), { className: "cut", textContent: file.name, title: file.name });
        line.append(icon, name, Object.assign(document.createElement("span"), { className: "num faint", textContent: size(file.size) }));
        return line;
      }),
    );
  }

  input.addEventListener("change", say);
  for (const kind of ["dragenter", "dragover"]) drop.addEventListener(kind, () => drop.setAttribute("data-over", ""));
  for (const kind of ["dragleave", "drop"]) drop.addEventListener(kind, () => drop.removeAttribute("data-over"));
  input.form?.addEventListener("htmx:xhr:progress", (event) => {
    if (!event.detail.lengthComputable) return;
    for (const line of list.children) {
      const bar = line.querySelector("progress") ?? line.appendChild(Object.assign(document.createElement("progress"), { className: "progress", max: 1 }));
      bar.value = event.detail.loaded / event.detail.total;
    }
  });
}
