/**
 * `<section data-job="address">`: a paper being printed or scanned. The address answers the section anew; it is asked until
 * it carries `data-over`. What has not changed is left alone: a finger may be on its button.
 */
const PAUSE_MS = 400;
const LOST_MS = 2000;

export function start(root: HTMLElement): void {
  let shown = root;
  let last = "";
  const ask = async (): Promise<void> => {
    if (!shown.isConnected || "over" in shown.dataset) return;
    const answer = await fetch(shown.dataset.job ?? "", { headers: { "X-Requested-With": "fetch" } });
    if (answer.ok && !answer.redirected) {
      const html = (await answer.text()).trim();
      if (html !== last) shown = replaced(shown, html);
      last = html;
    }
    setTimeout(softly, answer.ok ? PAUSE_MS : LOST_MS);
  };
  const softly = () => void ask().catch(() => setTimeout(softly, LOST_MS)); // no network: the next turn asks again
  softly();
}

/** Our own escaped template, nothing else. */
function replaced(old: HTMLElement, html: string): HTMLElement {
  const box = document.createElement("template");
  box.innerHTML = html;
  const fresh = box.content.querySelector<HTMLElement>("[data-job]");
  if (!fresh) return old;
  old.replaceWith(fresh);
  fresh.dispatchEvent(new CustomEvent("guichet:refreshed", { bubbles: true }));
  return fresh;
}
