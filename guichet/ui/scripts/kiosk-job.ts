/**
 * `<section data-job="address">`: a paper being printed or scanned, a bell that rings. The address answers the section anew;
 * it is asked, every `data-pause` milliseconds, until it carries `data-over`. What has not changed is left alone, and what is
 * being pressed waits for its turn.
 */
const PAUSE_MS = 400;
const LOST_MS = 2000;
const ACTS = "a[href], button";
const PRESSED = "a:active, button:active";

export function start(root: HTMLElement): void {
  let shown = root;
  let last = words(root);
  const ask = async (): Promise<void> => {
    if (!shown.isConnected || "over" in shown.dataset) return;
    const answer = await fetch(shown.dataset.job ?? "", { headers: { "X-Requested-With": "fetch" } });
    if (answer.ok && !answer.redirected) {
      const fresh = read(await answer.text());
      if (fresh && words(fresh) !== last && !shown.querySelector(PRESSED)) {
        last = words(fresh);
        shown = replaced(shown, fresh);
      }
    }
    setTimeout(softly, answer.ok ? Number(shown.dataset.pause ?? PAUSE_MS) : LOST_MS);
  };
  const softly = () => void ask().catch(() => setTimeout(softly, LOST_MS)); // no network: the next turn asks again
  softly();
}

/** Our own escaped template, nothing else. */
function read(html: string): HTMLElement | null {
  const box = document.createElement("template");
  box.innerHTML = html;
  return box.content.querySelector<HTMLElement>("[data-job]");
}

/** What it says and offers. The tokens of its forms are masked anew in each answer: they tell nothing. */
function words(one: HTMLElement): string {
  const copy = one.cloneNode(true) as HTMLElement;
  for (const token of copy.querySelectorAll("[name=csrfmiddlewaretoken]")) token.remove();
  return copy.outerHTML;
}

/** The fresh one in the old one's place; the cursor stays on the same act, or goes to what replaced it. */
function replaced(old: HTMLElement, fresh: HTMLElement): HTMLElement {
  const held = old.contains(document.activeElement) ? document.activeElement : null;
  old.replaceWith(fresh);
  if (held) {
    const acts = [...fresh.querySelectorAll<HTMLElement>(ACTS)];
    if (!acts.length) fresh.tabIndex = -1;
    (acts.find((one) => leadsTo(one) === leadsTo(held)) ?? acts[0] ?? fresh).focus({ preventScroll: true });
  }
  fresh.dispatchEvent(new CustomEvent("guichet:refreshed", { bubbles: true }));
  return fresh;
}

const leadsTo = (one: Element): string | null | undefined =>
  one.getAttribute("href") ?? one.closest("form")?.getAttribute("action");
