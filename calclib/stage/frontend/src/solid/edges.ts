// The edges of a box that have words: how many ticks they have, and where all words stand.
import type { Point } from "../model/camera";
import type { Room } from "../model/fit";
import { within } from "../model/layout";
import { clamp } from "../model/numbers";
import { makeScale } from "../model/scales";
import type { Panel } from "../model/scene";
import type { ScaleSpec } from "../model/types";
import { labelFont, tickFont, wordsWidth } from "../paint/furniture";
import type { Context, View } from "../paint/view";
import type { Projection } from "./projection";

export type Sign = -1 | 1;

export interface Edge {
  readonly spec: ScaleSpec;
  readonly at: (share: number) => Point;
  /** The direction from the edge to its words, of length 1. */
  readonly out: readonly [number, number];
  /** The place along the edge at which another edge has written its words already. */
  readonly taken: number;
  /** That of the height has its label above the box. */
  readonly label: string;
}

/** Words in the panel, in pixels: their middle, and half their width. */
export interface Words {
  readonly words: string;
  readonly x: number;
  readonly y: number;
  readonly wide: number;
}

/** A tick that is seen: its place along the edge and in the panel, and its words. */
export interface EdgeTick extends Words {
  readonly share: number;
  readonly foot: readonly [number, number];
}

/** The words of an edge, in the panel. */
export interface EdgeWords {
  readonly edge: Edge;
  /** Where its ticks stand, from −1 to 1, those included that are not seen. */
  readonly shares: readonly number[];
  readonly ticks: readonly EdgeTick[];
  readonly label: Words | null;
}

// Pixels between an edge and its ticks; half a line of words.
const gap = 7;
const line = 5;
// A label stands at the first of these places along its edge, and at the first of these distances in
// pixels, at which it is clear of the ticks.
const labelShares = [0, 0.1, -0.1, 0.2, -0.2, 0.3, -0.3] as const;
const labelGaps = [26, 32, 38, 44, 50] as const;
// How many ticks an edge has, as far as their words have room.
const counts = [4, 3, 2] as const;
// Pixels that stay free between two words.
const free = { beside: 4, below: 2 };
// As much of its edge belongs to a tick of another one; and where there is none.
const corner = 0.1;
const nowhere = 9;

/** About so many ticks of a scale: the place of each along its edge, from −1 to 1, and its words. */
const ticksOf = (spec: ScaleSpec, count: number) => {
  const scale = makeScale(spec, -1, 1);
  return scale
    .ticks(count)
    .map(({ at, words }) => ({ at: scale.pixel(at), words }))
    .filter(({ at }) => Math.abs(at) <= 1.001);
};

const overlap = (one: Words, other: Words): boolean =>
  one.words !== "" &&
  other.words !== "" &&
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
    label: labelGaps[0] + 2 * line + 2,
  };
}

const unit = (dx: number, dy: number): [number, number] => {
  const length = Math.hypot(dx, dy) || 1;
  return [dx / length, dy / length];
};

/** The side of the box that faces the camera along x and along y. */
export function nearSides(projection: Projection): [Sign, Sign] {
  const near = (x: number, y: number) => projection.place([x, y, 0])[2];
  return [near(1, 0) >= near(-1, 0) ? 1 : -1, near(0, 1) >= near(0, -1) ? 1 : -1];
}

/** The edges that carry ticks: the two near ones of the floor, and the upright one on the left. */
export function edgesOf(panel: Panel, projection: Projection): Edge[] {
  const [a, b, c] = projection.half;
  const [sx, sy] = nearSides(projection);
  const middle = projection.place([0, 0, -c]);
  const away = (point: Point) => {
    const [px, py] = projection.place(point);
    const [dx, dy] = unit(px - middle[0], py - middle[1]);
    return unit(dx, dy + 0.4);
  };
  const found: Edge[] = [
    {
      spec: panel.x,
      at: (t) => [a * t, sy * b, -c],
      out: away([0, sy * b, -c]),
      taken: nowhere,
      label: panel.x.label,
    },
    {
      spec: panel.y,
      at: (t) => [sx * a, b * t, -c],
      out: away([sx * a, 0, -c]),
      // The corner that both edges share belongs to the words of the first.
      taken: sy,
      label: panel.y.label,
    },
  ];
  const uprights = [1, -1].flatMap((x) => [1, -1].map((y) => [a * x, b * y] as const));
  const place = ([x, y]: readonly [number, number]) => projection.place([x, y, 0])[0];
  const [x, y] = uprights.reduce((left, one) => (place(one) < place(left) - 1e-6 ? one : left));
  // Seen from above the height has no length, and no ticks.
  if (panel.z && projection.camera[1] < 80)
    found.push({ spec: panel.z, at: (t) => [x, y, c * t], out: [-1, 0], taken: -1, label: "" });
  return found;
}

/** Where words beside a place of an edge stand; those that would leave the panel stay inside. */
function placeWords(
  context: Context,
  words: string,
  out: Edge["out"],
  { frame }: View,
  [px, py]: readonly [number, number],
  away: number,
): Words {
  const wide = context.measureText(words).width / 2;
  const wanted = px + out[0] * (away + wide);
  const x = clamp(wanted, frame.left + wide, frame.right - wide);
  // Words that are pushed towards the edge go down, out of the way of what stands along it.
  const down = 0.6 * Math.abs(wanted - x);
  const y = clamp(py + out[1] * (away + line) + down, frame.top + line, frame.bottom - line);
  return { words, x, y, wide };
}

/** The words of an edge: its label and as many ticks as have room beside it and each other. */
export function layOutEdge(
  context: Context,
  edge: Edge,
  view: View,
  projection: Projection,
): EdgeWords {
  const tries = counts.map((count) => wordsOf(context, edge, count, view, projection));
  return tries.find(({ isClear }) => isClear) ?? tries[tries.length - 1];
}

function wordsOf(
  context: Context,
  edge: Edge,
  count: number,
  view: View,
  projection: Projection,
): EdgeWords & { readonly isClear: boolean } {
  const all = ticksOf(edge.spec, count);
  context.font = tickFont(view.theme.font);
  const seen = all.flatMap(({ at: share, words }): EdgeTick[] => {
    const [px, py] = projection.place(edge.at(share));
    const foot = [px, py] as const;
    // A panel that is zoomed shows only a part of its box.
    if (!within(view.frame, px, py)) return [];
    const isTaken = Math.abs(share - edge.taken) <= corner;
    const own = placeWords(context, isTaken ? "" : words, edge.out, view, foot, gap);
    return [{ share, foot, ...own }];
  });
  const ticks = standingClear(seen);
  const label = labelOf(context, edge, ticks, view, projection);
  const isClear =
    ticks.length === seen.length && !ticks.some((tick) => label && overlap(tick, label));
  return { edge, shares: all.map(({ at }) => at), ticks, label, isClear };
}

/** The label of an edge, at the first place at which it stands clear of the ticks. */
function labelOf(
  context: Context,
  { at, out, label }: Edge,
  ticks: readonly EdgeTick[],
  view: View,
  projection: Projection,
): Words | null {
  const [px, py] = projection.place(at(0));
  if (label === "" || !within(view.frame, px, py)) return null;
  context.font = labelFont(view.theme.font);
  const places = labelShares.flatMap((share) => {
    const [x, y] = projection.place(at(share));
    return labelGaps.map((away) => placeWords(context, label, out, view, [x, y], away));
  });
  return places.find((one) => !ticks.some((tick) => overlap(tick, one))) ?? places[0];
}
