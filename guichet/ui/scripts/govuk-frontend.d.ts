// The package ships no types: what we use of it, and no more.
declare module "govuk-frontend/dist/govuk/components/error-summary/error-summary.mjs" {
  export class ErrorSummary {
    constructor(root: Element);
  }
}

declare module "govuk-frontend/dist/govuk/components/character-count/character-count.mjs" {
  interface Plurals {
    one: string;
    many: string;
    other: string;
  }
  export class CharacterCount {
    constructor(
      root: Element,
      options: {
        maxlength: number;
        i18n: { charactersUnderLimit: Plurals; charactersOverLimit: Plurals; charactersAtLimit: string };
      },
    );
  }
}
