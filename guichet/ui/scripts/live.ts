/**
 * News from the live process: "something changed", never what. `<html data-live="wss://…">` says where it is;
 * without it, or when it is down, the page still works.
 *
 * `data-live-topic="queue" data-src="/guichet/file/"`: the fragment is fetched again, with the reader's own rights.
 * `data-live-topic="case.12" data-live-notice hidden`: a sentence appears, because the page holds what somebody types.
 */
interface Listener {
  topic: string;
  changed: () => void;
  catchesUp: boolean; // after a break: a fragment is read again, a notice waits for real news
}

const RETRY_MS = 3000;
const SPREAD_MS = 2000; // not all screens at once

/** What the live process says: the queue has moved, or this case has. */
type News = { news: "queue" } | { news: "case"; id: number };

const topicOf = (told: News): string => (told.news === "case" ? `case.${told.id}` : told.news);

/** The cases among the topics must be asked for: the process checks that the reader may see them. */
function watch(socket: WebSocket, listeners: Listener[]): void {
  const cases = new Set(listeners.flatMap(({ topic }) => /^case\.(\d+)$/.exec(topic)?.[1] ?? []));
  cases.forEach((id) => socket.send(JSON.stringify({ watch: "case", id: Number(id) })));
}

const typing = (root: HTMLElement): boolean =>
  root.contains(document.activeElement) && document.activeElement?.matches("input, textarea, select") === true;

/** Reads the fragment again; who stood on a link of it stands there again, who types in it is left alone until he leaves. */
async function refresh(root: HTMLElement, src: string): Promise<void> {
  if (typing(root)) {
    root.addEventListener("focusout", () => setTimeout(refresh, 0, root, src), { once: true });
    return;
  }
  const answer = await fetch(src, { headers: { "X-Requested-With": "fetch" } });
  if (!answer.ok || typing(root)) return;
  const held = root.contains(document.activeElement) ? document.activeElement?.getAttribute("href") : null;
  root.innerHTML = await answer.text(); // our own escaped template, nothing else
  if (held) root.querySelector<HTMLElement>(`a[href="${CSS.escape(held)}"]`)?.focus();
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

function connect(address: string, listeners: Listener[]): void {
  const socket = new WebSocket(address);
  socket.addEventListener("open", () => {
    watch(socket, listeners);
    // The first time too: the page may be older than the news it missed while loading. Nothing is replayed.
    listeners.filter(({ catchesUp }) => catchesUp).forEach(({ changed }) => changed());
  });
  socket.addEventListener("message", ({ data }) => {
    const told = topicOf(JSON.parse(String(data)) as News);
    listeners.filter(({ topic }) => topic === told).forEach(({ changed }) => changed());
  });
  socket.addEventListener("close", () => {
    setTimeout(connect, RETRY_MS + Math.random() * SPREAD_MS, address, listeners);
  });
}

/** One socket per page, and none when nothing on the page listens. */
export function listen(): void {
  const address = document.documentElement.dataset.live;
  const listeners = [...document.querySelectorAll<HTMLElement>("[data-live-topic]")].map(listenerFor);
  if (address && listeners.length) connect(address, listeners);
}
