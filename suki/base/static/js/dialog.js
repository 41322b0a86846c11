// data-opens="id": opens that dialog; without scripts the link beneath leads to a page that asks the same.
export function start(opener) {
  opener.addEventListener("click", (event) => {
    const dialog = document.getElementById(opener.dataset.opens);
    if (!dialog) return;
    event.preventDefault();
    dialog.showModal();
  });
}
