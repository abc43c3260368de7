// One painter per kind of mark that can stand in a 3-D panel; what a surface covers is left out.
import type { Point } from "../model/camera";
import { fillWords } from "../model/numbers";
import { type Mark, seriesColor } from "../model/scene";
import type { Kind } from "../model/types";
import { ages, presentPosition } from "../paint/curves";
import type { Exit } from "../paint/exits";
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
import { exitFromBox, isInBox, type Projection, pieces } from "./projection";

export type Painter3d = (context: Context, mark: Mark, view: View, projection: Projection) => void;

/** The points of every run of a mark, in the box. */
function runs(mark: Mark, view: View, projection: Projection): Point[][] {
  const [xs, ys, zs] = ["x", "y", "z"].map((name) => channel(mark, name, view));
  return xs.map((x, k) => Array.from(x, (one, i) => projection.boxed(one, ys[k][i], zs[k][i])));
}

/** The pieces of every run that can be seen, found once for a camera and kept while time goes on. */
function visiblePieces(mark: Mark, view: View, projection: Projection): readonly Float32Array[] {
  const at = mark.channels.x.axes.concat(mark.channels.z.axes).map(view.position);
  const known = projection.known.get(mark);
  if (known?.at === at.join()) return known.pieces;
  const found = runs(mark, view, projection).map((run) => pieces(projection, run));
  projection.known.set(mark, { at: at.join(), pieces: found });
  return found;
}

const color = (mark: Mark, k: number, view: View) =>
  themeColor(seriesColor(mark.style.color, k), view.theme);

/** Add the pieces whose point lies after `from` and not after `to` to the path. */
function trace(context: Context, all: Float32Array, from: number, to: number): void {
  let [x, y] = [Number.NaN, Number.NaN];
  for (let k = 0; k < all.length; k += 5) {
    const point = all[k + 4];
    if (point <= from || point > to) continue;
    if (all[k] !== x || all[k + 1] !== y) context.moveTo(all[k], all[k + 1]);
    [x, y] = [all[k + 2], all[k + 3]];
    context.lineTo(x, y);
  }
}

const curve: Painter3d = (context, mark, view, projection) => {
  setPen(context, mark, 2);
  for (const [k, run] of visiblePieces(mark, view, projection).entries()) {
    context.strokeStyle = color(mark, k, view);
    context.beginPath();
    trace(context, run, 0, Infinity);
    context.stroke();
  }
};

const trail: Painter3d = (context, mark, view, projection) => {
  const seen = visiblePieces(mark, view, projection);
  const end = presentPosition(mark, view);
  const count = mark.along ? view.count(mark.along) : 1;
  const opacity = context.globalAlpha;
  setPen(context, mark, 2);
  let to = end;
  for (const [share, alpha] of ages) {
    const from = Math.max(0, Math.floor(end - share * count));
    // On a coloured surface the past fades less than on paper.
    context.globalAlpha = opacity * Math.sqrt(alpha);
    for (const [k, run] of seen.entries()) {
      context.strokeStyle = color(mark, k, view);
      context.beginPath();
      trace(context, run, from, to);
      context.stroke();
    }
    to = from;
    if (from === 0) break;
  }
};

const dots: Painter3d = (context, mark, view, projection) => {
  const size = mark.style.size ?? 7;
  context.lineWidth = 2.5;
  context.strokeStyle = view.theme.paper;
  for (const [k, point] of runs(mark, view, projection)[0].entries()) {
    const place = projection.place(point);
    if (!isInBox(projection, point) || projection.covers(place)) continue;
    context.fillStyle = color(mark, k, view);
    context.beginPath();
    outline(context, mark.style.marker ?? "circle", place[0], place[1], size / 2);
    context.stroke();
    context.fill();
  }
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
    trace(context, pieces(projection, [foot, tip]), 0, 1);
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
  line: curve,
  contours: curve,
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
        const way = exitFromBox(projection, run, end);
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
