/**
 * Pages of whole things in place of a scroll bar. `[data-turn]` holds the Précédent and Suite of the page; they turn what
 * does not fit first, then follow the server's own addresses. In low mode what one reads and what one presses turn together.
 * Without scripts the page scrolls.
 */
const ITEMS =
  "li, p, h1, h2, h3, dt, dd, img, .field, .choice__card, .kiosk-next, .kiosk-facts__fact, .kiosk-job, .notice, form > button";
const WHOLE = "li, .choice__card, .field, .kiosk-next, .kiosk-facts__fact, .kiosk-job, .kiosk-code, .notice";
const SLACK = 2; // a half pixel of rounding is not another page
const AIR = 12;

class Zone {
  constructor(readonly box: HTMLElement) {
    box.dataset.turning = "";
  }

  get hasMore(): boolean {
    return this.box.scrollTop + this.box.clientHeight < this.box.scrollHeight - SLACK;
  }

  get hasBefore(): boolean {
    return this.box.scrollTop > SLACK;
  }

  /** The innermost things: a list is not one, its lines are; and a line is one whole, not its words. */
  private items(): HTMLElement[] {
    const innermost = [...this.box.querySelectorAll<HTMLElement>(ITEMS)].filter((one) => !one.querySelector(ITEMS));
    const shown = innermost.filter((one) => one.offsetParent !== null);
    return [...new Set(shown.map((one) => one.closest<HTMLElement>(WHOLE) ?? one))];
  }

  /** Where the first thing begins that the lower edge would cut; the edge itself when nothing is, or nothing whole stands above. */
  private edge(): number {
    const { top, bottom } = this.box.getBoundingClientRect();
    const things = this.items().map((one) => one.getBoundingClientRect());
    const first = Math.min(...things.filter((one) => cuts(one, bottom)).map((one) => one.top));
    const isWhole = (one: DOMRect) => one.height > 0 && one.top >= top - SLACK && one.bottom <= first + SLACK;
    return Number.isFinite(first) && things.some(isWhole) ? first : bottom;
  }

  private scrollTo(top: number): void {
    this.box.scrollTop = Math.max(0, top);
  }

  /** What the lower edge would cut is for the next page. */
  mark(): void {
    const { bottom } = this.box.getBoundingClientRect();
    const edge = this.hasMore && !("typing" in document.documentElement.dataset) ? this.edge() : bottom;
    for (const one of this.items()) {
      const rect = one.getBoundingClientRect();
      one.toggleAttribute("data-cut", edge < bottom && rect.top >= edge - SLACK && rect.top < bottom);
    }
  }

  on(): void {
    if (!this.hasMore) return;
    const { top, bottom } = this.box.getBoundingClientRect();
    const edge = this.edge();
    const step = edge < bottom ? edge - top - AIR : this.box.clientHeight * 0.9;
    this.scrollTo(this.box.scrollTop + step);
  }

  back(): void {
    const { top } = this.box.getBoundingClientRect();
    const from = this.box.scrollTop - this.box.clientHeight;
    if (from <= 0) {
      this.scrollTo(0);
      return;
    }
    // The first whole thing of the page before this one.
    const wanted = top - this.box.clientHeight + AIR;
    const tops = this.items().map((one) => one.getBoundingClientRect().top);
    const first = Math.min(...tops.filter((one) => one >= wanted));
    this.scrollTo(this.box.scrollTop + (Number.isFinite(first) ? first - top - AIR : -this.box.clientHeight));
  }

  show(rect: DOMRect): void {
    const { top } = this.box.getBoundingClientRect();
    if (rect.top < top || rect.bottom > this.edge()) this.scrollTo(this.box.scrollTop + rect.top - top - AIR);
  }
}

const cuts = (one: DOMRect, edge: number): boolean => one.height > 0 && one.top < edge - SLACK && one.bottom > edge + SLACK;

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
  if (!nav || !on || !back) return; // the page draws its own, or none

  refresh = () => {
    zones = zonesNow();
    // First with the bar away, so that its own height does not make the page too small.
    const before = nav.hidden;
    const follow = (one: HTMLElement) => one instanceof HTMLAnchorElement;
    on.hidden = !follow(on) && !zones.some((zone) => zone.hasMore);
    back.hidden = !follow(back) && !zones.some((zone) => zone.hasBefore);
    nav.hidden = on.hidden && back.hidden;
    if (before && !nav.hidden) {
      on.hidden = !follow(on) && !zones.some((zone) => zone.hasMore);
    }
    for (const zone of zones) zone.mark();
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
