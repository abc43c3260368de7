// One panel on two canvases: what stays while the lead axis moves, and what moves over it.
import { exits, paintExits } from "./exits";
import { paintAxes, paintFurniture, tickCounts, wordsWidth } from "./furniture";
import { type Frame, frameOf, type Size } from "./layout";
import { axisValue } from "./numbers";
import { type Context, painters, type View } from "./painters";
import { makeScale } from "./scales";
import { type Axis, layers, leadAxis, type Mark, type Panel, type Scene } from "./scene";
import type { Theme } from "./theme";
import type { Index } from "./types";

export interface Canvases {
  readonly still: Context;
  readonly moving: Context;
  readonly spare: () => Context;
}

/** A panel ready to be painted at any index. */
export interface Painted {
  readonly panel: Panel;
  readonly frame: Frame;
  readonly view: (index: Index) => View;
  readonly paint: (index: Index) => void;
}

/** What one layer shows: it is painted again only when this changes. */
const key = (marks: readonly Mark[], index: Index) =>
  [...new Set(marks.flatMap((mark) => mark.moves))].map((axis) => index[axis]).join();

function paintMarks(context: Context, marks: readonly Mark[], view: View): void {
  const { left, top, right, bottom } = view.frame;
  context.save();
  context.beginPath();
  context.rect(left, top, right - left, bottom - top);
  context.clip();
  for (const mark of marks) {
    context.save();
    context.globalAlpha = mark.style.opacity ?? 1;
    painters[mark.kind](context, mark, view);
    context.restore();
  }
  context.restore();
}

/** Look up positions of axes once, so that painters need not know about axes. */
function positions(axes: readonly Axis[], index: Index) {
  const named = new Map(axes.map((axis) => [axis.name, axis]));
  const find = (name: string) => named.get(name) as Axis;
  return {
    value: (name: string) => axisValue(find(name), index[name])[0],
    count: (name: string) => find(name).count,
  };
}

/** A context that belongs to a mark and is made once for it. */
function bitmaps(spare: () => Context) {
  const own = new Map<Mark, Context>();
  return (mark: Mark, width: number, height: number): Context => {
    const context = own.get(mark) ?? spare();
    own.set(mark, context);
    if (context.canvas.width !== width) context.canvas.width = width;
    if (context.canvas.height !== height) context.canvas.height = height;
    return context;
  };
}

/** Fix size, theme and pixel ratio of a panel; the result paints it at any index. */
export function setPanel(
  scene: Scene,
  panel: Panel,
  { still, moving, spare }: Canvases,
  { size, theme, ratio }: { size: Size; theme: Theme; ratio: number },
): Painted {
  const ticks = makeScale(panel.y, size.height, 0).ticks(tickCounts(size).y);
  const width = wordsWidth(
    still,
    ticks.map((tick) => tick.words),
    theme.font,
  );
  const frame = frameOf(size, width, panel);
  const x = makeScale(panel.x, frame.left, frame.right);
  const y = makeScale(panel.y, frame.bottom, frame.top);
  const bitmap = bitmaps(spare);
  const split = layers(panel, leadAxis(scene.axes)?.name);
  const view = (index: Index): View => ({
    ...{ x, y, frame, index, theme, bitmap },
    ...positions(scene.axes, index),
  });
  const clear = (context: Context) => {
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, size.width, size.height);
  };
  const shown = { still: "none", moving: "none" };
  const paintStill = (now: View) => {
    clear(still);
    paintFurniture(still, panel, now, size);
    paintMarks(still, split.still, now);
    paintAxes(still, now);
  };
  const paintMoving = (now: View) => {
    clear(moving);
    paintMarks(moving, split.moving, now);
    paintExits(moving, exits(panel.marks, now), now);
  };
  const paint = (index: Index) => {
    const now = { still: key(split.still, index), moving: key(split.moving, index) };
    if (now.still !== shown.still) paintStill(view(index));
    if (now.moving !== shown.moving) paintMoving(view(index));
    Object.assign(shown, now);
  };
  return { panel, frame, view, paint };
}

/** The position on an axis of points that lies nearest to a place in the panel. */
export function nearest(axis: Axis, view: View, px: number, py: number): number {
  const distances = Array.from({ length: axis.count }, (_, k) => {
    const [x, y] = axisValue(axis, k);
    return Math.hypot(view.x.pixel(x) - px, view.y.pixel(y) - py);
  });
  return distances.indexOf(Math.min(...distances));
}
