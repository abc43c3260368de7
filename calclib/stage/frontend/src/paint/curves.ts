// Painters of everything that is drawn from point to point.
import { bracket } from "../model/glide";
import { type Mark, type Numbers, seriesColor } from "../model/scene";
import { themeColor } from "./theme";
import { type Context, channel, type Painter, setPen, type View } from "./view";

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

// Steps of a run that are shorter than this, in pixels, are one.
const fine = 0.6;

/**
 * Add the steps from..to of a run to the path, leaving out those that lie wholly out of sight.
 *
 * A run that diverges swings across the frame in ever longer strides. Within one frame's size of
 * the frame they are drawn; farther out only an end of a stride that begins or ends within.
 */
function follow(context: Context, { x, y }: Series, from: number, to: number, view: View): void {
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
    if (near && !open && !Number.isNaN(ox + oy)) context.moveTo(...pull(px, py, ox, oy));
    else if (near && !open) context.moveTo(px, py);
    // A run that has nearly arrived stays within a pixel for hundreds of steps.
    const still = open && i < high && Math.abs(px - drawnX) + Math.abs(py - drawnY) < fine;
    if (near && !still) {
      context.lineTo(px, py);
      [drawnX, drawnY] = [px, py];
    } else if (!near && open && !Number.isNaN(px + py)) context.lineTo(...pull(ox, oy, px, py));
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
export const ages = [
  [0.04, 1],
  [0.12, 0.8],
  [0.3, 0.6],
  [1, 0.4],
] as const;
// What is older than this share of the axis has the opacity of the oldest, and keeps it.
const lastFade = ages[2][0];
const faintest = ages[3][1];

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

/** Paint the steps from..to of runs, one path a colour. */
function paintRuns(
  context: Context,
  groups: ReadonlyMap<string, readonly Series[]>,
  from: number,
  to: number,
  view: View,
): void {
  for (const [color, runs] of groups) {
    context.strokeStyle = color;
    context.beginPath();
    for (const run of runs) follow(context, run, from, Math.min(to, run.y.length - 1), view);
    context.stroke();
  }
}

// A past of fewer steps than this is painted as fast as its picture.
const worthwhile = 600;

/** Paint a canvas that has the size of another one over it. */
function paintOver(context: Context, { canvas }: Context, opacity: number): void {
  context.save();
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.globalAlpha = opacity;
  context.drawImage(canvas, 0, 0);
  context.restore();
}

export const trail: Painter = (context, mark, view) => {
  const all = series(mark, view);
  const groups = byColor(all);
  const end = presentPosition(mark, view);
  const count = mark.along ? view.count(mark.along) : 1;
  const opacity = context.globalAlpha;
  /** The steps after `first` and up to `last`, as they have faded by then. */
  const paintFaded = (over: Context, first: number, last: number) => {
    setPen(over, mark, 1.75);
    let to = last;
    for (const [share, alpha] of ages) {
      const from = Math.max(first, Math.floor(last - share * count));
      over.globalAlpha = opacity * alpha;
      paintRuns(over, groups, from, to, view);
      to = from;
      if (from === first) break;
    }
  };
  if (!view.playing || all.length * end < worthwhile) {
    paintFaded(context, 0, end);
    return;
  }
  const past = view.past(mark);
  const { picture, oldest } = past;
  const others = mark.moves.filter((axis) => axis !== mark.along);
  const at = others.map(view.position).join();
  // The newest steps are painted over the picture until the first of them would begin to fade.
  const fresh = end - picture.upTo;
  if (past.at !== at || fresh < 0 || fresh > Math.max(1, ages[0][0] * count)) {
    const upTo = Math.floor(end);
    const faded = Math.max(0, Math.floor(upTo - lastFade * count));
    if (past.at !== at || faded < oldest.upTo) {
      oldest.clear();
      oldest.upTo = 0;
    }
    // Opaque, and seen through as a whole: where its runs cross it is no darker than elsewhere.
    setPen(oldest.context, mark, 1.75);
    paintRuns(oldest.context, groups, oldest.upTo, faded, view);
    picture.clear();
    paintOver(picture.context, oldest.context, opacity * faintest);
    paintFaded(picture.context, faded, upTo);
    past.at = at;
    oldest.upTo = faded;
    picture.upTo = upTo;
  }
  paintOver(context, picture.context, 1);
  setPen(context, mark, 1.75);
  paintRuns(context, groups, picture.upTo, end, view);
};

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
