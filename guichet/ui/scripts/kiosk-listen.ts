/**
 * `<button data-listen hidden>`: the page is read aloud, sentence by sentence, the one that is said being shown. What is
 * read is in `[data-read]`, else the whole `.kiosk__page`. The voice is borne's (a WAV for each sentence), else the browser's own
 * when it speaks French; the button is not there before one of them is known. A voice that fails is told in a sentence.
 */
import { hasBorne, hear, tell } from "./kiosk-borne";
import { show } from "./kiosk-turn";
import { sentences, type Sentence } from "./kiosk-sentences";

interface Voice {
  say(text: string, next: string | undefined): Promise<void>; // ends with the sentence; rejected when it cannot
  pause(): void;
  resume(): void;
  end(): void;
}

/** borne gives the sound, the page plays it: its policy needs no other address, and pause is the page's own. */
class BorneVoice implements Voice {
  private readonly sound = new AudioContext();
  private readonly asked = new Map<string, Promise<AudioBuffer>>();
  private readonly waiting = new Map<number, { got: (wav: string) => void; lost: () => void }>();
  private number = 0;
  private source: AudioBufferSourceNode | null = null;

  constructor() {
    hear("voice", ({ id, wav }) => {
      const one = this.waiting.get(id);
      this.waiting.delete(id);
      if (wav) one?.got(wav);
      else one?.lost();
    });
  }

  private ask(text: string): Promise<AudioBuffer> {
    const known = this.asked.get(text);
    if (known) return known;
    const id = ++this.number;
    const sound = new Promise<string>((got, lost) => {
      this.waiting.set(id, { got, lost: () => lost(new Error("no voice")) });
    }).then((wav) => this.sound.decodeAudioData(bytesOf(wav)));
    this.asked.set(text, sound);
    tell({ do: "speak", id, text });
    return sound;
  }

  async say(text: string, next: string | undefined): Promise<void> {
    const heard = await this.ask(text);
    if (next) this.ask(next).catch(() => undefined); // ready when this one ends; its own turn tells a failure
    await new Promise<void>((ended) => {
      this.source = new AudioBufferSourceNode(this.sound, { buffer: heard });
      this.source.addEventListener("ended", () => ended());
      this.source.connect(this.sound.destination);
      this.source.start();
    });
  }

  pause(): void {
    void this.sound.suspend();
  }

  resume(): void {
    void this.sound.resume();
  }

  end(): void {
    tell({ do: "hush" });
    this.source?.stop();
    void this.sound.close();
  }
}

class BrowserVoice implements Voice {
  constructor(private readonly voice: SpeechSynthesisVoice) {}

  say(text: string): Promise<void> {
    return new Promise((ended, lost) => {
      const words = new SpeechSynthesisUtterance(text);
      words.voice = this.voice;
      words.lang = this.voice.lang;
      words.addEventListener("end", () => ended());
      words.addEventListener("error", () => lost(new Error("no voice")));
      speechSynthesis.speak(words);
    });
  }

  pause(): void {
    speechSynthesis.pause();
  }

  resume(): void {
    speechSynthesis.resume();
  }

  end(): void {
    speechSynthesis.cancel();
  }
}

function bytesOf(address: string): ArrayBuffer {
  const binary = atob(address.slice(address.indexOf(",") + 1));
  return Uint8Array.from(binary, (sign) => sign.charCodeAt(0)).buffer;
}

function frenchVoice(): SpeechSynthesisVoice | undefined {
  if (!("speechSynthesis" in window)) return undefined;
  return speechSynthesis.getVoices().find(({ lang }) => lang.toLowerCase().startsWith("fr"));
}

function voiceNow(): Voice | null {
  if (hasBorne()) return new BorneVoice();
  const french = frenchVoice();
  return french ? new BrowserVoice(french) : null;
}

/** The button is offered while there is a voice: a browser lists its own a little after the page, and may lose them. */
function offerWithVoice(button: HTMLElement): void {
  const offer = () => {
    button.hidden = !hasBorne() && !frenchVoice();
  };
  if ("speechSynthesis" in window) speechSynthesis.addEventListener("voiceschanged", offer);
  offer();
}

const SAID = "said";

class Reading {
  private isOver = false;

  constructor(
    private readonly voice: Voice,
    private readonly text: Sentence[],
  ) {}

  /** True when it came to its end, or was ended; false when the voice failed. */
  async run(): Promise<boolean> {
    try {
      for (const [number, sentence] of this.text.entries()) {
        if (this.isOver) break;
        this.point(sentence);
        await this.voice.say(sentence.text, this.text[number + 1]?.text);
      }
      return true;
    } catch {
      return this.isOver;
    } finally {
      this.end();
    }
  }

  private point({ range }: Sentence): void {
    CSS.highlights.set(SAID, new Highlight(range));
    show(range.getBoundingClientRect(), range.startContainer);
  }

  end(): void {
    if (this.isOver) return;
    this.isOver = true;
    this.voice.end();
    CSS.highlights.delete(SAID);
  }

  hold(isPaused: boolean): void {
    if (isPaused) this.voice.pause();
    else this.voice.resume();
  }
}

export function start(button: HTMLElement): void {
  const strip = document.querySelector<HTMLElement>("[data-say]");
  const said = strip?.querySelector<HTMLElement>("[data-said]");
  const pause = strip?.querySelector<HTMLElement>("[data-listen-pause]");
  const end = strip?.querySelector<HTMLElement>("[data-listen-end]");
  if (!strip || !said || !pause || !end) throw new Error("data-listen needs the strip of the dock");
  let reading: Reading | null = null;

  const put = (words: string | undefined, isReading: boolean) => {
    strip.hidden = false;
    said.textContent = words ?? "";
    pause.hidden = !isReading;
  };
  const stop = () => {
    reading?.end();
    strip.hidden = true;
  };
  offerWithVoice(button);
  button.addEventListener("click", () => void listen());
  end.addEventListener("click", stop);
  pause.addEventListener("click", () => {
    const isPaused = pause.getAttribute("aria-pressed") !== "true";
    pause.setAttribute("aria-pressed", String(isPaused));
    reading?.hold(isPaused);
    put(isPaused ? said.dataset.paused : said.dataset.reading, true);
  });
  window.addEventListener("pagehide", stop);

  async function listen(): Promise<void> {
    reading?.end();
    const voice = voiceNow();
    const marked = [...document.querySelectorAll<HTMLElement>("[data-read]")];
    const zones = marked.length ? marked : [...document.querySelectorAll<HTMLElement>(".kiosk__page")];
    if (!voice) {
      put(said?.dataset.mute, false);
      return;
    }
    const mine = new Reading(voice, zones.flatMap(sentences));
    reading = mine;
    pause?.setAttribute("aria-pressed", "false");
    put(said?.dataset.reading, true);
    const isWell = await mine.run();
    if (reading !== mine) return; // pressed again: a newer one has the strip
    if (isWell && strip) strip.hidden = true;
    else put(said?.dataset.mute, false);
  }
}
