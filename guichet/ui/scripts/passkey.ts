/**
 * Passkeys: <form data-passkey="create|get" data-options="id of a json_script"> or, when the options are fetched at the
 * last moment, <form data-passkey="get" data-source="/address/">. The answer travels in the field named "credential".
 * The form is hidden by its template: without scripts, or without passkeys in this browser, it stays so.
 */
type Json = Record<string, unknown>;

const fromText = (text: string): ArrayBuffer => {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (character) => character.charCodeAt(0)).buffer;
};

const toText = (bytes: ArrayBuffer): string =>
  btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");

/** The server writes bytes as base64url text; the browser wants bytes. */
function readable(options: Json): Json {
  const withId = (known: unknown) => (known as Json[]).map((one) => ({ ...one, id: fromText(String(one["id"])) }));
  const read: Json = { ...options, challenge: fromText(String(options["challenge"])) };
  if (options["user"]) {
    const user = options["user"] as Json;
    read["user"] = { ...user, id: fromText(String(user["id"])) };
  }
  for (const list of ["allowCredentials", "excludeCredentials"]) {
    if (options[list]) read[list] = withId(options[list]);
  }
  return read;
}

function writable(credential: PublicKeyCredential): Json {
  const { response } = credential;
  const written: Json = { clientDataJSON: toText(response.clientDataJSON) };
  if (response instanceof AuthenticatorAttestationResponse) {
    written["attestationObject"] = toText(response.attestationObject);
    written["transports"] = response.getTransports();
  }
  if (response instanceof AuthenticatorAssertionResponse) {
    written["authenticatorData"] = toText(response.authenticatorData);
    written["signature"] = toText(response.signature);
    written["userHandle"] = response.userHandle ? toText(response.userHandle) : null;
  }
  return {
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: written,
  };
}

async function optionsOf(form: HTMLFormElement): Promise<Json> {
  const { options, source } = form.dataset;
  if (source) {
    const answer = await fetch(source, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(`passkey options: ${answer.status}`);
    return ((await answer.json()) as { request_options: { publicKey: Json } }).request_options.publicKey;
  }
  const data = JSON.parse(document.getElementById(options ?? "")?.textContent ?? "null") as Record<string, { publicKey: Json }>;
  const [first] = Object.values(data);
  if (!first) throw new Error("data-passkey needs data-options or data-source");
  return first.publicKey;
}

async function askFor(form: HTMLFormElement): Promise<Json> {
  const publicKey = readable(await optionsOf(form));
  const credential =
    form.dataset.passkey === "create"
      ? await navigator.credentials.create({ publicKey: publicKey as unknown as PublicKeyCredentialCreationOptions })
      : await navigator.credentials.get({ publicKey: publicKey as unknown as PublicKeyCredentialRequestOptions });
  if (!(credential instanceof PublicKeyCredential)) throw new Error("no credential");
  return writable(credential);
}

export function start(form: HTMLElement): void {
  if (!(form instanceof HTMLFormElement) || !window.PublicKeyCredential) return;
  const failed = form.querySelector<HTMLElement>("[data-passkey-failed]");
  const field = form.elements.namedItem("credential");
  if (!(field instanceof HTMLInputElement)) throw new Error("data-passkey needs a field named credential");
  document.querySelectorAll<HTMLElement>("[data-passkey-missing]").forEach((words) => (words.hidden = true));
  form.hidden = false;
  // Captured: the form leaves by itself once the key has answered, and a key refused may be tried again at once.
  form.addEventListener(
    "submit",
    (event) => {
      event.preventDefault();
      event.stopImmediatePropagation();
      if (failed) failed.hidden = true;
      askFor(form).then(
        (credential) => {
          field.value = JSON.stringify(credential);
          form.submit();
        },
        () => {
          if (failed) failed.hidden = false;
        },
      );
    },
    { capture: true },
  );
}
