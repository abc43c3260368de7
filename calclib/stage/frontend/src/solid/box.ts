// What a 3-D panel has besides its marks: a floor, two walls, ticks along three edges, labels.
import type { Point } from "../model/camera";
import type { Room } from "../model/fit";
import { type Size, within } from "../model/layout";
import { clamp, formatNumber } from "../model/numbers";
import { makeScale } from "../model/scales";
import type { Panel } from "../model/scene";
import type { ScaleSpec } from "../model/types";
import { labelFont, tickFont, wordsWidth } from "../paint/furniture";
import type { Context, View } from "../paint/view";
import { fill, playerWords } from "../words/words";
import type { Projection } from "./projection";

type Sign = -1 | 1;

interface Edge {
  readonly spec: ScaleSpec;
  readonly at: (share: number) => Point;
  /** The direction from the edge to its words, of length 1. */
  readonly out: readonly [number, number];
  /** The place along the edge at which another edge has written its words already. */
  readonly taken: number;
}

// Pixels between an edge and its ticks, and between it and its label; half a line of words.
const gap = 7;
const labelGap = 26;
const line = 5;

const ticksOf = (spec: ScaleSpec) => {
  const scale = makeScale(spec, -1, 1);
  return scale
    .ticks(4)
    .map(({ at, words }) => ({ at: scale.pixel(at), words }))
    .filter(({ at }) => Math.abs(at) <= 1.001);
};

/** What the words of a box need around it, in pixels. */
export function roomForWords(context: Context, { x, y, z }: Panel, font: string): Room {
  const width = (...all: readonly ScaleSpec[]) =>
    wordsWidth(
      context,
      all.flatMap(ticksOf).map(({ words }) => words),
      font,
    );
  return {
    left: gap + (z ? width(z) : 0),
    // At a corner words go out and down, so that not all of their width lies beside it.
    right: gap + 0.8 * width(x, y),
    corner: gap + 2 * line + 2,
    label: labelGap + 2 * line + 2,
  };
}

const unit = (dx: number, dy: number): [number, number] => {
  const length = Math.hypot(dx, dy) || 1;
  return [dx / length, dy / length];
};

/** The side of the box that faces the camera along x and along y. */
function nearSides(projection: Projection): [Sign, Sign] {
  const near = (x: number, y: number) => projection.place([x, y, 0])[2];
  return [near(1, 0) >= near(-1, 0) ? 1 : -1, near(0, 1) >= near(0, -1) ? 1 : -1];
}

/** The edges that carry ticks: the two near ones of the floor, and the upright one on the left. */
function edges(panel: Panel, projection: Projection): Edge[] {
  const [a, b, c] = projection.half;
  const [sx, sy] = nearSides(projection);
  const middle = projection.place([0, 0, -c]);
  const away = (point: Point) => {
    const [px, py] = projection.place(point);
    const [dx, dy] = unit(px - middle[0], py - middle[1]);
    return unit(dx, dy + 0.4);
  };
  const found: Edge[] = [
    { spec: panel.x, at: (t) => [a * t, sy * b, -c], out: away([0, sy * b, -c]), taken: 9 },
    // The corner that both edges share belongs to the words of the first.
    { spec: panel.y, at: (t) => [sx * a, b * t, -c], out: away([sx * a, 0, -c]), taken: sy },
  ];
  const uprights = [1, -1].flatMap((x) => [1, -1].map((y) => [a * x, b * y] as const));
  const place = ([x, y]: readonly [number, number]) => projection.place([x, y, 0])[0];
  const [x, y] = uprights.reduce((left, one) => (place(one) < place(left) - 1e-6 ? one : left));
  // Seen from above the height has no length, and no ticks.
  if (panel.z && projection.camera[1] < 80)
    found.push({ spec: panel.z, at: (t) => [x, y, c * t], out: [-1, 0], taken: -1 });
  return found;
}

function stroke(
  context: Context,
  projection: Projection,
  lines: readonly (readonly Point[])[],
): void {
  context.beginPath();
  for (const line of lines)
    line.forEach((point, k) => {
      const [px, py] = projection.place(point);
      if (k === 0) context.moveTo(px, py);
      else context.lineTo(px, py);
    });
  context.stroke();
}

