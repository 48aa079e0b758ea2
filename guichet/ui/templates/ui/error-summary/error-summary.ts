/** Takes the reader to the summary, and each of its links to the field's label (GOV.UK Frontend's behaviour). */
export async function start(root: HTMLElement): Promise<void> {
  const { ErrorSummary } = await import("govuk-frontend/dist/govuk/components/error-summary/error-summary.mjs");
  document.body.classList.add("govuk-frontend-supported"); // the library refuses to start without its mark
  new ErrorSummary(root);
}
