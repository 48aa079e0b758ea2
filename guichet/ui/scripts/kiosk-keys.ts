/** The keys themselves: simple-keyboard draws and presses them, in our layouts, with our words and our styles. */
import Keyboard from "simple-keyboard";

export type Layout = "letters" | "numbers";

export interface Board {
  show: (layout: Layout, go: string) => void;
  hide: () => void;
}

/** Accents first; the second row is where a French keyboard has it. */
const LAYOUTS = {
  default: [
    "é è à ç ù ê î ô œ ’ -",
    "a z e r t y u i o p",
    "q s d f g h j k l m",
    "{shift} w x c v b n {backspace}",
    "{signs} {hide} @ {space} . {go}",
  ],
  shift: [
    "É È À Ç Ù Ê Î Ô Œ ’ _",
    "A Z E R T Y U I O P",
    "Q S D F G H J K L M",
    "{shift} W X C V B N {backspace}",
    "{signs} {hide} @ {space} . {go}",
  ],
  signs: [
    "â ä ë ï ö û ü ÿ æ ° €",
    "1 2 3 4 5 6 7 8 9 0",
    "@ & ( ) / : ; ! ? +",
    "_ - ' \" = # * , {backspace}",
    "{letters} {hide} @ {space} . {go}",
  ],
  numbers: ["1 2 3", "4 5 6", "7 8 9", "{backspace} 0 {go}", "{letters} {hide} + , ."],
};

const NAMES: Record<string, string> = {
  "{shift}": "Majuscules",
  "{backspace}": "Effacer le dernier caractère",
  "{signs}": "123, chiffres et signes",
  "{letters}": "Lettres",
  "{hide}": "Ranger le clavier",
  "{space}": "Espace",
  ".": "point",
  ",": "virgule",
  "’": "apostrophe",
  "'": "apostrophe droite",
  "-": "tiret",
  _: "tiret bas",
  "@": "arobase",
  "/": "barre oblique",
  ":": "deux-points",
  ";": "point-virgule",
  "!": "point d’exclamation",
  "?": "point d’interrogation",
  "(": "parenthèse ouvrante",
  ")": "parenthèse fermante",
  '"': "guillemets",
  "&": "et commercial",
  "#": "dièse",
  "*": "étoile",
  "+": "plus",
  "=": "égale",
  "°": "degré",
  "€": "euro",
};

/** Tabler's outlines, as `{% icon %}` draws them: the keys are made here, not by a template. */
const ICONS: Record<string, string> = {
  "{backspace}": "M20 6a1 1 0 0 1 1 1v10a1 1 0 0 1 -1 1h-11l-5 -5a1.5 1.5 0 0 1 0 -2l5 -5z M12 10l4 4m0 -4l-4 4",
  "{shift}": "M9 20v-8h-3.586a1 1 0 0 1 -.707 -1.707l6.586 -6.586a1 1 0 0 1 1.414 0l6.586 6.586a1 1 0 0 1 -.707 1.707h-3.586v8a1 1 0 0 1 -1 1h-4a1 1 0 0 1 -1 -1z",
  "{hide}": "M4 3h16a2 2 0 0 1 2 2v8a2 2 0 0 1 -2 2h-16a2 2 0 0 1 -2 -2v-8a2 2 0 0 1 2 -2z M6 7h.01 M10 7h.01 M14 7h.01 M18 7h.01 M6 11h.01 M18 11h.01 M10 11h4 M10 21l2 -2l2 2",
};

const drawn = (key: string): string =>
  `<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="${ICONS[key] ?? ""}"/></svg>`;

type Shift = "off" | "once" | "locked";
const NEXT_SHIFT: Record<Shift, Shift> = { off: "once", once: "locked", locked: "off" };

export function build(host: HTMLElement, press: (key: string) => void, hide: () => void): Board {
  const box = document.createElement("div");
  box.className = "kiosk-keys";
  box.setAttribute("role", "region");
  box.setAttribute("aria-label", "Clavier");
  box.hidden = true;
  const inside = document.createElement("div");
  inside.className = "kiosk-keys__rows"; // the library refuses a box without a class
  box.append(inside);
  host.querySelector(".kiosk-dock")?.before(box);
  if (!box.isConnected) host.append(box);
  // The field keeps the cursor: a key is pressed, never focused.
  for (const kind of ["mousedown", "pointerdown"]) box.addEventListener(kind, (event) => event.preventDefault());

  let shift: Shift = "off";
  const lay = (name: keyof typeof LAYOUTS) => {
    keyboard.setOptions({ layoutName: name });
    box.classList.toggle("kiosk-keys--numbers", name === "numbers");
    const key = box.querySelector<HTMLElement>('[data-skbtn="{shift}"]');
    key?.setAttribute("aria-pressed", String(shift !== "off"));
    key?.classList.toggle("key-on", shift === "locked");
  };
  const turn = (to: Shift) => {
    shift = to;
    lay(shift === "off" ? "default" : "shift");
  };
  const keys: Record<string, () => void> = {
    "{shift}": () => turn(NEXT_SHIFT[shift]),
    "{signs}": () => lay("signs"),
    "{letters}": () => turn("off"),
    "{backspace}": () => press("Backspace"),
    "{space}": () => press(" "),
  };
  // These may put the keys away: what lies behind them must not get the end of the touch.
  const atTheEnd: Record<string, () => void> = { "{hide}": hide, "{go}": () => press("Enter") };
  box.addEventListener("click", ({ target }) => {
    const key = (target as Element).closest<HTMLElement>("[data-skbtn]")?.dataset.skbtn ?? "";
    atTheEnd[key]?.();
  });
  const keyboard = new Keyboard(inside, {
    layout: LAYOUTS,
    layoutName: "default",
    display: display("Suivant"),
    buttonTheme: [
      { class: "key-accent", buttons: `${LAYOUTS.default[0]} ${LAYOUTS.shift[0]} ${LAYOUTS.signs[0]}` },
      { class: "key-wide", buttons: "{shift} {backspace} {signs} {letters} {hide}" },
      { class: "key-space", buttons: "{space}" },
      { class: "key-go", buttons: "{go}" },
    ],
    buttonAttributes: Object.entries(NAMES).map(([key, value]) => ({ attribute: "aria-label", value, buttons: key })),
    activeButtonClass: "key-down",
    useButtonTag: true,
    preventMouseDownDefault: true,
    disableButtonHold: true,
    onKeyPress: (key) => {
      if (key in atTheEnd) return;
      const special = keys[key];
      if (special) special();
      else press(key);
      if (!special && shift === "once") turn("off");
    },
  });
  return {
    show: (layout, go) => {
      keyboard.setOptions({ display: display(go) });
      shift = "off";
      lay(layout === "numbers" ? "numbers" : "default");
      box.hidden = false;
    },
    hide: () => (box.hidden = true),
  };
}

function display(go: string): Record<string, string> {
  return {
    "{shift}": drawn("{shift}"),
    "{backspace}": drawn("{backspace}"),
    "{hide}": drawn("{hide}"),
    "{signs}": "123",
    "{letters}": "abc",
    "{space}": "espace",
    "{go}": go,
  };
}
