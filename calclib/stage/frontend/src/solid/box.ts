// What a 3-D panel has besides its marks: a floor, two walls, ticks along three edges, labels.
import type { Point } from "../model/camera";
import type { Size } from "../model/layout";
import { formatNumber } from "../model/numbers";
import { makeScale } from "../model/scales";
import type { Panel } from "../model/scene";
import type { ScaleSpec } from "../model/types";
import { labelFont, tickFont } from "../paint/furniture";
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

/** Paint the box and its words. */
export function paintBox(
  context: Context,
  panel: Panel,
  view: View,
  projection: Projection,
  size: Size,
) {
  const { ink, muted, rule, font } = view.theme;
  context.lineWidth = 1;
  context.setLineDash([]);
  context.strokeStyle = rule;
  paintWalls(context, panel, projection);
  context.textBaseline = "middle";
  context.textAlign = "center";
  for (const { spec, at, out, taken } of edges(panel, projection)) {
    context.strokeStyle = context.fillStyle = muted;
    stroke(context, projection, [[at(-1), at(1)]]);
    context.font = tickFont(font);
    const scale = makeScale(spec, -1, 1);
    const words = scale.ticks(4).filter((tick) => Math.abs(scale.pixel(tick.at)) <= 1.001);
    const beside = (px: number, py: number, text: string, gap: number) => {
      const wide = context.measureText(text).width / 2;
      context.fillText(text, px + out[0] * (gap + wide), py + out[1] * (gap + 5));
    };
    for (const tick of words) {
      const [px, py] = projection.place(at(scale.pixel(tick.at)));
      context.beginPath();
      context.moveTo(px, py);
      context.lineTo(px + 4 * out[0], py + 4 * out[1]);
      context.stroke();
      if (Math.abs(scale.pixel(tick.at) - taken) > 0.1) beside(px, py, tick.words, 7);
    }
    if (spec === panel.z) continue;
    context.fillStyle = ink;
    context.font = labelFont(font);
    const [px, py] = projection.place(at(0));
    beside(px, py, spec.label, 26);
  }
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
