// What a 3-D panel has besides its marks: a floor, two walls, ticks along three edges, labels.
import type { Point } from "../model/camera";
import type { Size } from "../model/layout";
import { formatNumber } from "../model/numbers";
import type { Panel } from "../model/scene";
import { labelFont, tickFont } from "../paint/furniture";
import type { Context, View } from "../paint/view";
import { fill, playerWords } from "../words/words";
import { type EdgeWords, edgesOf, layOutEdge, nearSides } from "./edges";
import type { Projection } from "./projection";

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

/** Paint an edge with its ticks and its label. */
function paintEdge(
  context: Context,
  { edge: { at, out }, ticks, label }: EdgeWords,
  { theme }: View,
  projection: Projection,
): void {
  context.strokeStyle = context.fillStyle = theme.muted;
  stroke(context, projection, [[at(-1), at(1)]]);
  context.font = tickFont(theme.font);
  for (const { foot, words, x, y } of ticks) {
    context.beginPath();
    context.moveTo(foot[0], foot[1]);
    context.lineTo(foot[0] + 4 * out[0], foot[1] + 4 * out[1]);
    context.stroke();
    if (words !== "") context.fillText(words, x, y);
  }
  if (!label) return;
  context.fillStyle = theme.ink;
  context.font = labelFont(theme.font);
  context.fillText(label.words, label.x, label.y);
}

/** Paint the box, its ticks and the labels of its floor. */
export function paintBox(context: Context, panel: Panel, view: View, projection: Projection): void {
  context.lineWidth = 1;
  context.setLineDash([]);
  context.strokeStyle = view.theme.rule;
  const edges = edgesOf(panel, projection).map((edge) =>
    layOutEdge(context, edge, view, projection),
  );
  const upright = edges.find(({ edge }) => edge.spec === panel.z);
  paintWalls(context, upright?.shares ?? [], projection);
  context.textBaseline = "middle";
  context.textAlign = "center";
  for (const edge of edges) paintEdge(context, edge, view, projection);
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
