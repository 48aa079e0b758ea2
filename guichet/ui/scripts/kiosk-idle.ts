/**
 * `<dialog data-warning>`: nobody has touched the screen for `data-idle-seconds` less thirty, and it asks. Stay, keep under
 * a code (the page's `form[data-keep-url]`, else the draft at the dialog's `data-keep-url`), or end; at zero the session
 * ends. While a person touches, the server hears so, at most every fifteen seconds. While an official site is open, borne
 * counts instead (`kiosk-bar.ts`). A page with `data-unused` waits for somebody: it counts from the first touch, and until
 * then takes its place again from time to time, so that its hour is right.
 */
import { hear, post, tell } from "./kiosk-borne";

const WARNED = 30;
const TOLD_EVERY = 15_000;
const RENEWED_EVERY = 600_000;
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
  let touched = performance.now(); // a clock that is set at the machine's start must not end a session
  let lastTold = touched;
  let isOver = false;
  let isWaiting = "unused" in root.dataset;

  const present = () => {
    tell({ do: "stay" });
    lastTold = performance.now();
    if (root.dataset.presentUrl) post(root.dataset.presentUrl).catch(() => undefined); // no network: the page counts alone
  };
  const touch = () => {
    if (dialog.open) return; // only its own buttons answer
    touched = performance.now();
    if (!isWaiting && touched - lastTold < TOLD_EVERY) return;
    isWaiting = false;
    present();
  };
  const stay = () => {
    dialog.close();
    touched = performance.now();
    present();
  };
  const wait = () => {
    if (performance.now() - touched < RENEWED_EVERY) return;
    touched = performance.now();
    void renew(root.dataset.homeUrl ?? "", () => isWaiting);
  };
  const count = () => {
    if (isOver || isAway()) return;
    if (isWaiting) return wait();
    if (!limit) return;
    const left = Math.ceil((limit - (performance.now() - touched)) / 1000);
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
  dialog.querySelector("[data-keep]")?.addEventListener("click", () => {
    isOver = keep(dialog); // at zero the end would leave against it
  });
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    stay();
  });
  hear("left", () => (touched = performance.now()));
  setInterval(count, 250);
}

const draft = () => document.querySelector<HTMLFormElement>("form[data-keep-url]");

function open(dialog: HTMLDialogElement): void {
  const hasDraft = draft() !== null || Boolean(dialog.dataset.keepUrl);
  dialog.querySelector<HTMLElement>("[data-keep]")?.toggleAttribute("hidden", !hasDraft);
  dialog.querySelector<HTMLElement>("[data-with-draft]")?.toggleAttribute("hidden", !hasDraft);
  dialog.querySelector<HTMLElement>("[data-without-draft]")?.toggleAttribute("hidden", hasDraft);
  dialog.showModal();
}

/** The half-filled form leaves as it is: what is missing or wrong is for later. Beside it, the draft's codes are shown. */
function keep({ dataset }: HTMLElement): boolean {
  const form = draft();
  if (!form && dataset.keepUrl) location.assign(dataset.keepUrl);
  if (!form) return Boolean(dataset.keepUrl);
  if (form.dataset.keepUrl) form.action = form.dataset.keepUrl;
  form.method = "post";
  form.append(hidden("garder", "1"));
  form.submit();
  return true;
}

/** The first screen anew, if the server answers and nobody came meanwhile. */
async function renew(address: string, isWaiting: () => boolean): Promise<void> {
  const answer = await fetch(address, { method: "HEAD" }).catch(() => null);
  if (answer?.ok && isWaiting()) location.replace(address);
}

function hidden(name: string, value: string): HTMLInputElement {
  const field = document.createElement("input");
  field.type = "hidden";
  field.name = name;
  field.value = value;
  return field;
}
