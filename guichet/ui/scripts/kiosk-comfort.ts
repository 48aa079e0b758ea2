/**
 * `<form data-comfort="text|contrast|low">`: the change is seen at once, and the server is told so that the next page has
 * it. Without scripts the form does both.
 */
import { post, tell } from "./kiosk-borne";

const LARGEST = 3;

export function start(form: HTMLElement): void {
  const button = form.querySelector("button");
  if (!(form instanceof HTMLFormElement) || !button) throw new Error("data-comfort is a form with one button");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const isOn = wear(form.dataset.comfort ?? "");
    if (button.hasAttribute("aria-pressed")) button.setAttribute("aria-pressed", String(isOn));
    post(form.action, { [button.name]: button.value }).catch(() => undefined); // no network: this page has it
  });
}

/** Changes one thing of the page; true when it is now on, or larger than usual. */
function wear(what: string): boolean {
  const { dataset } = document.documentElement;
  if (what === "text") {
    dataset.text = String((Number(dataset.text) % LARGEST) + 1);
    return dataset.text !== "1";
  }
  const isOn = dataset[what] !== "1";
  dataset[what] = isOn ? "1" : "0";
  if (what === "contrast" && isOn) dataset.theme = "contrast";
  else if (what === "contrast") delete dataset.theme;
  if (what === "low") tell({ do: "low", on: isOn });
  return isOn;
}
