// One painter per kind of mark that can stand in a 3-D panel; what a surface covers is pale.
import type { Point } from "../model/camera";
import { fillWords, formatNumber } from "../model/numbers";
import { type Mark, seriesColor } from "../model/scene";
import type { Kind, Style } from "../model/types";
import { agesOf, isAgeless, presentPosition } from "../paint/curves";
import type { Exit } from "../paint/exits";
import { tickFont } from "../paint/furniture";
import { outline } from "../paint/markers";
import { themeColor } from "../paint/theme";
import {
  type Context,
  channel,
  paintArrowHead,
  paintWords,
  setPen,
  type View,
} from "../paint/view";
import { exitFromBox, isInBox, type Pieces, type Projection, pieces } from "./projection";

export type Painter3d = (context: Context, mark: Mark, view: View, projection: Projection) => void;

/** The share of its opacity that a mark keeps behind a surface. */
const behind = 0.3;

/** The points of every run of a mark, in the box. */
function runs(mark: Mark, view: View, projection: Projection): Point[][] {
  const [xs, ys, zs] = ["x", "y", "z"].map((name) => channel(mark, name, view));
  return xs.map((x, k) => Array.from(x, (one, i) => projection.boxed(one, ys[k][i], zs[k][i])));
}

/** The pieces of every run, found once for a camera and kept while time goes on. */
function knownPieces(mark: Mark, view: View, projection: Projection): readonly Pieces[] {
  const at = mark.channels.x.axes.concat(mark.channels.z.axes).map(view.position);
  const known = projection.known.get(mark);
  if (known?.at === at.join()) return known.pieces;
  const found = runs(mark, view, projection).map((run) => pieces(projection, run));
  projection.known.set(mark, { at: at.join(), pieces: found });
  return found;
}

const color = (mark: Mark, k: number, view: View) =>
  themeColor(seriesColor(mark.style.color, k), view.theme);

/** Where in a run's pieces, which follow each other, those begin whose point lies after `from`. */
function firstAfter(all: Float32Array, from: number): number {
  let [low, high] = [0, all.length / 5];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (all[5 * middle + 4] > from) high = middle;
    else low = middle + 1;
  }
  return 5 * low;
}

/** Add the pieces whose point lies after `from` and not after `to` to the path. */
function trace(context: Context, all: Float32Array, from: number, to: number): void {
  let [x, y] = [Number.NaN, Number.NaN];
  for (let k = firstAfter(all, from); k < all.length && all[k + 4] <= to; k += 5) {
    if (all[k] !== x || all[k + 1] !== y) context.moveTo(all[k], all[k + 1]);
    [x, y] = [all[k + 2], all[k + 3]];
    context.lineTo(x, y);
  }
}

/** Stroke a stretch of every run: pale behind a surface, at the present opacity before it. */
function strokeRuns(
  context: Context,
  mark: Mark,
  all: readonly Pieces[],
  view: View,
  [from, to]: readonly [number, number] = [0, Infinity],
): void {
  const opacity = context.globalAlpha;
  for (const side of ["hidden", "seen"] as const) {
    context.globalAlpha = side === "hidden" ? behind * opacity : opacity;
    for (const [k, run] of all.entries()) {
      if (run[side].length === 0) continue;
      context.strokeStyle = color(mark, k, view);
      context.beginPath();
      trace(context, run[side], from, to);
      context.stroke();
    }
  }
  context.globalAlpha = opacity;
}

const line: Painter3d = (context, mark, view, projection) => {
  setPen(context, mark, 2);
  strokeRuns(context, mark, knownPieces(mark, view, projection), view);
};

/** Level lines, and below each of them the same line on the floor, as far as the surface shows it. */
const contours: Painter3d = (context, mark, view, projection) => {
  setPen(context, mark, 1);
  context.strokeStyle = color(mark, 0, view);
  const [, , bottom] = projection.half;
  const onSurface = knownPieces(mark, view, projection);
  const onFloor = runs(mark, view, projection).map((run) =>
    pieces(
      projection,
      run.map(([x, y, z]): Point => [x, y, Number.isFinite(z) ? -bottom : z]),
    ),
  );
  for (const { seen } of [...onFloor, ...onSurface]) {
    context.beginPath();
    trace(context, seen, 0, Infinity);
    context.stroke();
  }
};

const trail: Painter3d = (context, mark, view, projection) => {
  const all = knownPieces(mark, view, projection);
  const end = presentPosition(mark, view);
  const count = mark.along ? view.count(mark.along) : 1;
  const opacity = context.globalAlpha;
  setPen(context, mark, 2);
  let to = end;
  for (const [share, alpha] of agesOf(mark)) {
    const from = Math.max(0, Math.floor(end - share * count));
    // On a coloured surface the past fades less than on paper.
    context.globalAlpha = opacity * Math.sqrt(alpha);
    strokeRuns(context, mark, all, view, [from, to]);
    to = from;
    if (from === 0) break;
  }
};

// A line down to the floor that is shorter than this says nothing; in pixels.
const shortest = 4;

