/**
 * `<video data-qr>` in a form with `[data-qr-value]`: a ticket's code before the camera. What is read leaves with the form;
 * pictures are looked at one by one and none is kept. Chromium on Linux has no `BarcodeDetector`, hence the library.
 */
const PAUSE_MS = 150;
const LARGEST = 720; // pixels of the longer side: enough for a ticket held at arm's length

export function start(root: HTMLElement): void {
  const form = root.closest("form");
  const value = form?.querySelector<HTMLInputElement>("[data-qr-value]");
  const words = form?.querySelector<HTMLElement>("[data-qr-words]");
  if (!(root instanceof HTMLVideoElement) || !form || !value || !words) {
    throw new Error("data-qr is a video in a form with data-qr-value and data-qr-words");
  }
  const say = (which: "looking" | "found" | "none") => (words.textContent = words.dataset[which] ?? "");
  look(root, form.querySelector<HTMLElement>("[data-qr-wait]"), () => say("looking")).then(
    (text) => {
      say("found");
      value.value = text;
      form.requestSubmit();
    },
    () => say("none"),
  );
}

/** The first code that is read; rejected without a camera, or when the person's browser refuses it. */
async function look(video: HTMLVideoElement, wait: HTMLElement | null, ready: () => void): Promise<string> {
  const [camera, { decodeQR }] = await Promise.all([
    navigator.mediaDevices.getUserMedia({ video: { width: { ideal: 1280 } }, audio: false }),
    import("qr/decode.js"),
  ]);
  const off = () => camera.getTracks().forEach((track) => track.stop());
  window.addEventListener("pagehide", off);
  try {
    video.srcObject = camera;
    video.hidden = false;
    wait?.toggleAttribute("hidden", true);
    await video.play();
    ready();
    const canvas = new OffscreenCanvas(1, 1);
    for (;;) {
      const picture = pictureOf(video, canvas);
      const text = picture && read(decodeQR, picture);
      if (text) return text;
      await new Promise((soon) => setTimeout(soon, PAUSE_MS));
    }
  } finally {
    off();
    video.srcObject = null;
  }
}

function pictureOf(video: HTMLVideoElement, canvas: OffscreenCanvas): ImageData | null {
  const { videoWidth, videoHeight } = video;
  if (!videoWidth) return null;
  const scale = Math.min(1, LARGEST / Math.max(videoWidth, videoHeight));
  canvas.width = Math.round(videoWidth * scale);
  canvas.height = Math.round(videoHeight * scale);
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  pen?.drawImage(video, 0, 0, canvas.width, canvas.height);
  return pen?.getImageData(0, 0, canvas.width, canvas.height) ?? null;
}

/** The library throws when a picture holds no code: that is most of them. */
function read(decode: (image: ImageData) => string, picture: ImageData): string {
  try {
    return decode(picture);
  } catch {
    return "";
  }
}
