// One panel on two canvases: what stays while the lead axis moves, and what moves over it.

import { frameOf } from "../model/layout";
import { axisValue } from "../model/numbers";
import { makeScale } from "../model/scales";
import { type Axis, layers, leadAxis, type Mark, type Panel, type Scene } from "../model/scene";
import type { Camera, Index } from "../model/types";
import { exits, paintExits } from "./exits";
import { paintAxes, paintFurniture, secondLine, tickCounts, wordsWidth } from "./furniture";
import {
  axesAt,
  bitmaps,
  type Canvases,
  clearCanvas,
  type Look,
  layerKey,
  makePasts,
  type PanelPainter,
  type Strip,
} from "./layer";
import { painters, whole } from "./painters";
import { type Context, channel, type View } from "./view";

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

/** The view of a panel at any index, once its size and theme are fixed. */
function views(
  scene: Scene,
  panel: Panel,
  { still, spare }: Canvases,
  look: Look,
  past: View["past"],
) {
  const { size, theme } = look;
  const ticks = makeScale(panel.y, size.height, 0).ticks(tickCounts(size, panel).y);
  const words = ticks.map((tick) => tick.words);
  const full = frameOf(size, wordsWidth(still, words, theme.font), panel);
  const x = makeScale(panel.x, full.left, full.right);
  // A label below names on two lines needs room of its own.
  const lower = panel.x.label && !panel.equal ? secondLine(still, panel, x, size, theme.font) : 0;
  const frame = { ...full, bottom: full.bottom - lower };
  const y = makeScale(panel.y, frame.bottom, frame.top);
  const fixed = { x, y, frame, theme, bitmap: bitmaps(spare), past };
  return (index: Index, position = index, playing = false): View => ({
    ...fixed,
    ...axesAt(scene.axes, index, position),
    playing,
  });
}

/** No ticks, no coordinates: a graph has its own room, and of other panels the scene says so. */
export const hasNoAxes = (panel: Panel): boolean =>
  panel.frame === false || panel.marks.some((mark) => mark.kind === "graph");

// Room on each side of a cursor's line, in pixels.
const room = 3;
// A strip is so much wider, in pixels of the screen, and moves on when the line leaves it: each move
// of an element lets the browser put the layers of the whole page together anew.
const hop = 64;

/** Paint a cursor on a strip that is hardly wider than its line, pixel by pixel as on the panel. */
function paintCursor(strip: Strip, cursor: Mark, view: View, { size, ratio }: Look): void {
  const { axis = "", direction, width = 1.25 } = cursor.style;
  const across = direction === "y";
  const at = view.pixel(axis, across ? view.y : view.x);
  const half = Math.ceil(width / 2 + room);
  // A whole number of the screen's pixels away.
  const away = hop * Math.floor(((at - half) * ratio) / hop);
  const long = Math.round((across ? size.width : size.height) * ratio);
  const wide = hop + Math.ceil(2 * half * ratio);
  const [left, top] = across ? [0, away] : [away, 0];
  const context = strip.show(left / ratio, top / ratio);
  const { canvas } = context;
  const [w, h] = across ? [long, wide] : [wide, long];
  if (canvas.width !== w) canvas.width = w;
  if (canvas.height !== h) canvas.height = h;
  canvas.style.width = `${w / ratio}px`;
  canvas.style.height = `${h / ratio}px`;
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, w, h);
  context.setTransform(ratio, 0, 0, ratio, -left, -top);
  paintMarks(context, [cursor], view);
}

/** Fix size, theme and pixel ratio of a flat panel; the result paints it at any index. */
export function makeFlatPanel(
  scene: Scene,
  panel: Panel,
  canvases: Canvases,
  look: Look,
): PanelPainter {
  const { still, moving } = canvases;
  const pasts = makePasts(canvases, look);
  const view = views(scene, panel, canvases, look, pasts.past);
  const split = layers(panel, leadAxis(scene.axes)?.name);
  const axes = !hasNoAxes(panel);
  const paintStill = (now: View) => {
    clearCanvas(still, look, look.theme.paper);
    if (axes) paintFurniture(still, panel, now, look.size);
    paintMarks(still, split.still, now);
    if (axes) paintAxes(still, now);
  };
  const paintMoving = (now: View) => {
    clearCanvas(moving, look);
    paintMarks(moving, split.moving, now);
    paintExits(moving, exits(panel.marks, now), now);
  };
  // While a scene plays, a cursor that is all that moves has a strip of its own.
  const lone = split.moving.length === 1 && split.moving[0].kind === "cursor" && canvases.strip;
  // What the canvases show.
  const shown = { still: "nothing", moving: "nothing", playing: false, strip: false };
  const paint = (index: Index, _?: Camera, position = index, playing = false) => {
    const now = {
      still: layerKey(split.still, index, position),
      moving: layerKey(split.moving, index, position),
      playing,
    };
    if (now.still !== shown.still) paintStill(view(index, position));
    // A picture of play may be a little behind in how it fades; at rest it is exact.
    const stopped = shown.playing && !playing;
    if (stopped) pasts.close();
    if (stopped || now.moving !== shown.moving) {
      const seen = view(index, position, playing);
      const strip = playing && lone;
      if (strip) paintCursor(strip, split.moving[0], seen, look);
      else paintMoving(seen);
      if (strip && !shown.strip) clearCanvas(moving, look);
      if (!strip) canvases.strip?.hide();
      shown.strip = Boolean(strip);
    }
    Object.assign(shown, now);
  };
  return { frame: view({}).frame, view: (index, _, position) => view(index, position), paint };
}

/** The places among which a click chooses: an axis' points, or the nodes that its words name. */
function placesOf(axis: Axis, panel: Panel, view: View): number[][] {
  const nodes = panel.marks.find((mark) => mark.kind === "graph");
  if (axis.values?.shape.length === 2 || !nodes)
    return Array.from({ length: axis.count }, (_, k) => axisValue(axis, k));
  const [x, y] = ["x", "y"].map((name) => channel(nodes, name, view)[0]);
  return Array.from(x, (one, k) => [one, y[k]]);
}

/** Where the places of an axis lie in the frame. */
export const placesInFrame = (axis: Axis, panel: Panel, view: View): [number, number][] =>
  placesOf(axis, panel, view).map(([x, y]) => [view.x.pixel(x), view.y.pixel(y)]);

/** The position on an axis whose place lies nearest to one in the frame. */
export function nearestPosition(
  axis: Axis,
  panel: Panel,
  view: View,
  px: number,
  py: number,
): number {
  const distances = placesInFrame(axis, panel, view).map(([x, y]) => Math.hypot(x - px, y - py));
  return distances.indexOf(Math.min(...distances));
}
