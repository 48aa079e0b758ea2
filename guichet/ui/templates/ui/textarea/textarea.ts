/** Counts what is left, spoken calmly (GOV.UK Frontend's CharacterCount); the sentences come from the template. */
export async function start(root: HTMLElement): Promise<void> {
  const { CharacterCount } = await import("govuk-frontend/dist/govuk/components/character-count/character-count.mjs");
  const area = root.querySelector("textarea");
  const { characterCount, leftOne, leftOther, overOne, overOther, atLimit } = root.dataset;
  if (!area || !characterCount) throw new Error("data-character-count needs a textarea and a limit");
  // The names by which the library knows its parts.
  document.body.classList.add("govuk-frontend-supported");
  area.classList.add("govuk-js-character-count");
  new CharacterCount(root, {
    maxlength: Number(characterCount),
    i18n: {
      charactersUnderLimit: { one: leftOne ?? "", other: leftOther ?? "", many: leftOther ?? "" },
      charactersOverLimit: { one: overOne ?? "", other: overOther ?? "", many: overOther ?? "" },
      charactersAtLimit: atLimit ?? "",
    },
  });
}
