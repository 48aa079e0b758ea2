/**
 * Pages of whole things in place of a scroll bar. `[data-turn]` holds the Précédent and Suite of the page; they turn what
 * does not fit first, then follow the server's own addresses; the words between them count both. In low mode what one reads
 * and what one presses turn together. Without scripts the page scrolls.
 */
const ITEMS =
  "li, p, h1, h2, h3, dt, dd, img, .field, .choice__card, .kiosk-next, .kiosk-facts__fact, .kiosk-job, .notice, form > button";
const WHOLE = "li, .choice__card, .field, .kiosk-next, .kiosk-facts__fact, .kiosk-job, .kiosk-code, .notice";
const SLACK = 2; // a half pixel of rounding is not another page
const AIR = 12;
const MOST_PAGES = 99;

class Zone {
  constructor(readonly box: HTMLElement) {
    box.dataset.turning = "";
  }

  get hasMore(): boolean {
    return this.box.scrollTop + this.box.clientHeight < this.end - SLACK;
  }

  get hasBefore(): boolean {
    return this.box.scrollTop > SLACK;
  }

  /** Where the last thing ends: the margin below it is not another page. */
  private get end(): number {
    return this.box.scrollHeight - parseFloat(getComputedStyle(this.box).paddingBlockEnd);
  }

  /** Where each of its pages begins, in pixels from its top. */
  private starts(): number[] {
    const { clientHeight } = this.box;
    const starts = [0];
    for (let at = 0; at + clientHeight < this.end - SLACK && starts.length < MOST_PAGES; ) {
      at = Math.min(this.next(at), this.box.scrollHeight - clientHeight);
      starts.push(at);
    }
    return starts;
  }

  /** How many pages it has, and which one is shown. */
  count(): { page: number; pages: number } {
    const starts = this.starts();
    const page = starts.filter((at) => at <= this.box.scrollTop + SLACK).length;
    return { page: this.hasMore ? page : starts.length, pages: starts.length };
  }

  /** The innermost things: a list is not one, its lines are; and a line is one whole, not its words. */
  private items(): HTMLElement[] {
    const innermost = [...this.box.querySelectorAll<HTMLElement>(ITEMS)].filter((one) => !one.querySelector(ITEMS));
    const shown = innermost.filter((one) => one.offsetParent !== null);
    return [...new Set(shown.map((one) => whole(one) ?? one))];
  }

  /**
   * Where the first thing begins that the lower edge of the page at `from` would cut; the edge itself when nothing is, or
   * nothing whole stands above. In pixels from the top of the box's content.
   */
  private edge(from: number): number {
    const zero = this.box.getBoundingClientRect().top - this.box.scrollTop;
    const bottom = from + this.box.clientHeight;
    const things = this.items().map((one) => {
      const { top, height } = one.getBoundingClientRect();
      return { top: top - zero, bottom: top - zero + height, height };
    });
    const first = Math.min(...things.filter((one) => cuts(one, bottom)).map((one) => one.top));
    const isWhole = (one: Span) => one.height > 0 && one.top >= from - SLACK && one.bottom <= first + SLACK;
    return Number.isFinite(first) && things.some(isWhole) ? first : bottom;
  }

  private next(from: number): number {
    const edge = this.edge(from);
    return edge < from + this.box.clientHeight ? edge - AIR : from + this.box.clientHeight * 0.9;
  }

  private scrollTo(top: number): void {
    this.box.scrollTop = Math.max(0, top);
  }

  /** What the lower edge would cut is for the next page; what the upper edge cuts was whole on the page before. */
  mark(): void {
    const { top, bottom } = this.box.getBoundingClientRect();
    const isTyping = "typing" in document.documentElement.dataset;
    const edge = this.hasMore && !isTyping ? this.edge(this.box.scrollTop) - this.box.scrollTop + top : bottom;
    for (const one of this.items()) {
      const rect = one.getBoundingClientRect();
      const isBelow = edge < bottom && rect.top >= edge - SLACK && rect.top < bottom;
      const isAbove = !isTyping && cuts(rect, top) && rect.height <= this.box.clientHeight;
      one.toggleAttribute("data-cut", isBelow || isAbove);
    }
  }

  on(): void {
    if (this.hasMore) this.scrollTo(this.next(this.box.scrollTop));
  }

  back(): void {
    this.scrollTo(this.starts().findLast((at) => at < this.box.scrollTop - SLACK) ?? 0);
  }

  show(rect: DOMRect): void {
    const { top } = this.box.getBoundingClientRect();
    if (rect.top < top || rect.bottom > this.edge(this.box.scrollTop) - this.box.scrollTop + top) this.scrollTo(this.box.scrollTop + rect.top - top - AIR);
  }
}

