/**
 * `<form data-submits>`: what is ticked is sent at once, by the form itself; the page comes back with the cursor where it
 * was. Without it the form's own button sends it.
 */
export function start(form: HTMLElement): void {
  if (!(form instanceof HTMLFormElement)) throw new Error("data-submits is a form");
  form.classList.add("js-submits");
  form.addEventListener("change", () => form.requestSubmit());
}
