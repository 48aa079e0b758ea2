/**
 * `<div data-bar hidden>`: the strip below an official site. borne says that a site is in front; the page then shows this
 * strip alone: whose site it is, what one may do, what was received, the countdown, a message.
 */
import { hear, type Order, tell } from "./kiosk-borne";
import { keysForSite } from "./kiosk-keyboard";

const PANELS = ["idle", "message", "download", "site"] as const; // the first that has something to say is shown
type Panel = (typeof PANELS)[number];
const MESSAGE_MS = 12_000;

export function start(bar: HTMLElement): void {
  const root = document.documentElement;
  const saying = new Set<Panel>(["site"]);
  const part = (name: string) => bar.querySelector<HTMLElement>(`[data-bar-${name}]`);
  const put = (name: string, text: string) => {
    const one = part(name);
    if (one) one.textContent = text;
  };
  const say = (panel: Panel, isOn: boolean) => {
    if (isOn) saying.add(panel);
    else saying.delete(panel);
    const shown = PANELS.find((one) => saying.has(one));
    for (const one of PANELS) bar.querySelector(`[data-panel=${one}]`)?.toggleAttribute("hidden", one !== shown);
  };
  let hushed = 0;
  const message = (text: string) => {
    if (bar.hidden) return notice(text);
    put("message", text);
    say("message", text !== "");
    window.clearTimeout(hushed);
    hushed = window.setTimeout(say, MESSAGE_MS, "message", false);
  };
  const typing = (isOn: boolean) => {
    keysForSite(isOn);
    bar.querySelector("[data-do=keyboard]")?.setAttribute("aria-pressed", String(isOn));
  };
  const enter = (host: string, whose: string, name: string) => {
    put("whose", whose || name);
    put("host", host);
    root.dataset.away = "";
    bar.hidden = false;
  };
  const leave = () => {
    const unread = saying.has("message") ? (part("message")?.textContent ?? "") : "";
    typing(false);
    for (const panel of ["idle", "message", "download"] as const) say(panel, false);
    part("clock")?.setAttribute("hidden", "");
    delete root.dataset.away;
    bar.hidden = true;
    if (unread) notice(unread);
  };

  hear("site", ({ host, whose, name }) => enter(host, whose, name));
  hear("left", leave);
  hear("edit", ({ on }) => typing(on));
  hear("idle", ({ left }) => {
    put("seconds", String(left));
    say("idle", true);
  });
  hear("awake", () => say("idle", false));
  hear("download", ({ name, pages }) => {
    const words = part("download")?.dataset[pages > 1 ? "many" : "one"] ?? "";
    put("download", words.replace("%s", name).replace("%n", String(pages)));
    say("download", true);
  });
  hear("print", ({ state, sentence }) => {
    if (state === "done") say("download", false);
    message(sentence);
  });
  hear("message", ({ text }) => message(text));
  hear("refused", ({ host }) => message((part("message")?.dataset.refused ?? "").replace("%s", host)));
  hear("clock", ({ left }) => clock(part("clock"), left));
  bar.addEventListener("click", ({ target }) => {
    const pressed = target instanceof Element ? target.closest<HTMLElement>("[data-do]")?.dataset.do : undefined;
    if (pressed === "keyboard") typing(bar.querySelector("[data-do=keyboard]")?.getAttribute("aria-pressed") !== "true");
    else if (pressed === "read") say("message", false);
    else if (pressed) tell({ do: pressed } as Order);
    if (pressed === "print-download" || pressed === "drop-download") say("download", false);
    if (pressed === "stay") say("idle", false);
  });
}

/** No site is in front: what borne has to say stands on the page itself. */
function notice(text: string): void {
  const words = document.createElement("p");
  words.className = "notice notice--attention kiosk__said";
  words.textContent = text;
  document.querySelector("[data-notices] [role=status]")?.replaceChildren(words);
}

function clock(box: HTMLElement | null, left: number): void {
  const words = box?.querySelector<HTMLElement>("[data-words]");
  if (!box || !words) return;
  const minutes = Math.floor(left / 60);
  words.textContent = minutes ? (words.dataset.words ?? "").replace("%n", String(minutes)) : (words.dataset.last ?? "");
  box.hidden = false;
}
