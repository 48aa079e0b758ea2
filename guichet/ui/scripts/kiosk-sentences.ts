/** The sentences of a part of the page, in reading order, each with the place where it stands. */
export interface Sentence {
  text: string;
  range: Range;
}

const SILENT = "script, style, template, svg, video, select, [hidden], [aria-hidden=true], .visually-hidden";

/** The nearest box around a text: words of two boxes are never one sentence. */
function boxOf(node: Node): Element | null {
  let box = node.parentElement;
  while (box && getComputedStyle(box).display.startsWith("inline") && !box.matches("button, a")) box = box.parentElement;
  return box;
}

function texts(zone: HTMLElement): Text[] {
  const walker = document.createTreeWalker(zone, NodeFilter.SHOW_TEXT, {
    acceptNode: (node) => {
      const around = node.parentElement;
      const isHeard = node.textContent?.trim() && around && !around.closest(SILENT) && around.checkVisibility();
      return isHeard ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_REJECT;
    },
  });
  const found: Text[] = [];
  while (walker.nextNode()) found.push(walker.currentNode as Text);
  return found;
}

export function sentences(zone: HTMLElement): Sentence[] {
  const runs: Text[][] = [];
  let last: Element | null = null;
  for (const text of texts(zone)) {
    const box = boxOf(text);
    if (box !== last || runs.length === 0) runs.push([]);
    runs.at(-1)?.push(text);
    last = box;
  }
  return runs.flatMap(cut);
}

/** One run of texts, cut where sentences end. */
function cut(run: Text[]): Sentence[] {
  const whole = run.map((text) => text.data).join("");
  const parts = [...new Intl.Segmenter("fr", { granularity: "sentence" }).segment(whole)];
  return parts
    .filter(({ segment }) => /[\p{L}\p{N}]/u.test(segment))
    .map(({ segment, index }) => {
      const blank = segment.length - segment.trimStart().length;
      const range = new Range();
      range.setStart(...placeOf(run, index + blank, false));
      range.setEnd(...placeOf(run, index + segment.trimEnd().length, true));
      return { text: segment.replace(/\s+/g, " ").trim(), range };
    });
}

function placeOf(run: Text[], index: number, isEnd: boolean): [Text, number] {
  let left = index;
  for (const text of run) {
    if (left < text.length || (isEnd && left === text.length)) return [text, left];
    left -= text.length;
  }
  const last = run.at(-1) as Text;
  return [last, last.length];
}
