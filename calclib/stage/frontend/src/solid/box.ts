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

/** A tick that is seen: its place along the edge and in the panel, and its words in the panel. */
interface EdgeTick {
  readonly share: number;
  readonly foot: readonly [number, number];
  /** They have their middle at (x, y). */
  readonly words: string;
  readonly x: number;
  readonly y: number;
  /** Half the width of the words. */
  readonly wide: number;
}

// Pixels between an edge and its ticks, and between it and its label; half a line of words.
const gap = 7;
const labelGap = 26;
const line = 5;
// How many ticks an edge has, as far as their words have room.
const counts = [4, 3, 2] as const;
// Pixels that stay free between two words.
const free = { beside: 4, below: 2 };

/** About so many ticks of a scale: the place of each along its edge, from −1 to 1, and its words. */
const ticksOf = (spec: ScaleSpec, count: number) => {
  const scale = makeScale(spec, -1, 1);
  return scale
    .ticks(count)
    .map(({ at, words }) => ({ at: scale.pixel(at), words }))
    .filter(({ at }) => Math.abs(at) <= 1.001);
};

const overlap = (one: EdgeTick, other: EdgeTick): boolean =>
  Math.abs(one.x - other.x) < one.wide + other.wide + free.beside &&
  Math.abs(one.y - other.y) < 2 * line + free.below;

/** Those of some ticks, in order, whose words stand clear of the words before them. */
function standingClear(ticks: readonly EdgeTick[]): EdgeTick[] {
  const kept: EdgeTick[] = [];
  for (const one of ticks) if (!kept.some((other) => overlap(one, other))) kept.push(one);
  return kept;
}

/** What the words of a box need around it, in pixels. */
export function roomForWords(context: Context, { x, y, z }: Panel, font: string): Room {
  const width = (...all: readonly ScaleSpec[]) =>
    wordsWidth(
      context,
      all.flatMap((spec) => ticksOf(spec, counts[0])).map(({ words }) => words),
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
function paintWalls(context: Context, levels: readonly number[], projection: Projection): void {
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
  const rings = levels.map((share) => around(c * share));
  stroke(context, projection, [floor, ...posts, around(c), ...rings]);
}

/** Where words beside a place of an edge stand; those that would leave the panel stay inside. */
function placeWords(
  context: Context,
  words: string,
  out: Edge["out"],
  { frame }: View,
  [px, py]: readonly [number, number],
  away: number,
) {
  const wide = context.measureText(words).width / 2;
  const wanted = px + out[0] * (away + wide);
  const x = clamp(wanted, frame.left + wide, frame.right - wide);
  // Words that are pushed towards the edge go down, out of the way of what stands along it.
  const down = 0.6 * Math.abs(wanted - x);
  const y = clamp(py + out[1] * (away + line) + down, frame.top + line, frame.bottom - line);
  return { words, x, y, wide };
}

/** The ticks of an edge whose words have room side by side, and about how many it has in all. */
function ticksWithRoom(context: Context, edge: Edge, view: View, projection: Projection) {
  const { spec, at, out } = edge;
  context.font = tickFont(view.theme.font);
  const place = (count: number) =>
    ticksOf(spec, count).flatMap(({ at: share, words }): EdgeTick[] => {
      const [px, py] = projection.place(at(share));
      const foot = [px, py] as const;
      // A panel that is zoomed shows only a part of its box.
      if (!within(view.frame, px, py)) return [];
      return [{ share, foot, ...placeWords(context, words, out, view, foot, gap) }];
    });
  const haveRoom = (count: number) => standingClear(place(count)).length === place(count).length;
  const count = counts.find(haveRoom) ?? counts[2];
  return { edge, count, ticks: standingClear(place(count)) };
}

/** Paint an edge with its ticks and its label. */
function paintEdge(
  context: Context,
  { spec, at, out, taken }: Edge,
  ticks: readonly EdgeTick[],
  panel: Panel,
  view: View,
  projection: Projection,
): void {
  const { ink, muted, font } = view.theme;
  context.strokeStyle = context.fillStyle = muted;
  stroke(context, projection, [[at(-1), at(1)]]);
  context.font = tickFont(font);
  for (const { share, foot, words, x, y } of ticks) {
    context.beginPath();
    context.moveTo(foot[0], foot[1]);
    context.lineTo(foot[0] + 4 * out[0], foot[1] + 4 * out[1]);
    context.stroke();
    if (Math.abs(share - taken) > 0.1) context.fillText(words, x, y);
  }
  const [px, py] = projection.place(at(0));
  if (spec === panel.z || !within(view.frame, px, py)) return;
  context.fillStyle = ink;
  context.font = labelFont(font);
  const { x, y } = placeWords(context, spec.label, out, view, [px, py], labelGap);
  context.fillText(spec.label, x, y);
}

/** Paint the box, its ticks and the labels of its floor. */
export function paintBox(context: Context, panel: Panel, view: View, projection: Projection): void {
  context.lineWidth = 1;
  context.setLineDash([]);
  context.strokeStyle = view.theme.rule;
  const found = edges(panel, projection).map((edge) =>
    ticksWithRoom(context, edge, view, projection),
  );
  const upright = found.find(({ edge }) => edge.spec === panel.z);
  const levels = upright ? ticksOf(upright.edge.spec, upright.count).map(({ at }) => at) : [];
  paintWalls(context, levels, projection);
  context.textBaseline = "middle";
  context.textAlign = "center";
  for (const { edge, ticks } of found) paintEdge(context, edge, ticks, panel, view, projection);
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
