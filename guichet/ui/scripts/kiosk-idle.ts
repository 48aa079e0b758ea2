/**
 * `<dialog data-warning>`: nobody has touched the screen for `data-idle-seconds` less thirty, and it asks. Stay, keep under
 * a code (when the page has a `form[data-keep-url]`), or end; at zero the session ends. While a person touches, the server hears
 * so, at most every fifteen seconds. While an official site is open, borne counts instead (`kiosk-bar.ts`).
 */
import { hear, post, tell } from "./kiosk-borne";

const WARNED = 30;
const TOLD_EVERY = 15_000;
const SPOKEN = [20, 10, 5];

export function start(dialog: HTMLElement): void {
  const root = document.documentElement;
  const limit = Number(root.dataset.idleSeconds) * 1000;
  if (!(dialog instanceof HTMLDialogElement)) throw new Error("data-warning is a dialog");
  const seconds = dialog.querySelector<HTMLElement>("[data-seconds]");
  const ring = dialog.querySelector<SVGElement>("[data-ring]");
  const told = dialog.querySelector<HTMLElement>("[data-told]");
  const end = dialog.querySelector<HTMLFormElement>("form[data-end-idle]");
  const isAway = () => "away" in root.dataset;
  let touched = Date.now();
  let lastTold = Date.now();
  let isOver = false;

  const present = () => {
    tell({ do: "stay" });
    lastTold = Date.now();
    if (root.dataset.presentUrl) post(root.dataset.presentUrl).catch(() => undefined); // no network: the page counts alone
  };
  const touch = () => {
    if (dialog.open) return; // only its own buttons answer
    touched = Date.now();
    if (touched - lastTold >= TOLD_EVERY) present();
  };
  const stay = () => {
    dialog.close();
    touched = Date.now();
    present();
  };
  const count = () => {
    if (isOver || isAway() || !limit) return;
    const left = Math.ceil((limit - (Date.now() - touched)) / 1000);
    if (left > WARNED) return;
    if (!dialog.open) open(dialog);
    if (seconds) seconds.textContent = String(Math.max(0, left));
    ring?.style.setProperty("--left", String(Math.max(0, left)));
    if (told && SPOKEN.includes(left)) told.textContent = (told.dataset.words ?? "").replace("%n", String(left));
    if (left > 0) return;
    isOver = true;
    if (end) end.append(hidden("why", "idle"));
    end?.requestSubmit();
  };

  for (const kind of ["pointerdown", "keydown", "input"]) document.addEventListener(kind, touch, { passive: true });
  dialog.querySelector("[data-stay]")?.addEventListener("click", stay);
  dialog.querySelector("[data-keep]")?.addEventListener("click", keep);
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    stay();
  });
  hear("left", () => (touched = Date.now()));
  setInterval(count, 250);
}

const draft = () => document.querySelector<HTMLFormElement>("form[data-keep-url]");

function open(dialog: HTMLDialogElement): void {
  const hasDraft = draft() !== null;
  dialog.querySelector<HTMLElement>("[data-keep]")?.toggleAttribute("hidden", !hasDraft);
  dialog.querySelector<HTMLElement>("[data-with-draft]")?.toggleAttribute("hidden", !hasDraft);
  dialog.querySelector<HTMLElement>("[data-without-draft]")?.toggleAttribute("hidden", hasDraft);
  dialog.showModal();
}

/** The half-filled form leaves as it is: what is missing or wrong is for later. */
function keep(): void {
  const form = draft();
  if (!form) return;
  if (form.dataset.keepUrl) form.action = form.dataset.keepUrl;
  form.method = "post";
  form.append(hidden("garder", "1"));
  form.submit();
}

function hidden(name: string, value: string): HTMLInputElement {
  const field = document.createElement("input");
  field.type = "hidden";
  field.name = name;
  field.value = value;
  return field;
}
