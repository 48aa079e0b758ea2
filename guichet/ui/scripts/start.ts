/** Starts a behaviour on every element that asks for it; the elements come from our templates. */
export type Behaviour = (root: HTMLElement) => void;

export function startAll(behaviours: Record<string, Behaviour>, within: ParentNode = document): void {
  for (const [selector, start] of Object.entries(behaviours)) {
    within.querySelectorAll<HTMLElement>(selector).forEach(start);
  }
}
