/**
 * What a form changes here while its answer opens in another tab: `<section data-awaits="id of the form" data-src="…">`.
 * The fragment is asked again until its `data-mark` moves; then the form's boxes are empty for what comes next.
 * Without it the fragment is new when the page is loaded again.
 */
const PAUSES_MS = [250, 500, 1000, 2000, 4000, 8000]; // a big paper takes a while to be made

export function start(root: HTMLElement): void {
  const { awaits = "", src } = root.dataset;
  const form = document.getElementById(awaits);
  if (!(form instanceof HTMLFormElement) || !src) throw new Error("data-awaits names a form, data-src a fragment");
  let turn = 0;
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented || (event.submitter?.getAttribute("formtarget") ?? form.target) !== "_blank") return;
    turn += 1;
    void follow(root, src, form, () => turn, turn);
  });
}

async function follow(
  root: HTMLElement, src: string, form: HTMLFormElement, current: () => number, mine: number,
): Promise<void> {
  for (const pause of PAUSES_MS) {
    await new Promise((resolve) => setTimeout(resolve, pause));
    if (current() !== mine) return; // printed again meanwhile: the newer wait goes on
    const answer = await fetch(src).catch(() => null);
    if (!answer?.ok) continue;
    const fresh = document.createElement("template");
    fresh.innerHTML = await answer.text(); // our own escaped template, nothing else
    if (mark(fresh.content) === mark(root)) continue;
    root.replaceChildren(fresh.content);
    empty(form);
    root.scrollIntoView({ block: "nearest" });
    root.dispatchEvent(new CustomEvent("guichet:refreshed", { bubbles: true }));
    return;
  }
}

const mark = (within: ParentNode): string | undefined => within.querySelector<HTMLElement>("[data-mark]")?.dataset.mark;

function empty(form: HTMLFormElement): void {
  for (const box of form.elements) {
    if (box instanceof HTMLInputElement && box.type === "checkbox") box.checked = false;
  }
}
