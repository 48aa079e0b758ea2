/**
 * The agent's keyboard. J and K, and the arrows once in a row, walk the rows of `data-list`; Enter opens (it is a link) or
 * the space bar ticks (it is a box); `/` goes to the search, `?` opens the help, and one letter presses what carries it
 * in `data-key`: in the current row first, then on the page outside the rows, so that no letter acts on a row unseen.
 * `data-then="id"` beside it says where the cursor stands after.
 * Escape leaves a field, so that letters are keys again. One-letter shortcuts can be switched off (WCAG 2.1.4): the choice stays on this workstation.
 */
const OFF = "guichet-shortcuts-off";

const typing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.matches("textarea, select, input:not([type=checkbox], [type=radio])"));

function rowLink(row: Element | undefined): HTMLElement | null {
  return row?.querySelector<HTMLElement>("a, button, input:not([type=hidden])") ?? null;
}

function walk(step: 1 | -1): void {
  const rows = [...document.querySelectorAll("[data-list] [data-row]")].filter((row) => !row.closest("[hidden]"));
  const here = rows.findIndex((row) => row.contains(document.activeElement));
  const next = here < 0 ? 0 : Math.min(Math.max(here + step, 0), rows.length - 1);
  rowLink(rows[next])?.focus();
}

/** In a field that is empty and says so (`data-digits`), a figure is a key: 1 to 6 choose what is asked most. */
function pressesDigit(event: KeyboardEvent): boolean {
  const field = event.target;
  const isEmpty = field instanceof HTMLInputElement && "digits" in field.dataset && field.value === "";
  return isEmpty && /^[1-9]$/.test(event.key) && press(event.key);
}

/** A box is ticked without the cursor leaving its row: a press on the label would take it there. */
function boxOf(target: HTMLElement): HTMLElement {
  const held = target instanceof HTMLLabelElement ? target.control : null;
  return held?.matches("[type=checkbox]") ? held : target;
}

function press(key: string): boolean {
  const row = document.activeElement?.closest("[data-row]");
  const wanted = `[data-key="${CSS.escape(key)}"]`;
  const onPage = [...document.querySelectorAll<HTMLElement>(wanted)].find((one) => !one.closest("[data-row]"));
  const target = row?.querySelector<HTMLElement>(wanted) ?? onPage;
  if (!target) return false;
  if (target.matches("input, textarea, select")) target.focus();
  else boxOf(target).click();
  const { then } = target.dataset;
  if (then) document.getElementById(then)?.focus();
  return true;
}

/** Adds this page's own letters to the help, in the words of their buttons. */
function openHelp(dialog: HTMLDialogElement): void {
  const list = dialog.querySelector("[data-shortcuts-list]");
  list?.querySelectorAll("[data-of-page]").forEach((old) => old.remove());
  const told = new Set<string>();
  document.querySelectorAll<HTMLElement>("[data-key]").forEach((target) => {
    const key = target.dataset.key ?? "";
    if (told.has(key)) return;
    told.add(key);
    const line = document.createElement("div");
    line.dataset.ofPage = "";
    const [term, words] = [document.createElement("dt"), document.createElement("dd")];
    const cap = document.createElement("kbd");
    cap.className = "kbd";
    cap.textContent = key.toUpperCase();
    term.append(cap);
    words.textContent = target.getAttribute("aria-label") ?? target.querySelector("span:not(:has(*))")?.textContent ?? "";
    line.append(term, words);
    list?.append(line);
  });
  dialog.showModal();
}

export function start(root: HTMLElement): void {
  if (!(root instanceof HTMLDialogElement)) throw new Error("data-shortcuts is a dialog");
  const onOff = root.querySelector<HTMLInputElement>("[data-shortcuts-switch]");
  if (onOff) onOff.checked = localStorage.getItem(OFF) === null;
  onOff?.addEventListener("change", () => {
    if (onOff.checked) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "1");
  });
  const acts: Record<string, () => boolean | void> = {
    j: () => walk(1),
    k: () => walk(-1),
    "/": () => document.querySelector<HTMLInputElement>("[data-search]")?.focus(),
    "?": () => openHelp(root),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.key === "Escape" && typing(event.target)) (event.target as HTMLElement).blur();
    if (pressesDigit(event)) {
      event.preventDefault();
      return;
    }
    if (typing(event.target) || document.querySelector("dialog[open]")) return;
    const arrow = { ArrowDown: 1, ArrowUp: -1 }[event.key] as 1 | -1 | undefined;
    if (arrow && document.activeElement?.closest("[data-row]")) {
      walk(arrow);
      event.preventDefault();
      return;
    }
    const key = event.key.toLowerCase();
    const off = localStorage.getItem(OFF) !== null;
    if (key.length !== 1 || (off && key !== "?")) return; // the help stays: that is where they come back
    const act = acts[key];
    if (act ? act() !== false : press(key)) event.preventDefault();
  });
}