/** The line a word stands in; a question with its choices is none: each choice is. */
function whole(one: HTMLElement): HTMLElement | null {
  const around = one.closest<HTMLElement>(WHOLE);
  return around?.querySelector(WHOLE) ? null : around;
}

interface Span {
  top: number;
  bottom: number;
  height: number;
}

const cuts = (one: Span, edge: number): boolean => one.height > 0 && one.top < edge - SLACK && one.bottom > edge + SLACK;

let zones: Zone[] = [];
let refresh: () => void = () => undefined;

/** Which boxes turn depends on the mode: the whole page, or its two halves. */
function zonesNow(): Zone[] {
  const whole = document.querySelector<HTMLElement>(".kiosk__page");
  const halves = [...document.querySelectorAll<HTMLElement>(".kiosk__lead, .kiosk__main")];
  const boxes = whole && getComputedStyle(whole).display !== "contents" ? [whole] : halves;
  for (const zone of zones) {
    if (boxes.includes(zone.box)) continue;
    delete zone.box.dataset.turning;
    zone.box.querySelectorAll("[data-cut]").forEach((one) => one.removeAttribute("data-cut"));
  }
  return boxes.map((box) => zones.find((zone) => zone.box === box) ?? new Zone(box));
}

/** Brings words that are read aloud, or a field that one types in, on the page one sees. */
export function show(rect: DOMRect, within: Node): void {
  zones.find(({ box }) => box.contains(within))?.show(rect);
  refresh();
}

export function start(root: HTMLElement): void {
  const nav = root.querySelector<HTMLElement>("nav");
  const on = root.querySelector<HTMLElement>("[data-turn-on]");
  const back = root.querySelector<HTMLElement>("[data-turn-back]");
  const words = root.querySelector<HTMLElement>("[data-turn-words]");
  if (!nav || !on || !back) return; // the page draws its own, or none

  refresh = () => {
    zones = zonesNow();
    const follow = (one: HTMLElement) => one instanceof HTMLAnchorElement;
    const hides = () => {
      on.hidden = !follow(on) && !zones.some((zone) => zone.hasMore);
      back.hidden = !follow(back) && !zones.some((zone) => zone.hasBefore);
      return on.hidden && back.hidden;
    };
    // First with the bar away, so that its own height does not make the page too small: the keyboard may just have left.
    if (!zones.some((zone) => zone.hasBefore)) nav.hidden = true;
    nav.hidden = hides();
    if (!nav.hidden) hides();
    for (const zone of zones) zone.mark();
    if (words) words.textContent = counted(words.dataset, zones);
  };
  on.addEventListener("click", (event) => {
    if (!zones.some((zone) => zone.hasMore)) return;
    event.preventDefault();
    for (const zone of zones) zone.on();
    refresh();
  });
  back.addEventListener("click", (event) => {
    if (!zones.some((zone) => zone.hasBefore)) return;
    event.preventDefault();
    for (const zone of zones) zone.back();
    refresh();
  });
  watch(() => refresh());
}

/** "page 2 sur 3", and the part of it when the server's page takes several screens: "page 2 sur 3, partie 1 sur 2". */
function counted({ server, page, part }: DOMStringMap, all: Zone[]): string {
  const counts = all.map((zone) => zone.count());
  const shown = Math.max(1, ...counts.map((one) => one.page));
  const total = Math.max(1, ...counts.map((one) => one.pages));
  const fill = (pattern: string) => pattern.replace("{page}", String(shown)).replace("{pages}", String(total));
  if (total === 1) return server ?? "";
  return server ? `${server}, ${fill(part ?? "")}` : fill(page ?? "");
}

/** Larger text, low mode, a list that follows what one types, the keyboard: each changes what fits. */
function watch(changed: () => void): void {
  let asked = 0;
  const soon = () => {
    cancelAnimationFrame(asked);
    asked = requestAnimationFrame(changed);
  };
  const sizes = new ResizeObserver(soon);
  document.querySelectorAll(".kiosk__page, .kiosk__lead, .kiosk__main, .kiosk__main > *").forEach((one) => sizes.observe(one));
  new MutationObserver(soon).observe(document.documentElement, {
    attributes: true,
    attributeFilter: ["data-low", "data-text", "data-contrast", "data-typing"],
  });
  document.addEventListener("guichet:refreshed", soon);
  document.addEventListener("change", soon); // an answer may show another question
  document.addEventListener("focusin", soon);
  document.addEventListener("scroll", soon, true); // the browser follows a field that takes the cursor
  void document.fonts.ready.then(soon);
  soon();
}
