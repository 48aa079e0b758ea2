/** `data-print`: a button that prints the page. Hidden by its template when scripts do not run. */
export function start(button: HTMLElement): void {
  button.addEventListener("click", () => window.print());
}
