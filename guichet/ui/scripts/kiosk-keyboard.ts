/**
 * Our own keyboard, for every field of text of the kiosk: AZERTY, accents first, no long press. The field keeps the cursor;
 * letters go where it stands. Over an official site the same keys go to borne, which types them there. Loaded at the first touch.
 */
import { tell } from "./kiosk-borne";
import type { Board } from "./kiosk-keys";
import { show } from "./kiosk-turn";

type Field = HTMLInputElement | HTMLTextAreaElement;

const TYPES = ["text", "search", "email", "tel", "number", "url", "password"];
const DIGITS = ["numeric", "tel", "decimal"];

const root = document.documentElement;
let field: Field | null = null;
let board: Promise<Board> | null = null;

export function takesKeys(one: EventTarget | null): one is Field {
  if (one instanceof HTMLTextAreaElement) return one.dataset.keyboard !== "off" && !one.readOnly;
  return (
    one instanceof HTMLInputElement && TYPES.includes(one.type) && one.dataset.keyboard !== "off" && !one.readOnly
  );
}

function boardNow(): Promise<Board> {
  board ??= import("./kiosk-keys").then(({ build }) => build(document.body, pressed, close));
  return board;
}

/** A key of our keyboard, by the name a keyboard gives it: a letter, "Backspace", "Enter". */
function pressed(key: string): void {
  if ("away" in root.dataset) {
    tell({ do: "key", text: key });
    return;
  }
  if (!field?.isConnected) return;
  field.focus({ preventScroll: true });
  if (key === "Enter") enter(field);
  else edit(field, key);
}

function edit(one: Field, key: string): void {
  // A field of numbers or of an address tells no cursor: it is typed at its end.
  const start = one.selectionStart ?? one.value.length;
  const end = one.selectionEnd ?? one.value.length;
  const from = key === "Backspace" && start === end ? Math.max(0, start - 1) : start;
  const text = key === "Backspace" ? "" : key;
  if (one.maxLength >= 0 && one.value.length - (end - from) + text.length > one.maxLength) return;
  if (one.selectionStart === null) one.value = one.value.slice(0, from) + text;
  else one.setRangeText(text, from, end, "end");
  one.dispatchEvent(new InputEvent("input", { bubbles: true, data: text, inputType: text ? "insertText" : "deleteContentBackward" }));
}

/** A search leaves; elsewhere the next question's field, and after the last one the keyboard goes, the acts come back. */
function enter(one: Field): void {
  const key = new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true });
  if (!one.dispatchEvent(key)) return; // proposals below the field took it
  if (one instanceof HTMLTextAreaElement) {
    edit(one, "\n");
    return;
  }
  one.dispatchEvent(new Event("change", { bubbles: true }));
  if (one.type === "search" || one.dataset.keyboardGo) {
    one.form?.requestSubmit();
    close();
    return;
  }
  const fields = [...(one.form?.elements ?? [])].filter(takesKeys).filter((other) => other.offsetParent !== null);
  const next = fields[fields.indexOf(one) + 1];
  if (next) next.focus();
  else close();
}

async function open(one: Field): Promise<void> {
  field = one;
  const keys = await boardNow();
  if (field !== one) return;
  const isNumber = DIGITS.includes(one.inputMode) || ["tel", "number"].includes(one.type) || one.dataset.keyboard === "digits";
  keys.show(isNumber ? "numbers" : "letters", goWord(one));
  root.dataset.typing = "";
  requestAnimationFrame(() => show((one.closest(".field") ?? one).getBoundingClientRect(), one));
}

function goWord(one: Field): string {
  if (one instanceof HTMLTextAreaElement) return "À la ligne";
  return one.dataset.keyboardGo ?? (one.type === "search" ? "Chercher" : "Suivant");
}

function close(): void {
  if ("away" in root.dataset) {
    // The bar has a button for the same keys: it puts them away, and tells borne.
    window.dispatchEvent(new CustomEvent("borne", { detail: { kind: "edit", on: false } }));
    return;
  }
  field?.blur();
  field = null;
  delete root.dataset.typing;
  void board?.then((keys) => keys.hide());
}

/** The keys over an official site: borne makes room for them. */
export function keysForSite(isOn: boolean): void {
  if (!("away" in root.dataset)) return;
  tell({ do: "keyboard", on: isOn });
  if (isOn) void boardNow().then((keys) => keys.show("letters", "Entrée"));
  else void board?.then((keys) => keys.hide());
}

export function startKeyboard(): void {
  document.addEventListener("focusin", ({ target }) => {
    if (takesKeys(target)) void open(target);
  });
  // A touch elsewhere puts the keyboard away; a touch on a key, or beside the keys, does not.
  document.addEventListener("focusout", ({ relatedTarget }) => {
    setTimeout(() => {
      if (!field || takesKeys(document.activeElement)) return;
      if (relatedTarget instanceof Element && relatedTarget.closest(".kiosk-keys")) return;
      close();
    });
  });
  if (takesKeys(document.activeElement)) void open(document.activeElement);
}
