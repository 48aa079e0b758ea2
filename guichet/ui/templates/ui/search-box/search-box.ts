/**
 * Answers below the search box while one types: a combobox with a list (ARIA Authoring Practices), fed by `data-suggest`.
 * Without it the form does the same on its own page.
 */
interface Result {
  title: string;
  url: string;
}

const PAUSE = 120;
const SHORTEST = 2;

export function start(form: HTMLElement): void {
  const input = form.querySelector<HTMLInputElement>("input[type=search]");
  const url = form.dataset["suggest"];
  if (!input || !url) throw new Error("data-suggest is a search form with an address");
  new Suggestions(form, input, url);
}

class Suggestions {
  private readonly list = document.createElement("ul");
  private readonly status = document.createElement("p");
  private results: Result[] = [];
  private active = -1;
  private timer = 0;
  private asking = new AbortController();

  constructor(
    private readonly form: HTMLElement,
    private readonly input: HTMLInputElement,
    private readonly url: string,
  ) {
    this.list.id = `${input.id}-reponses`;
    this.list.className = "search-box__list";
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", form.getAttribute("aria-label") ?? "");
    this.list.hidden = true;
    this.status.className = "visually-hidden";
    this.status.setAttribute("role", "status");
    form.append(this.list, this.status);
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
    input.addEventListener("blur", () => this.show([]));
    // Before the blur: a press on an answer must not close the list first.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", ({ target }) => {
      const option = target instanceof Element ? target.closest("[role=option]") : null;
      if (option) this.open([...this.list.children].indexOf(option));
    });
  }

  private soon(): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.ask(), PAUSE);
  }

  private async ask(): Promise<void> {
    this.asking.abort();
    this.asking = new AbortController();
    const text = this.input.value.trim();
    if (text.length < SHORTEST) {
      this.show([]);
      return;
    }
    try {
      const answer = await fetch(`${this.url}?q=${encodeURIComponent(text)}`, { signal: this.asking.signal });
      if (!answer.ok) return;
      const { results } = (await answer.json()) as { results: Result[] };
      if (document.activeElement === this.input) this.show(results, true);
    } catch {
      // No network, or a newer question: the button still searches.
    }
  }

  private show(results: Result[], say = false): void {
    this.results = results;
    this.active = -1;
    this.list.replaceChildren(...results.map((result, number) => this.option(result, number)));
    this.list.hidden = results.length === 0;
    this.input.setAttribute("aria-expanded", String(results.length > 0));
    this.input.removeAttribute("aria-activedescendant");
    this.status.textContent = say ? this.words(results.length) : "";
  }

  private option(result: Result, number: number): HTMLLIElement {
    const option = document.createElement("li");
    option.id = `${this.list.id}-${number}`;
    option.className = "search-box__option";
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.textContent = result.title;
    return option;
  }

  private words(count: number): string {
    const { one, many, none } = this.form.dataset;
    if (count === 0) return none ?? "";
    return (count === 1 ? one : many?.replace("%n", String(count))) ?? "";
  }

  private key(event: KeyboardEvent): void {
    const last = this.results.length - 1;
    if (event.key === "Escape" && last >= 0) {
      event.preventDefault();
      this.show([]);
    } else if (event.key === "ArrowDown" && last >= 0) {
      event.preventDefault();
      this.point(this.active === last ? 0 : this.active + 1);
    } else if (event.key === "ArrowUp" && last >= 0) {
      event.preventDefault();
      this.point(this.active <= 0 ? last : this.active - 1);
    } else if (event.key === "Enter" && this.active >= 0) {
      event.preventDefault();
      this.open(this.active);
    }
  }

  private point(number: number): void {
    this.active = number;
    for (const [place, option] of [...this.list.children].entries()) {
      option.setAttribute("aria-selected", String(place === number));
    }
    const option = this.list.children[number];
    if (!option) return;
    this.input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  private open(number: number): void {
    const result = this.results[number];
    if (result) window.location.assign(result.url);
  }
}
