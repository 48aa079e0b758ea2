/**
 * `<form data-end>`: the server ends the session, then borne kills the browser, wipes what it held and starts again. In a
 * plain browser the form just leaves. Without network the wiping happens all the same.
 */
import { hasBorne, post, tell } from "./kiosk-borne";

const PATIENCE_MS = 2000;

export function start(form: HTMLElement): void {
  if (!(form instanceof HTMLFormElement)) throw new Error("data-end is a form");
  form.addEventListener("submit", (event) => {
    if (!hasBorne()) return;
    event.preventDefault();
    const late = new Promise((over) => setTimeout(over, PATIENCE_MS));
    void Promise.race([post(form.action, fieldsOf(form)).catch(() => undefined), late]).then(() => tell({ do: "end" }));
  });
}

function fieldsOf(form: HTMLFormElement): Record<string, string> {
  return Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)]));
}
