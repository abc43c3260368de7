// Painters of everything that is drawn from point to point.
import { bracket } from "../model/glide";
import { type Mark, type Numbers, seriesColor } from "../model/scene";
import { themeColor } from "./theme";
import { type Context, channel, type Painter, type Stretch, setPen, type View } from "./view";

export interface Series {
  readonly x: Numbers;
  readonly y: Numbers;
  readonly color: string;
}

/** The series of a curve at the present index. */
export function series(mark: Mark, view: View): Series[] {
  const [xs, ys] = [channel(mark, "x", view), channel(mark, "y", view)];
  return ys.map((_, k) => ({
    x: xs[k],
    y: ys[k],
    color: themeColor(seriesColor(mark.style.color, k), view.theme),
  }));
}

/** Add the points from..to to the path; a number that is not finite is a gap. */
function trace(context: Context, { x, y }: Series, from: number, to: number, view: View): void {
  let open = false;
  for (let i = from; i <= to; i++) {
    const [px, py] = [view.x.pixel(x[i]), view.y.pixel(y[i])];
    const drawn = Number.isFinite(px + py);
    if (drawn && open) context.lineTo(px, py);
    else if (drawn) context.moveTo(px, py);
    open = drawn;
  }
}

/** What a path is drawn with: a canvas, or a pen that leaves out the joints. */
type Pen = Pick<Context, "moveTo" | "lineTo">;

/**
 * A pen that draws each step as a line of its own: without joints to round, a canvas fills many
 * runs an order of magnitude faster.
 */
function penOfSteps(context: Context): Pen {
  let [x, y] = [Number.NaN, Number.NaN];
  const moveTo = (px: number, py: number) => {
    [x, y] = [px, py];
  };
  const lineTo = (px: number, py: number) => {
    if (px === x && py === y) return;
    context.moveTo(x, y);
    context.lineTo(px, py);
    moveTo(px, py);
  };
  return { moveTo, lineTo };
}

// Steps of a run that are shorter than this, in pixels, are one.
const fine = 0.6;

/**
 * Add the steps from..to of a run to the path, leaving out those that lie wholly out of sight.
 *
 * A run that diverges swings across the frame in ever longer strides. Within one frame's size of
 * the frame they are drawn; farther out only an end of a stride that begins or ends within.
 */
function follow(pen: Pen, { x, y }: Series, from: number, to: number, view: View): void {
  const { left, right, top, bottom } = view.frame;
  const [across, down] = [right - left, bottom - top];
  const far = 4 * (across + down);
  const pull = (px: number, py: number, qx: number, qy: number): [number, number] => {
    const share = Math.min(1, far / Math.hypot(qx - px, qy - py));
    return [px + share * (qx - px), py + share * (qy - py)];
  };
  const { low, high, share } = bracket(to);
  // The step before: where it ended, and whether the pen is down there.
  let [ox, oy] = [Number.NaN, Number.NaN];
  let open = false;
  let [drawnX, drawnY] = [Number.NaN, Number.NaN];
  for (let i = from; i <= high; i++) {
    let [px, py] = [view.x.pixel(x[i]), view.y.pixel(y[i])];
    // A run that glides has gone a part of its last step.
    if (i > low) [px, py] = [ox + share * (px - ox), oy + share * (py - oy)];
    const near = px > left - across && px < right + across && py > top - down && py < bottom + down;
    if (near && !open && !Number.isNaN(ox + oy)) pen.moveTo(...pull(px, py, ox, oy));
    else if (near && !open) pen.moveTo(px, py);
    // A run that has nearly arrived stays within a pixel for hundreds of steps.
    const still = open && i < high && Math.abs(px - drawnX) + Math.abs(py - drawnY) < fine;
    if (near && !still) {
      pen.lineTo(px, py);
      [drawnX, drawnY] = [px, py];
    } else if (!near && open && !Number.isNaN(px + py)) pen.lineTo(...pull(ox, oy, px, py));
    [ox, oy] = [px, py];
    open = near;
  }
}

export const line: Painter = (context, mark, view) => {
  setPen(context, mark, 2);
  for (const one of series(mark, view)) {
    context.strokeStyle = one.color;
    context.beginPath();
    trace(context, one, 0, one.y.length - 1, view);
    context.stroke();
  }
};

/** Stretches of a curve without a gap, as [first, last]. */
function stretches(count: number, drawn: (i: number) => boolean): [number, number][] {
  const found: [number, number][] = [];
  for (let i = 0; i < count; i++) {
    if (!drawn(i)) continue;
    const open = found.at(-1);
    if (open?.[1] === i - 1) open[1] = i;
    else found.push([i, i]);
  }
  return found;
}

export const area: Painter = (context, mark, view) => {
  const bases = channel(mark, "base", view);
  series(mark, view).forEach(({ x, y, color }, k) => {
    const place = (i: number) => view.x.pixel(x[i]);
    const top = (i: number) => view.y.pixel(y[i]);
    const base = (i: number) => view.y.pixel(bases[k][i]);
    const drawn = (i: number) => Number.isFinite(place(i) + top(i) + base(i));
    context.fillStyle = color;
    context.beginPath();
    for (const [first, last] of stretches(y.length, drawn)) {
      context.moveTo(place(first), base(first));
      for (let i = first; i <= last; i++) context.lineTo(place(i), top(i));
      for (let i = last; i > first; i--) context.lineTo(place(i), base(i));
      context.closePath();
    }
    context.fill();
  });
};

// The past fades in bands, each one path for all runs of a colour: [share of the axis, opacity].
const ages = [
  [0.04, 1],
  [0.12, 0.8],
  [0.3, 0.6],
  [1, 0.4],
] as const;
const ageless = [[1, 1]] as const;

