// One panel on two canvases: what stays while the lead axis moves, and what moves over it.
import { exits, paintExits } from "./exits";
import { paintAxes, paintFurniture, tickCounts, wordsWidth } from "./furniture";
import { frameOf, type Size } from "./layout";
import { axisValue } from "./numbers";
import { painters, whole } from "./painters";
import { makeScale } from "./scales";
import { type Axis, layers, leadAxis, type Mark, type Panel, type Scene } from "./scene";
import type { Theme } from "./theme";
import type { Index } from "./types";
import type { Context, View } from "./view";

export interface Canvases {
  readonly still: Context;
  readonly moving: Context;
  readonly spare: () => Context;
}

export interface Look {
  readonly size: Size;
  readonly theme: Theme;
  /** Device pixels per pixel of the page. */
  readonly ratio: number;
}

/** A panel ready to be painted at any index. */
export interface Painted {
  readonly view: (index: Index) => View;
  readonly paint: (index: Index) => void;
}

/** What one layer shows: it is painted again only when this changes. */
const key = (marks: readonly Mark[], index: Index) =>
  [...new Set(marks.flatMap((mark) => mark.moves))].map((axis) => index[axis]).join();

function paintMarks(context: Context, marks: readonly Mark[], view: View): void {
  const { left, top, right, bottom } = view.frame;
  for (const mark of marks) {
    context.save();
    context.beginPath();
    context.rect(left, top, right - left, bottom - top);
    if (!whole.has(mark.kind)) context.clip();
    context.globalAlpha = mark.style.opacity ?? 1;
    painters[mark.kind](context, mark, view);
    context.restore();
  }
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

/** The view of a panel at any index, once its size and theme are fixed. */
function views(scene: Scene, panel: Panel, { still, spare }: Canvases, look: Look) {
  const { size, theme } = look;
  const ticks = makeScale(panel.y, size.height, 0).ticks(tickCounts(size).y);
  const words = ticks.map((tick) => tick.words);
  const frame = frameOf(size, wordsWidth(still, words, theme.font), panel);
  const x = makeScale(panel.x, frame.left, frame.right);
  const y = makeScale(panel.y, frame.bottom, frame.top);
  const fixed = { x, y, frame, theme, bitmap: bitmaps(spare) };
  return (index: Index): View => ({ ...fixed, index, ...positions(scene.axes, index) });
}

/** Fix size, theme and pixel ratio of a panel; the result paints it at any index. */
export function setPanel(scene: Scene, panel: Panel, canvases: Canvases, look: Look): Painted {
  const { still, moving } = canvases;
  const { size, ratio } = look;
  const view = views(scene, panel, canvases, look);
  const split = layers(panel, leadAxis(scene.axes)?.name);
  const clear = (context: Context) => {
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, size.width, size.height);
  };
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
  const shown = { still: "nothing", moving: "nothing" };
  const paint = (index: Index) => {
    const now = { still: key(split.still, index), moving: key(split.moving, index) };
    if (now.still !== shown.still) paintStill(view(index));
    if (now.moving !== shown.moving) paintMoving(view(index));
    Object.assign(shown, now);
  };
  return { view, paint };
}

/** The position on an axis of points that lies nearest to a place in the panel. */
export function nearest(axis: Axis, view: View, px: number, py: number): number {
  const distances = Array.from({ length: axis.count }, (_, k) => {
    const [x, y] = axisValue(axis, k);
    return Math.hypot(view.x.pixel(x) - px, view.y.pixel(y) - py);
  });
  return distances.indexOf(Math.min(...distances));
}
