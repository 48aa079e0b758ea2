/**
 * Somebody calls at the kiosk: `<section data-kiosk-news>` holds one form `data-ring="id"` for each call, and is read again
 * by `live.ts` at each piece of news. It rings softly, from the first press or key of this page on (no browser lets it
 * ring before), again and again until the call is answered or is no longer new; of several open pages, one rings.
 * Its buttons answer without leaving the page, for something may be half typed in it. Without it they leave, and come back.
 */
const AGAIN_MS = 12_000;
const RINGS_MS = 3 * 60_000; // then the strip alone stays
const NOTES_HZ = [659, 523]; // a door bell, two notes down
const NOTE_S = 0.5;
const LOUD = 0.14;

export function start(root: HTMLElement): void {
  const bell = new Bell();
  const look = () => bell.ringFor([...root.querySelectorAll<HTMLElement>("[data-ring]")].map((one) => one.dataset["ring"] ?? ""));
  root.addEventListener("guichet:refreshed", look);
  root.addEventListener("submit", (event) => {
    event.preventDefault();
    void answer(root, event.target as HTMLFormElement).then(look);
  });
  look();
}

/** What the answer says is what the strip says now; without the network the form leaves as it would without script. */
async function answer(root: HTMLElement, form: HTMLFormElement): Promise<void> {
  const sent = { method: "POST", body: new FormData(form), headers: { "X-Requested-With": "fetch" } };
  const told = await fetch(form.action, sent).catch(() => null);
  if (!told?.ok || told.redirected) {
    form.submit();
    return;
  }
  root.innerHTML = await told.text(); // our own escaped template, nothing else
  document.getElementById("contenu")?.focus({ preventScroll: true }); // the button has gone
}

class Bell {
  private waiting: string[] = [];
  private readonly since = new Map<string, number>();
  private turn = 0;
  private sound: AudioContext | null = null;

  constructor() {
    const wake = () => {
      if (this.sound || !("AudioContext" in window)) return;
      this.sound = new AudioContext();
      void this.ring();
    };
    ["pointerdown", "keydown"].forEach((press) => document.addEventListener(press, wake, { once: true }));
  }

  ringFor(calls: string[]): void {
    const isNew = calls.some((call) => !this.since.has(call));
    calls.filter((call) => !this.since.has(call)).forEach((call) => this.since.set(call, Date.now()));
    this.waiting = calls;
    if (isNew) void this.ring();
  }

  /** Once for all the open pages: the one that holds the lock; the others wait with it. */
  private async ring(): Promise<void> {
    clearTimeout(this.turn);
    this.waiting = this.waiting.filter((call) => Date.now() - (this.since.get(call) ?? 0) < RINGS_MS);
    const { sound } = this;
    if (!sound || this.waiting.length === 0) return;
    this.turn = window.setTimeout(() => void this.ring(), AGAIN_MS);
    if (!("locks" in navigator)) return play(sound);
    await navigator.locks.request("guichet-kiosk-bell", { ifAvailable: true }, async (lock) => {
      if (!lock) return;
      play(sound);
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS / 2));
    });
  }
}

function play(sound: AudioContext): void {
  NOTES_HZ.forEach((hertz, place) => {
    const [note, loudness, at] = [sound.createOscillator(), sound.createGain(), sound.currentTime + place * NOTE_S];
    note.frequency.value = hertz;
    loudness.gain.setValueAtTime(0, at);
    loudness.gain.linearRampToValueAtTime(LOUD, at + 0.03);
    loudness.gain.exponentialRampToValueAtTime(0.001, at + NOTE_S * 1.6);
    note.connect(loudness).connect(sound.destination);
    note.start(at);
    note.stop(at + NOTE_S * 1.7);
  });
}