/** From a dot straight down to the floor, with the height of the dot beside the line. */
function paintDrop(
  context: Context,
  point: Point,
  height: string,
  ink: string,
  { theme }: View,
  projection: Projection,
): void {
  const foot: Point = [point[0], point[1], -projection.half[2]];
  const [[px, py], [fx, fy]] = [projection.place(point), projection.place(foot)];
  if (fy - py < shortest) return;
  context.save();
  context.strokeStyle = context.fillStyle = ink;
  context.lineWidth = 1.5;
  context.setLineDash([3, 3]);
  context.beginPath();
  context.moveTo(px, py);
  context.lineTo(fx, fy);
  context.stroke();
  context.beginPath();
  context.arc(fx, fy, 2.5, 0, 2 * Math.PI);
  context.fill();
  context.font = tickFont(theme.font);
  context.textAlign = "left";
  context.textBaseline = "middle";
  context.fillStyle = theme.ink;
  paintWords(context, height, fx + 7, (py + fy) / 2, theme);
  context.restore();
}

/** Dots of one colour as one shape: where several lie on each other they are no stronger. */
function paintShape(
  context: Context,
  { marker = "circle", size = 7 }: Style,
  ink: string,
  places: readonly Point[],
): void {
  context.beginPath();
  for (const [x, y] of places) outline(context, marker, x, y, size / 2);
  context.fillStyle = ink;
  context.stroke();
  context.fill();
}

const dots: Painter3d = (context, mark, view, projection) => {
  const { style } = mark;
  const opacity = context.globalAlpha;
  const heights = channel(mark, "z", view)[0];
  const seen: { place: Point; ink: string }[] = [];
  const hidden = new Map<string, Point[]>();
  for (const [k, point] of runs(mark, view, projection)[0].entries()) {
    if (!isInBox(projection, point)) continue;
    const place = projection.place(point);
    const ink = color(mark, k, view);
    if (style.drop) {
      const height = formatNumber(heights[k], style.drop);
      paintDrop(context, point, height, ink, view, projection);
    }
    if (projection.covers(place)) hidden.set(ink, [...(hidden.get(ink) ?? []), place]);
    else seen.push({ place, ink });
  }
  context.lineWidth = 2.5;
  context.strokeStyle = view.theme.paper;
  context.globalAlpha = behind * opacity;
  for (const [ink, places] of hidden) paintShape(context, style, ink, places);
  context.globalAlpha = opacity;
  for (const { place, ink } of seen) paintShape(context, style, ink, [place]);
};

const arrows: Painter3d = (context, mark, view, projection) => {
  const names = ["x", "y", "z", "u", "v", "w"];
  const [x, y, z, u, v, w] = names.map((name) => channel(mark, name, view)[0]);
  setPen(context, mark, 1.5);
  for (let k = 0; k < x.length; k++) {
    const foot = projection.boxed(x[k], y[k], z[k]);
    const tip = projection.boxed(x[k] + u[k], y[k] + v[k], z[k] + w[k]);
    const [[px, py], [tx, ty, near]] = [projection.place(foot), projection.place(tip)];
    const length = Math.hypot(tx - px, ty - py);
    if (!(length > 0.5)) continue;
    context.strokeStyle = context.fillStyle = color(mark, k, view);
    context.beginPath();
    trace(context, pieces(projection, [foot, tip]).seen, 0, 1);
    context.stroke();
    if (!isInBox(projection, tip) || projection.covers([tx, ty, near])) continue;
    paintArrowHead(
      context,
      tx,
      ty,
      tx - px,
      ty - py,
      Math.min(4 + 2.5 * context.lineWidth, 0.6 * length),
    );
  }
};

const text: Painter3d = (context, mark, view, projection) => {
  const values = channel(mark, "value", view)[0];
  const anchors = { start: "left", middle: "center", end: "right" } as const;
  context.font = `${mark.style.size ?? 12}px ${view.theme.font}`;
  context.textAlign = anchors[mark.style.anchor ?? "middle"];
  context.textBaseline = "middle";
  for (const [k, point] of runs(mark, view, projection)[0].entries()) {
    const [px, py] = projection.place(point);
    if (!isInBox(projection, point)) continue;
    context.fillStyle = color(mark, k, view);
    paintWords(context, fillWords(mark.style.words ?? "", values?.[k]), px, py, view.theme);
  }
};

/** A surface is filled into the raster before any of these; see panel3d.ts. */
const surface: Painter3d = () => {};

export const painters3d: Readonly<Partial<Record<Kind, Painter3d>>> = {
  surface,
  line,
  contours,
  trail,
  dots,
  arrows,
  text,
};

/** All runs of a panel's trails that are out of the box at the present index. */
export function exits3d(marks: readonly Mark[], view: View, projection: Projection): Exit[] {
  return marks
    .filter((mark) => mark.kind === "trail")
    .flatMap((mark) => {
      const end = presentPosition(mark, view);
      if (isPresentInBox(mark, Math.floor(end), view, projection)) return [];
      return runs(mark, view, projection).map((run, k) => {
        const way = exitFromBox(projection, run, end, isAgeless(mark));
        return way && { ...way, color: color(mark, k, view) };
      });
    })
    .filter((one) => one !== null);
}

/** Whether no run of a trail is out of the box: asked of every picture, before its whole past. */
function isPresentInBox(mark: Mark, end: number, view: View, projection: Projection): boolean {
  const [xs, ys, zs] = ["x", "y", "z"].map((name) => channel(mark, name, view));
  return xs.every((x, k) => {
    const i = Math.min(end, x.length - 1);
    return isInBox(projection, projection.boxed(x[i], ys[k][i], zs[k][i]));
  });
}