/** Floor and far walls, with the level of each tick of the height drawn around them. */
function paintWalls(context: Context, panel: Panel, projection: Projection): void {
  const [a, b, c] = projection.half;
  const [sx, sy] = nearSides(projection);
  const around = (z: number): Point[] => [
    [-sx * a, sy * b, z],
    [-sx * a, -sy * b, z],
    [sx * a, -sy * b, z],
  ];
  const floor: Point[] = [...around(-c), [sx * a, sy * b, -c], [-sx * a, sy * b, -c]];
  const posts = around(-c).map(([x, y]): Point[] => [
    [x, y, -c],
    [x, y, c],
  ]);
  const heights = panel.z ? makeScale(panel.z, -c, c).ticks(4) : [];
  const levels = heights.map(({ at }) => around(panel.z ? makeScale(panel.z, -c, c).pixel(at) : 0));
  stroke(context, projection, [floor, ...posts, around(c), ...levels]);
}

/** Paint an edge with its ticks and its label; words that would leave the panel stay inside. */
function paintEdge(
  context: Context,
  { spec, at, out, taken }: Edge,
  panel: Panel,
  { theme, frame }: View,
  projection: Projection,
): void {
  const { ink, muted, font } = theme;
  context.strokeStyle = context.fillStyle = muted;
  stroke(context, projection, [[at(-1), at(1)]]);
  context.font = tickFont(font);
  const beside = (px: number, py: number, words: string, away: number) => {
    const wide = context.measureText(words).width / 2;
    const wanted = px + out[0] * (away + wide);
    const x = clamp(wanted, frame.left + wide, frame.right - wide);
    // Words that are pushed towards the edge go down, out of the way of what stands along it.
    const down = 0.6 * Math.abs(wanted - x);
    const y = clamp(py + out[1] * (away + line) + down, frame.top + line, frame.bottom - line);
    context.fillText(words, x, y);
  };
  for (const tick of ticksOf(spec)) {
    const [px, py] = projection.place(at(tick.at));
    // A panel that is zoomed shows only a part of its box.
    if (!within(frame, px, py)) continue;
    context.beginPath();
    context.moveTo(px, py);
    context.lineTo(px + 4 * out[0], py + 4 * out[1]);
    context.stroke();
    if (Math.abs(tick.at - taken) > 0.1) beside(px, py, tick.words, gap);
  }
  const [px, py] = projection.place(at(0));
  if (spec === panel.z || !within(frame, px, py)) return;
  context.fillStyle = ink;
  context.font = labelFont(font);
  beside(px, py, spec.label, labelGap);
}

/** Paint the box, its ticks and the labels of its floor. */
export function paintBox(context: Context, panel: Panel, view: View, projection: Projection): void {
  context.lineWidth = 1;
  context.setLineDash([]);
  context.strokeStyle = view.theme.rule;
  paintWalls(context, panel, projection);
  context.textBaseline = "middle";
  context.textAlign = "center";
  for (const edge of edges(panel, projection)) paintEdge(context, edge, panel, view, projection);
}

/** Write above the box what its height is, and where the surface is cut off. */
export function paintCaptions(
  context: Context,
  panel: Panel,
  { theme }: View,
  projection: Projection,
  size: Size,
): void {
  const { ink, muted, font } = theme;
  context.fillStyle = ink;
  context.font = labelFont(font);
  context.textBaseline = "alphabetic";
  context.textAlign = "left";
  if (panel.z && projection.camera[1] < 80) context.fillText(panel.z.label, 2, 13);
  const clipped = panel.marks.some((mark) => mark.style.clipped);
  context.textAlign = "right";
  context.fillStyle = muted;
  context.font = tickFont(font);
  if (panel.z && clipped) {
    const top = formatNumber(panel.z.domain[1], ".3g");
    context.fillText(fill(playerWords().clippedAt, top), size.width - 4, 13);
  }
}
