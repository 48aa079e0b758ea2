/** What the page and borne (the program on the kiosk's machine) say to each other. In a plain browser there is no borne. */
export type Order =
  | { do: "open"; url: string; name: string; whose: string }
  | { do: "internet" | "home" | "back" | "print" | "stay" | "end" | "hush" | "print-download" | "drop-download" }
  | { do: "speak"; id: number; text: string }
  | { do: "key"; text: string }
  | { do: "keyboard" | "low"; on: boolean };

export type Told =
  | { kind: "site"; host: string; name: string; whose: string }
  | { kind: "left" | "awake" }
  | { kind: "refused"; host: string }
  | { kind: "idle" | "clock"; left: number }
  | { kind: "edit" | "network"; on: boolean }
  | { kind: "voice"; id: number; wav?: string; error?: boolean }
  | { kind: "download"; name: string; pages: number }
  | { kind: "print"; state: string; sentence: string }
  | { kind: "message"; text: string };

declare global {
  interface Window {
    borne?: (json: string) => void;
  }
  interface WindowEventMap {
    borne: CustomEvent<Told>;
  }
}

export const hasBorne = (): boolean => typeof window.borne === "function";

export function tell(order: Order): void {
  window.borne?.(JSON.stringify(order));
}

/** Calls back for one kind of news; other kinds are other modules' business. */
export function hear<K extends Told["kind"]>(kind: K, react: (told: Extract<Told, { kind: K }>) => void): void {
  window.addEventListener("borne", ({ detail }) => {
    if (detail.kind === kind) react(detail as Extract<Told, { kind: K }>);
  });
}

/** The token of any form of the page: what is posted without a form carries it too. */
export function csrfToken(): string {
  return document.querySelector<HTMLInputElement>("input[name=csrfmiddlewaretoken]")?.value ?? "";
}

/** Posts what a form would; nothing of the answer is read, and the page it leads to is not asked for. */
export function post(address: string, fields: Record<string, string> = {}): Promise<Response> {
  return fetch(address, {
    method: "POST",
    redirect: "manual",
    headers: { "X-CSRFToken": csrfToken(), "X-Requested-With": "fetch" },
    body: new URLSearchParams(fields),
    keepalive: true,
  });
}
