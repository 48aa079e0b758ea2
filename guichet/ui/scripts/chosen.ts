/**
 * Says how many boxes of a form are ticked: `<h2 data-chosen="id of the form" data-none="…" data-one="…" data-many="%n …">`.
 * Boxes without a name of their own row (a size, an option) carry `value="1"` in the form itself and are not counted.
 * A box with `data-needs="id"` takes that other box along when ticked, and goes when it goes.
 * Without it the server says the count, and takes along what is needed.
 */
export function start(told: HTMLElement): void {
  const { chosen = "" } = told.dataset;
  const form = document.getElementById(chosen);
  if (!(form instanceof HTMLFormElement)) throw new Error("data-chosen names a form");
  const count = () => {
    const papers = new Set(rowBoxes(form).filter((box) => box.checked).map((box) => `${box.name}=${box.value}`));
    const words = papers.size === 0 ? told.dataset.none : papers.size === 1 ? told.dataset.one : told.dataset.many;
    const said = (words ?? "").replace("%n", String(papers.size));
    if (told.textContent !== said) told.textContent = said;
  };
  document.addEventListener("change", ({ target }) => {
    if (!(target instanceof HTMLInputElement) || target.form !== form) return;
    follow(target, form);
    count();
  });
  document.addEventListener("guichet:refreshed", count);
  count();
}

/** The boxes of rows, which belong to the form without standing in it. */
function rowBoxes(form: HTMLFormElement): HTMLInputElement[] {
  return [...form.elements].filter(
    (one): one is HTMLInputElement => one instanceof HTMLInputElement && one.type === "checkbox" && !form.contains(one),
  );
}

function follow(box: HTMLInputElement, form: HTMLFormElement): void {
  const boxes = rowBoxes(form);
  const { needs } = box.dataset;
  if (needs && box.checked) boxes.filter((one) => one.id === needs).forEach((one) => (one.checked = true));
  if (!box.checked) boxes.filter((one) => one.dataset.needs === box.id).forEach((one) => (one.checked = false));
}
