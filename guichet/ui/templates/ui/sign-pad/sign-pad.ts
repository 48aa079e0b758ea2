/**
 * One signs in the frame with a finger, a pen or the mouse. The hidden field takes the strokes as JSON, in a box of
 * 600 by 200 whatever the size of the frame: [[[x, y], …], …]. Without scripts the frame is not there, and one signs on paper.
 */
const WIDTH = 600;
const HEIGHT = 200;
const NEAR = 2; // points nearer than that tell nothing more of the line
const INK_WIDTH = 3;

type Point = [number, number];

export function start(root: HTMLElement): void {
  const canvas = root.querySelector("canvas");
  const field = root.querySelector<HTMLInputElement>("input[type=hidden]");
  const clear = root.querySelector("[data-sign-pad-clear]");
  const status = root.querySelector("[role=status]");
  const pen = canvas?.getContext("2d");
  if (!canvas || !field || !clear || !pen) throw new Error("data-sign-pad needs a canvas, a hidden field and a button that clears");
  let strokes = readStrokes(field.value);
  let current: Point[] | null = null;
  root.hidden = false;

  const draw = () => {
    pen.setTransform(canvas.width / WIDTH, 0, 0, canvas.height / HEIGHT, 0, 0);
    pen.clearRect(0, 0, WIDTH, HEIGHT);
    pen.strokeStyle = getComputedStyle(canvas).color;
    pen.lineWidth = INK_WIDTH;
    pen.lineCap = pen.lineJoin = "round";
    for (const stroke of strokes) {
      pen.beginPath();
      pen.moveTo(...(stroke[0] ?? [0, 0]));
      for (const point of stroke) pen.lineTo(...point);
      pen.stroke();
    }
  };
  const keep = () => {
    field.value = strokes.length ? JSON.stringify(strokes) : "";
    if (status) status.textContent = (strokes.length ? root.dataset["drawn"] : root.dataset["empty"]) ?? "";
  };
  const placeOf = (event: PointerEvent): Point => {
    const box = canvas.getBoundingClientRect();
    return [within(((event.clientX - box.left) / box.width) * WIDTH, WIDTH), within(((event.clientY - box.top) / box.height) * HEIGHT, HEIGHT)];
  };

  canvas.addEventListener("pointerdown", (event) => {
    if (!event.isPrimary || event.button !== 0) return; // the palm that rests beside the pen
    canvas.setPointerCapture(event.pointerId);
    current = [placeOf(event)];
    strokes.push(current);
    draw();
    event.preventDefault();
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!current || !event.isPrimary) return;
    for (const passed of event.getCoalescedEvents?.() ?? [event]) {
      const point = placeOf(passed);
      const [x, y] = current.at(-1) ?? point;
      if (Math.hypot(point[0] - x, point[1] - y) >= NEAR) current.push(point);
    }
    draw();
  });
  const lift = () => {
    if (!current) return;
    current = null;
    keep();
  };
  canvas.addEventListener("pointerup", lift);
  canvas.addEventListener("pointercancel", lift);
  clear.addEventListener("click", () => {
    strokes = [];
    draw();
    keep();
  });
  draw();
}

function within(value: number, most: number): number {
  return Math.round(Math.min(Math.max(value, 0), most));
}

/** What came back with the page after a refusal; what is no drawing is an empty frame. */
function readStrokes(text: string): Point[][] {
  try {
    return text ? (JSON.parse(text) as Point[][]) : [];
  } catch {
    return [];
  }
}
