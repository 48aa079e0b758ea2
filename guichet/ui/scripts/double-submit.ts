/**
 * A form that has left does not leave twice: the second press is ignored until the page changes.
 * The server is safe without it (a stale page makes one case); this only spares people a doubt.
 */
const PATIENCE_MS = 15_000; // after that the network has failed: let them try again
const ELSEWHERE_MS = 1_000; // its answer opens in another tab: this page stays, only the doubled press is ignored

function opensElsewhere(form: HTMLFormElement, submitter: HTMLElement | null): boolean {
  return (submitter?.getAttribute("formtarget") ?? form.target) === "_blank";
}

export function start(form: HTMLElement): void {
  if (!(form instanceof HTMLFormElement) || form.method !== "post") return;
  let left = 0;
  const release = () => {
    left = 0;
    form.querySelectorAll("[aria-disabled]").forEach((button) => button.removeAttribute("aria-disabled"));
  };
  form.addEventListener("submit", (event) => {
    const patience = opensElsewhere(form, event.submitter) ? ELSEWHERE_MS : PATIENCE_MS;
    if (event.timeStamp - left < patience && left) {
      event.preventDefault();
      return;
    }
    left = event.timeStamp;
    // Not `disabled`: the pressed button's own name and value must travel with the form.
    event.submitter?.setAttribute("aria-disabled", "true");
    setTimeout(release, patience);
  });
  window.addEventListener("pageshow", release); // "back" shows the page as it was left
}
