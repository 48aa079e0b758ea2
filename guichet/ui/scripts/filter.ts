/**
 * A list that follows what one types: `<form data-filter="id of the list" data-src="/liste/" data-with="id of a form">`.
 * The list is asked again from the server, with what is ticked in the other form, so that nothing chosen gets lost.
 * Enter and ↓ go to its first row. The fragment says what it holds in `data-told`, which the form's status repeats.
 * Without it the form asks for the whole page.
 */
const PAUSE_MS = 150;

export function start(form: HTMLElement): void {
  const { filter = "", src, with: beside = "" } = form.dataset;
  const list = document.getElementById(filter);
  const input = form.querySelector<HTMLInputElement>("input[type=search]");
  if (!(form instanceof HTMLFormElement) || !list || !input || !src) {
    throw new Error("data-filter is a search form with data-src and the id of a list");
  }
  let asking = new AbortController();
  let timer = 0;
  let shown = input.value;

  const refresh = async (): Promise<void> => {
    window.clearTimeout(timer);
    if (input.value === shown) return;
    asking.abort();
    asking = new AbortController();
    const typed = input.value;
    const answer = await fetch(`${src}${src.includes("?") ? "&" : "?"}${wanted(form, beside)}`, { signal: asking.signal });
    if (!answer.ok) return;
    list.innerHTML = await answer.text(); // our own escaped template, nothing else
    list.scrollTop = 0;
    shown = typed;
    say(form, list);
    list.dispatchEvent(new CustomEvent("guichet:refreshed", { bubbles: true }));
  };
  // No network, or a newer question: Enter still asks for the whole page.
  const softly = () => refresh().catch(() => undefined);

  input.addEventListener("input", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void softly(), PAUSE_MS);
  });
  const enter = (event: Event): void => {
    event.preventDefault();
    void softly().then(() => {
      if (input.value === shown) firstRow(list)?.focus();
      else form.submit();
    });
  };
  form.addEventListener("submit", enter);
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") enter(event);
  });
}

function wanted(form: HTMLFormElement, beside: string): URLSearchParams {
  const asked = new URLSearchParams();
  for (const [name, value] of new FormData(form)) asked.append(name, String(value));
  const other = document.getElementById(beside);
  const boxes = other instanceof HTMLFormElement ? [...other.elements] : [];
  for (const box of boxes) {
    if (box instanceof HTMLInputElement && box.type === "checkbox" && box.checked) asked.append(box.name, box.value);
  }
  return asked;
}

function say(form: HTMLElement, list: HTMLElement): void {
  const status = form.querySelector("[role=status]");
  if (status) status.textContent = list.querySelector("[data-told]")?.textContent ?? "";
}

function firstRow(list: HTMLElement): HTMLElement | null {
  return list.querySelector<HTMLElement>("[data-row] :is(a, button, input)");
}
