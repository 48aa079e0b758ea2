/**
 * Proposals below a field while one types: `<div data-propose="/communes.json" data-fill="postcode city">` around it. The
 * address answers `{"results": [{"value", "text", "hint", "fill"}], "said"}` for `?q=`; a chosen `value` goes into the field,
 * and what it fills into the fields of the same form that `data-fill` names. Without it one types everything.
 */
import { askJson, type Answer, Combobox, type Proposal } from "../../../scripts/combobox";

interface Suggestion extends Proposal {
  value: string;
  fill?: Record<string, string>;
}

export function start(root: HTMLElement): void {
  const input = root.querySelector<HTMLInputElement>("input");
  const { propose: src, fill = "" } = root.dataset;
  if (!input || !src) throw new Error("data-propose is an address around a field");
  new Combobox<Suggestion>({
    host: root,
    input,
    block: "suggest",
    label: input.labels?.[0]?.textContent?.trim() ?? "",
    ask: (text, signal) => askJson<Answer<Suggestion>>(src, text, signal),
    choose: (chosen) => {
      write(input, chosen.value);
      for (const name of fill.split(" ").filter(Boolean)) {
        const other = input.form?.elements.namedItem(name);
        const value = chosen.fill?.[name];
        if (other instanceof HTMLInputElement && value !== undefined) write(other, value);
      }
    },
    takesOnTab: true,
  });
}

function write(field: HTMLInputElement, value: string): void {
  field.value = value;
  field.dispatchEvent(new Event("change", { bubbles: true }));
}
