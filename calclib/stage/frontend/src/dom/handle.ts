// The point that a learner drags: where it stands, where a pointer or a key takes it.
import { clamp } from "../model/numbers";
import type { Answer } from "../model/questions";
import type { Scale } from "../model/scales";
import type { View } from "../paint/view";

/** A value at a pixel, in as many digits as a pixel can tell apart. */
function read(scale: Scale, pixel: number): number {
  const value = scale.value(pixel);
  const unit = 10 ** Math.floor(Math.log10(Math.abs(scale.value(pixel + 1) - value)));
  // Multiples of 0.1 have no exact value, so the digits are cut as text.
  return Number(value.toFixed(clamp(-Math.log10(unit), 0, 12)));
}

type Place = readonly [number, number];

/** A pixel as the flat frame has it: on a surface, that of what is seen there. */
export function flatPixel(view: View, px: number, py: number): Place {
  if (!view.surfaceAt) return [px, py];
  const [x, y] = view.surfaceAt(px, py);
  return [view.x.pixel(x), view.y.pixel(y)];
}

/** The pixel at which a place of the flat frame is seen. */
export function seenAt(view: View, px: number, py: number): Place {
  if (!view.surfacePixel) return [px, py];
  const [x, y] = view.surfacePixel(view.x.value(px), view.y.value(py));
  return [x, y];
}

/** The answer that a place in the frame gives: both coordinates, or x where a number is asked. */
export function answerAt(view: View, held: Answer, px: number, py: number): Answer {
  const { left, right, top, bottom } = view.frame;
  const x = read(view.x, clamp(px, left, right));
  const y = read(view.y, clamp(py, top, bottom));
  return typeof held === "number" ? x : [x, y];
}

/** Where the handle of an answer stands in the frame; a number has its handle on the x axis. */
export function handlePlace(view: View, held: Answer): Place {
  if (typeof held === "object") return [view.x.pixel(held[0]), view.y.pixel(held[1])];
  return [view.x.pixel(Number(held)), view.frame.bottom];
}

const ways: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};
const strides = { fine: 1, usual: 8 };

/** The answer after an arrow key; Shift makes a step of one pixel. */
export function nudge(view: View, held: Answer, event: KeyboardEvent): Answer | null {
  const way = ways[event.key];
  if (!way) return null;
  const stride = event.shiftKey ? strides.fine : strides.usual;
  const [px, py] = handlePlace(view, held);
  return answerAt(view, held, px + stride * way[0], py + stride * way[1]);
}
