/**
 * News from the live process: "something changed", never what. `<html data-live="wss://…">` says where it is;
 * without it, or when it is down, the page still works.
 *
 * `data-live-topic="queue" data-src="/guichet/file/"`: the fragment is fetched again, with the reader's own rights;
 * with `data-live-poll="10"`, every ten seconds too as long as the live process is out of reach.
 * `data-live-topic="case.12" data-live-notice hidden`: a sentence appears, because the page holds what somebody types.
 */
interface Listener {
  topic: string;
  changed: () => void;
  catchesUp: boolean; // after a break: a fragment is read again, a notice waits for real news
}

const RETRY_MS = 3000;
const SPREAD_MS = 2000; // not all screens at once

/** What the live process says: the queue has moved, the line at the counter has, a kiosk rings, or this case has moved. */
type News = { news: "queue" | "line" | "kiosk" } | { news: "case"; id: number };

const topicOf = (told: News): string => (told.news === "case" ? `case.${told.id}` : told.news);

/** The cases among the topics must be asked for: the process checks that the reader may see them. */
function watch(socket: WebSocket, listeners: Listener[]): void {
  const cases = new Set(listeners.flatMap(({ topic }) => /^case\.(\d+)$/.exec(topic)?.[1] ?? []));
  cases.forEach((id) => socket.send(JSON.stringify({ watch: "case", id: Number(id) })));
}

const typing = (root: HTMLElement): boolean =>
  root.contains(document.activeElement) && document.activeElement?.matches("input, textarea, select") === true;

/** How to find again what the reader stands on: a link by its address, anything else by its id. */
function heldIn(root: HTMLElement): string | null {
  const held = document.activeElement;
  if (!held || !root.contains(held)) return null;
  const address = held.getAttribute("href");
  if (address) return `a[href="${CSS.escape(address)}"]`;
  return held.id ? `#${CSS.escape(held.id)}` : null;
}

/** Reads the fragment again; who stood on a link or a button of it stands there again, who types in it is left alone until he leaves. */
async function refresh(root: HTMLElement, src: string): Promise<void> {
  if (typing(root)) {
    root.addEventListener("focusout", () => setTimeout(refresh, 0, root, src), { once: true });
    return;
  }
  const answer = await fetch(src, { headers: { "X-Requested-With": "fetch" } });
  // The session, or the line, has ended: a screen that nobody touches says so itself; no list shows the page of the door.
  if (root.dataset.livePoll && (answer.redirected || answer.status === 404)) location.reload();
  if (!answer.ok || answer.redirected || typing(root)) return;
  const held = heldIn(root);
  root.innerHTML = await answer.text(); // our own escaped template, nothing else
  if (held) root.querySelector<HTMLElement>(held)?.focus();
  root.dispatchEvent(new CustomEvent("guichet:refreshed", { bubbles: true }));
}

function listenerFor(root: HTMLElement): Listener {
  const { liveTopic: topic, src } = root.dataset;
  if (!topic) throw new Error("data-live-topic is empty");
  if ("liveNotice" in root.dataset) {
    return { topic, changed: () => root.removeAttribute("hidden"), catchesUp: false };
  }
  if (!src) throw new Error(`data-live-topic="${topic}" needs data-src or data-live-notice`);
  return { topic, changed: () => void refresh(root, src), catchesUp: true };
}

let isConnected = false;

/** A screen on a wall has nobody to load it again: it asks by itself while no news can reach it. */
function poll(root: HTMLElement): void {
  const { livePoll: seconds, src } = root.dataset;
  if (!seconds || !src) throw new Error("data-live-poll is a number of seconds, with data-src");
  const ask = () => {
    if (!isConnected) refresh(root, src).catch(() => undefined); // no network either: the next turn asks again
  };
  setInterval(ask, Number(seconds) * 1000);
}

function connect(address: string, listeners: Listener[]): void {
  const socket = new WebSocket(address);
  socket.addEventListener("open", () => {
    isConnected = true;
    watch(socket, listeners);
    // The first time too: the page may be older than the news it missed while loading. Nothing is replayed.
    listeners.filter(({ catchesUp }) => catchesUp).forEach(({ changed }) => changed());
  });
  socket.addEventListener("message", ({ data }) => {
    const told = topicOf(JSON.parse(String(data)) as News);
    listeners.filter(({ topic }) => topic === told).forEach(({ changed }) => changed());
  });
  socket.addEventListener("close", () => {
    isConnected = false;
    setTimeout(connect, RETRY_MS + Math.random() * SPREAD_MS, address, listeners);
  });
}

/** One socket per page, and none when nothing on the page listens. */
export function listen(): void {
  const address = document.documentElement.dataset.live;
  const listeners = [...document.querySelectorAll<HTMLElement>("[data-live-topic]")].map(listenerFor);
  if (address && listeners.length) connect(address, listeners);
  document.querySelectorAll<HTMLElement>("[data-live-poll]").forEach(poll);
}
