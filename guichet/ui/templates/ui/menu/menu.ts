/** A `<details>` that behaves like a menu: Escape closes it and gives the focus back, a press elsewhere closes it. */
export function start(root: HTMLElement): void {
  if (!(root instanceof HTMLDetailsElement)) throw new Error("data-menu is a details");
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !root.open) return;
    root.open = false;
    root.querySelector("summary")?.focus();
  });
  document.addEventListener("click", ({ target }) => {
    if (target instanceof Node && !root.contains(target)) root.open = false;
  });
}
