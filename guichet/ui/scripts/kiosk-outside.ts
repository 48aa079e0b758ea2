/** `a[data-outside]`: an official site. At the kiosk borne opens it under the bar; a plain browser opens another tab. */
import { hasBorne, hear, tell } from "./kiosk-borne";

export function start(link: HTMLElement): void {
  if (!(link instanceof HTMLAnchorElement)) throw new Error("data-outside is a link");
  if (!hasBorne()) {
    link.target = "_blank";
    link.rel = "noopener";
    return;
  }
  link.addEventListener("click", (event) => {
    event.preventDefault();
    const { name = "", whose = "" } = link.dataset;
    tell({ do: "open", url: link.href, name: name || link.textContent?.trim() || "", whose });
  });
}

/** `[data-internet]`: the free internet of the town; `[data-offline]`: the line that says that the network is cut. */
export function startInternet(button: HTMLElement): void {
  button.addEventListener("click", (event) => {
    if (!hasBorne()) return;
    event.preventDefault();
    tell({ do: "internet" });
  });
}

export function startOffline(line: HTMLElement): void {
  hear("network", ({ on }) => line.toggleAttribute("hidden", on));
  window.addEventListener("offline", () => line.removeAttribute("hidden"));
  window.addEventListener("online", () => line.setAttribute("hidden", ""));
}
