/** Tells what was chosen, and before sending what would be refused for its weight. */
const UNITS = ["o", "Ko", "Mo", "Go"];

function readable(bytes: number): string {
  const power = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), UNITS.length - 1);
  const figure = (bytes / 1000 ** power).toLocaleString("fr", { maximumFractionDigits: 1 });
  return `${figure}\u00a0${UNITS[power]}`;
}

export function start(root: HTMLElement): void {
  const input = root.querySelector<HTMLInputElement>("input[type=file]");
  const list = root.querySelector("[data-upload-list]");
  if (!input || !list) throw new Error("data-upload needs a file input and a list");
  const limit = Number(root.dataset.maxBytes ?? Infinity);
  input.addEventListener("change", () => {
    const lines = [...(input.files ?? [])].map((file) => {
      const line = document.createElement("li");
      const tooBig = file.size > limit;
      line.textContent = `${file.name}, ${readable(file.size)}. ${tooBig ? root.dataset.tooBig : root.dataset.ready}`;
      line.classList.toggle("upload__too-big", tooBig);
      return line;
    });
    list.replaceChildren(...lines);
  });
}
