// data-money: groups the digits when the field is left, so that a missing or surplus zero is seen. The server decides.
export function start(field) {
  const input = field.querySelector("input");
  const { decimal, grouping } = field.dataset;
  input.addEventListener("change", () => {
    const plain = input.value.replaceAll(grouping, "").replace(/\s/g, "");
    const [whole, fraction] = plain.split(decimal);
    const regrouped = input.value.includes(grouping) && input.value.split(decimal)[0].split(grouping).slice(1).some((part) => part.length !== 3);
    if (!/^[-−]?\d+$/.test(whole) || regrouped) return;
    const grouped = whole.replace(/\B(?=(\d{3})+$)/g, grouping);
    input.value = fraction === undefined ? grouped : `${grouped}${decimal}${fraction}`;
  });
}
