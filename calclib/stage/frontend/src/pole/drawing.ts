// The picture: a track with its ends, a cart, the pole, and the way in which it is pushed.
import { type Holding, pushesRight } from "../model/holding";
import { edge, fallen } from "../model/pole";
import type { Theme } from "../paint/theme";

const margin = 0.3; // metres beside the track
const above = 1.3; // metres that are seen above the track, and below
const below = 0.42;
/** Height over width. */
export const shape = (above + below) / (2 * (edge + margin));

type Point = readonly [number, number];

function stroke(context: CanvasRenderingContext2D, color: string, width: number, points: Point[]) {
  context.strokeStyle = color;
  context.lineWidth = width;
  context.beginPath();
  for (const [x, y] of points) context.lineTo(x, y);
  context.stroke();
}

/** Paint what is now on a canvas of `width` CSS pixels. */
export function paintPole(
  context: CanvasRenderingContext2D,
  holding: Holding,
  width: number,
  theme: Theme,
): void {
  const unit = width / (2 * (edge + margin));
  const at = (x: number, y: number): Point => [(x + edge + margin) * unit, (above - y) * unit];
  const [x, , angle] = holding.pole;
  const tip = (turned: number) => at(x + Math.sin(turned), Math.cos(turned));
  const blue = theme.dark ? "#56B4E9" : "#0072B2";
  context.clearRect(0, 0, width, width * shape);
  context.lineCap = "round";
  for (const side of [-1, 1]) {
    context.setLineDash([4, 5]);
    stroke(context, theme.muted, 1, [at(x, 0), tip(side * fallen)]);
    context.setLineDash([]);
    stroke(context, theme.muted, 3, [at(side * edge, -0.11), at(side * edge, 0.1)]);
  }
  stroke(context, theme.muted, 2, [at(-edge, -0.11), at(edge, -0.11)]);
  const [left, top] = at(x - 0.25, 0.08);
  context.fillStyle = theme.ink;
  context.fillRect(left, top, 0.5 * unit, 0.16 * unit);
  stroke(context, blue, Math.max(4, 0.06 * unit), [at(x, 0.04), tip(angle)]);
  if (holding.phase === "trying") paintPush(context, holding, at, theme);
}

/** An arrow under the cart: full while a key is down, thin while the pushes take turns. */
function paintPush(
  context: CanvasRenderingContext2D,
  holding: Holding,
  at: (x: number, y: number) => Point,
  theme: Theme,
): void {
  const side = pushesRight(holding) ? 1 : -1;
  const [x] = holding.pole;
  const end = x + side * 0.42;
  const width = holding.down.length > 0 ? 3 : 1;
  stroke(context, theme.ink, width, [at(x, -0.26), at(end, -0.26)]);
  const head = [at(end - side * 0.1, -0.19), at(end, -0.26), at(end - side * 0.1, -0.33)];
  stroke(context, theme.ink, width, head);
}
