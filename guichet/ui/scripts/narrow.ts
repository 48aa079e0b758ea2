/**
 * A list that is whole on the page, narrowed by what one types: `<div data-narrow="id of the list" hidden>` around a
 * search field and a `role="status"`. Each `[data-words]` of the list stays when it holds every word typed, accents or
 * not; a `[data-group]` left without any goes too. A box out of sight keeps its tick. Enter and ↓ go to the first row.
 * Without it the field stays hidden and the list is simply whole.
 */
const fold = (text: string): string =>
  text.normalize("NFKD").replace(/\p{M}/gu, "").replaceAll("œ", "oe").replaceAll("Œ", "oe").toLowerCase();

export function start(root: HTMLElement): void {
  const list = document.getElementById(root.dataset.narrow ?? "");
  const input = root.querySelector<HTMLInputElement>("input[type=search]");
  if (!list || !input) throw new Error("data-narrow names a list, and holds a search field");
  const rows = [...list.querySelectorAll<HTMLElement>("[data-words]")];
  const groups = [...list.querySelectorAll<HTMLElement>("[data-group]")];
  const status = root.querySelector("[role=status]");
  root.removeAttribute("hidden");

  const narrow = (): void => {
    const typed = fold(input.value).split(/\s+/).filter(Boolean);
    for (const row of rows) row.hidden = !typed.every((word) => fold(row.dataset.words ?? "").includes(word));
    for (const group of groups) group.hidden = !group.querySelector("[data-words]:not([hidden])");
    const left = rows.filter((row) => !row.hidden).length;
    if (status) status.textContent = (left === 1 ? root.dataset.one : root.dataset.many)?.replace("%n", String(left)) ?? "";
  };
  input.addEventListener("input", narrow);
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== "ArrowDown") return;
    event.preventDefault(); // Enter would send the form that holds the field
    rows.find((row) => !row.hidden)?.querySelector<HTMLElement>("a, button, input")?.focus();
  });
  narrow(); // "back" shows the page with what was typed
}
