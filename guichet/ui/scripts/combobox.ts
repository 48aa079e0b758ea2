/**
 * Proposals below a field while one types: a combobox with a list (ARIA Authoring Practices 1.2, "list autocomplete with
 * manual selection"). The field keeps what was typed until a proposal is chosen; without it the field is a field.
 */
export interface Proposal {
  text: string;
  hint?: string;
}

/** `said` is for who does not see the list. */
export interface Answer<P extends Proposal> {
  results: P[];
  said: string;
}

export interface Parts<P extends Proposal> {
  /** Where the list and its status are put: a positioned box around the field. */
  host: HTMLElement;
  input: HTMLInputElement;
  /** The component, whose styles the list wears: `<block>__list`, `__option`, `__hint`. */
  block: string;
  label: string;
  /** Null leaves what is shown as it is. */
  ask: (text: string, signal: AbortSignal) => Promise<Answer<P> | null>;
  choose: (proposal: P) => void;
  /** Leaving by Tab takes the proposal one stands on. */
  takesOnTab?: boolean;
}

const PAUSE_MS = 150;
const SHORTEST = 2;

export async function askJson<T>(url: string, text: string, signal: AbortSignal): Promise<T | null> {
  const answer = await fetch(`${url}?q=${encodeURIComponent(text)}`, { signal });
  return answer.ok ? ((await answer.json()) as T) : null;
}

export class Combobox<P extends Proposal> {
  private readonly list = document.createElement("ul");
  private readonly status = document.createElement("p");
  private results: P[] = [];
  private active = -1;
  private timer = 0;
  private asking = new AbortController();

  constructor(private readonly parts: Parts<P>) {
    const { host, input } = parts;
    this.list.id = `${input.id}-reponses`;
    this.list.className = `${parts.block}__list`;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", parts.label);
    this.list.hidden = true;
    this.status.className = "visually-hidden";
    this.status.setAttribute("role", "status");
    host.append(this.list, this.status);
    for (const [name, value] of [
      ["role", "combobox"],
      ["aria-autocomplete", "list"],
      ["aria-expanded", "false"],
      ["aria-controls", this.list.id],
    ] as const) {
      input.setAttribute(name, value);
    }
    input.addEventListener("input", () => this.soon());
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => this.close());
    // Before the blur: a press on a proposal must not close the list first.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", ({ target }) => {
      const option = target instanceof Element ? target.closest("[role=option]") : null;
      if (option) this.take([...this.list.children].indexOf(option));
    });
  }

  private soon(): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.ask(), PAUSE_MS);
  }

  private async ask(): Promise<void> {
    this.asking.abort();
    this.asking = new AbortController();
    const text = this.parts.input.value.trim();
    if (text.length < SHORTEST) {
      this.show([], "");
      return;
    }
    try {
      const answer = await this.parts.ask(text, this.asking.signal);
      if (answer && document.activeElement === this.parts.input) this.show(answer.results, answer.said);
    } catch {
      // No network, or a newer question: what is typed still counts.
    }
  }

  private close(): void {
    this.hush();
    this.show([], "");
  }

  private hush(): void {
    window.clearTimeout(this.timer);
    this.asking.abort();
  }

  private show(results: P[], said: string): void {
    this.results = results;
    this.active = -1;
    this.list.replaceChildren(...results.map((result, number) => this.option(result, number)));
    this.list.hidden = results.length === 0;
    this.parts.input.setAttribute("aria-expanded", String(results.length > 0));
    this.parts.input.removeAttribute("aria-activedescendant");
    this.status.textContent = said;
  }

  private option({ text, hint }: P, number: number): HTMLLIElement {
    const option = document.createElement("li");
    option.id = `${this.list.id}-${number}`;
    option.className = `${this.parts.block}__option`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.textContent = text;
    if (hint) {
      const beside = document.createElement("span");
      beside.className = `${this.parts.block}__hint`;
      beside.textContent = hint;
      option.append(" ", beside);
    }
    return option;
  }

  private key(event: KeyboardEvent): void {
    const last = this.results.length - 1;
    if (event.key === "Escape" && last >= 0) {
      event.preventDefault();
      this.close();
    } else if (event.key === "ArrowDown") {
      event.preventDefault();
      if (last < 0) void this.ask();
      else this.point(this.active === last ? 0 : this.active + 1);
    } else if (event.key === "ArrowUp" && last >= 0) {
      event.preventDefault();
      this.point(this.active <= 0 ? last : this.active - 1);
    } else if (event.key === "Enter" && this.active >= 0) {
      event.preventDefault();
      this.take(this.active);
    } else if (event.key === "Tab" && this.active >= 0 && this.parts.takesOnTab) {
      this.take(this.active);
    }
  }

  private point(number: number): void {
    this.hush(); // a list does not change under who walks it
    this.active = number;
    for (const [place, option] of [...this.list.children].entries()) {
      option.setAttribute("aria-selected", String(place === number));
    }
    const option = this.list.children[number];
    if (!option) return;
    this.parts.input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  private take(number: number): void {
    const result = this.results[number];
    if (!result) return;
    this.close();
    this.parts.choose(result);
  }
}
