/** Answers below the search box while one types, fed by `data-suggest`. Without it the form does the same on its own page. */
import { askJson, Combobox, type Proposal } from "../../../scripts/combobox";

interface Found extends Proposal {
  url: string;
}

export function start(form: HTMLElement): void {
  const input = form.querySelector<HTMLInputElement>("input[type=search]");
  const src = form.dataset["suggest"];
  if (!input || !src) throw new Error("data-suggest is a search form with an address");
  new Combobox<Found>({
    host: form,
    input,
    block: "search-box",
    label: form.getAttribute("aria-label") ?? "",
    ask: async (text, signal) => {
      const answer = await askJson<{ results: { title: string; url: string }[] }>(src, text, signal);
      const results = answer?.results.map(({ title, url }) => ({ text: title, url }));
      return results ? { results, said: words(form, results.length) } : null;
    },
    choose: ({ url }) => window.location.assign(url),
  });
}

function words(form: HTMLElement, count: number): string {
  const { one, many, none } = form.dataset;
  if (count === 0) return none ?? "";
  return (count === 1 ? one : many?.replace("%n", String(count))) ?? "";
}