/** Whether a trail is a curve that grows: its past keeps its strength. */
export const isAgeless = ({ style }: Mark) => style.fades === false;

/** The bands of a trail's past, the latest first. */
export const agesOf = (mark: Mark) => (isAgeless(mark) ? ageless : ages);

/** The runs of a trail grouped by colour: what shares a colour shares a path. */
function byColor(all: readonly Series[]): Map<string, Series[]> {
  const groups = new Map<string, Series[]>();
  for (const one of all) {
    const group = groups.get(one.color);
    if (group) group.push(one);
    else groups.set(one.color, [one]);
  }
  return groups;
}

/** Paint the steps from..to of runs, one path a colour; `apart`, each step by itself. */
function paintRuns(
  context: Context,
  groups: ReadonlyMap<string, readonly Series[]>,
  from: number,
  to: number,
  view: View,
  apart = false,
): void {
  for (const [color, runs] of groups) {
    context.strokeStyle = color;
    context.beginPath();
    const pen = apart ? penOfSteps(context) : context;
    for (const run of runs) follow(pen, run, from, Math.min(to, run.y.length - 1), view);
    context.stroke();
  }
}

// A past of fewer steps than this is painted as fast as its pictures.
const worthwhile = 150;
// A stretch of the past, as a share of the axis, and how those before the newest are seen, the latest
// first; what is older has the opacity of the oldest age. It follows `ages` in equal steps.
const stretchShare = 0.1;
const fades = [0.8, 0.6] as const;
const faintest = ages[ages.length - 1][1];

export const trail: Painter = (context, mark, view) => {
  const all = series(mark, view);
  const groups = byColor(all);
  const end = presentPosition(mark, view);
  const count = mark.along ? view.count(mark.along) : 1;
  const opacity = context.globalAlpha;
  // Kept steps are painted one by one, and a dash begins anew with each.
  const isDashed = (mark.style.dash ?? "solid") !== "solid";
  if (!view.playing || isDashed || all.length * end < worthwhile) {
    setPen(context, mark, 1.75);
    let to = end;
    for (const [share, alpha] of agesOf(mark)) {
      const from = Math.max(0, Math.floor(end - share * count));
      context.globalAlpha = opacity * alpha;
      paintRuns(context, groups, from, to, view);
      to = from;
      if (from === 0) break;
    }
    return;
  }
  const others = mark.moves.filter((axis) => axis !== mark.along);
  const paint = (over: Context, from: number, to: number) => {
    setPen(over, mark, 1.75);
    over.lineCap = "square";
    paintRuns(over, groups, from, to, view, true);
  };
  paintKept(context, mark, view, others.map(view.position).join(), paint);
  setPen(context, mark, 1.75);
  const last = Math.floor(end);
  if (end > last) paintRuns(context, groups, last, end, view);
};

type PaintSteps = (over: Context, from: number, to: number) => void;

/** Paint the steps that a stretch does not show yet. */
function extend(stretch: Stretch, to: number, paint: PaintSteps): void {
  if (to > stretch.upTo) paint(stretch.context, stretch.upTo, to);
  stretch.upTo = Math.max(to, stretch.upTo);
}

/** Begin a stretch at a step, with nothing on it. */
function begin(stretch: Stretch, number: number, upTo: number): void {
  stretch.clear();
  Object.assign(stretch, { number, upTo });
}

/** Paint a kept picture over a canvas of the same size. */
function paintOver(context: Context, { context: kept }: Stretch, opacity: number): void {
  context.save();
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.globalAlpha = opacity;
  context.drawImage(kept.canvas, 0, 0);
  context.restore();
}

/**
 * Paint the whole steps of a trail whose scene plays: each one by itself, opaque, on the picture of
 * its stretch. The pictures are seen through: where runs cross they are no darker than elsewhere.
 *
 * at: where the trail stands apart from its own axis; when it changes, its past is painted anew.
 */
function paintKept(context: Context, mark: Mark, view: View, at: string, paint: PaintSteps): void {
  const count = mark.along ? view.count(mark.along) : 1;
  const last = Math.min(Math.floor(presentPosition(mark, view)), count);
  const length = Math.max(1, Math.floor(stretchShare * count));
  const newest = Math.floor(last / length);
  const past = view.past(mark, fades.length);
  const { whole, oldest, recent } = past;
  if (past.at !== at || last < whole.upTo) {
    past.at = at;
    for (const one of [whole, oldest, ...recent]) begin(one, -1, 0);
  }
  if (whole.number !== newest) {
    begin(whole, newest, newest * length);
    extend(oldest, Math.max(0, (newest - fades.length) * length), paint);
    paintOver(whole.context, oldest, isAgeless(mark) ? 1 : faintest);
    for (let age = Math.min(fades.length, newest); age > 0; age -= 1) {
      const number = newest - age;
      const one = recent[number % recent.length];
      if (one.number !== number) begin(one, number, number * length);
      extend(one, (number + 1) * length, paint);
      paintOver(whole.context, one, isAgeless(mark) ? 1 : fades[age - 1]);
    }
  }
  extend(whole, last, paint);
  paintOver(context, whole, context.globalAlpha);
}

/** How far a trail has come: where the axis that it runs along is seen. */
export const presentPosition = (mark: Mark, view: View): number =>
  mark.along ? view.position(mark.along) : Number.MAX_SAFE_INTEGER;

export const contours: Painter = (context, mark, view) => {
  setPen(context, mark, 1);
  for (const one of series(mark, view)) {
    context.strokeStyle = themeColor(seriesColor(mark.style.color, 0) ?? "muted", view.theme);
    context.beginPath();
    trace(context, one, 0, one.y.length - 1, view);
    context.stroke();
  }
};
