// A 3-D panel on two canvases: the box with its surfaces, and what moves over them.

import type { Frame } from "../model/layout";
import { makeScale } from "../model/scales";
import { layers, leadAxis, type Mark, type Panel, type Scene } from "../model/scene";
import type { Camera, Index } from "../model/types";
import { paintExits } from "../paint/exits";
import {
  axesAt,
  bitmaps,
  type Canvases,
  clearCanvas,
  type Look,
  layerKey,
  makePasts,
  type PanelPainter,
} from "../paint/layer";
import type { Context, View } from "../paint/view";
import { paintBox, paintCaptions } from "./box";
import { roomForWords } from "./edges";
import { paintMesh } from "./mesh";
import { exits3d, painters3d } from "./painters3d";
import { flat, frame3d, makeProjection, type Projection } from "./projection";
import { clear, makeRaster } from "./raster";
import { surfaceAt, surfacePixel } from "./raycast";

// A pixel of a surface has no half tones at its edge: two in each direction smooth it.
const finest = 2;

/** Surfaces and their level lines first, whatever the order in which the marks are given. */
function groundFirst(panel: Panel): Panel {
  const ground = (mark: Mark) => mark.kind === "surface" || mark.kind === "contours";
  const marks = [...panel.marks.filter(ground), ...panel.marks.filter((mark) => !ground(mark))];
  return { ...panel, marks };
}

interface Bitmap {
  readonly context: Context;
  readonly image: ImageData;
}

// One for all panels of a page, which are painted one after another: a page of many surfaces has no
// room for as many.
let bitmap: Bitmap | null = null;

/** What surfaces are filled on, so many pixels wide and high. */
function bitmapOf({ spare }: Canvases, width: number, height: number): Bitmap {
  if (bitmap?.image.width === width && bitmap.image.height === height) return bitmap;
  const context = bitmap?.context ?? spare();
  Object.assign(context.canvas, { width, height });
  bitmap = { context, image: context.createImageData(width, height) };
  return bitmap;
}

/** The surfaces of a panel: filled pixel by pixel, then painted as one bitmap. */
function makeGround(canvases: Canvases, { theme }: Look, frame: Frame) {
  const { left, top, right, bottom } = frame;
  const [width, height] = [right - left, bottom - top].map((side) => Math.ceil(side * finest));
  const raster = makeRaster(width, height);
  const paint = (over: Context, marks: readonly Mark[], index: Index, projection: Projection) => {
    const { context, image } = bitmapOf(canvases, width, height);
    raster.pixels = new Uint32Array(image.data.buffer);
    clear(raster);
    const opaque = (mark: Mark) => (mark.style.opacity ?? 1) >= 1;
    // What can be seen through comes last, over everything that it does not hide.
    const ordered = [...marks.filter(opaque), ...marks.filter((mark) => !opaque(mark))];
    for (const mark of ordered) paintMesh(mark, index, projection, theme);
    raster.pixels = none;
    context.putImageData(image, 0, 0);
    // At half size even the lowest quality takes the mean of four pixels.
    over.imageSmoothingQuality = "low";
    over.drawImage(context.canvas, left, top, width / finest, height / finest);
  };
  return { raster, paint };
}

const none = new Uint32Array(0);

/** Fix size, theme and pixel ratio of a 3-D panel. */
export function makePanel3d(
  scene: Scene,
  given: Panel,
  canvases: Canvases,
  look: Look,
): PanelPainter {
  const { still, moving, spare } = canvases;
  const panel = groundFirst(given);
  const frame = frame3d(look.size, panel);
  const room = roomForWords(still, panel, look.theme.font);
  const ground = makeGround(canvases, look, frame);
  const split = layers(panel, leadAxis(scene.axes)?.name);
  const [x, y] = [
    makeScale(panel.x, frame.left, frame.right),
    makeScale(panel.y, frame.bottom, frame.top),
  ];
  const z = makeScale(panel.z ?? flat, -1, 1);
  const fixed = {
    x,
    y,
    z,
    frame,
    theme: look.theme,
    bitmap: bitmaps(spare),
    playing: false,
    past: makePasts(canvases, look).past,
  };
  const stand = (camera: Camera = panel.camera ?? [0, 90]) =>
    makeProjection(panel, camera, frame, room, ground.raster, finest);
  const view = (index: Index, camera?: Camera, position = index): View => {
    const projection = stand(camera);
    const ground = panel.marks.find((mark) => mark.kind === "surface");
    return {
      ...fixed,
      ...axesAt(scene.axes, index, position),
      place: (u, v, w) => projection.place(projection.boxed(u, v, w)),
      ...(ground && {
        surfaceAt: (px, py) => surfaceAt(ground, index, projection, px, py),
        surfacePixel: (x, y) => surfacePixel(ground, index, projection, x, y),
      }),
    };
  };
  const paintMarks = (
    context: Context,
    marks: readonly Mark[],
    now: View,
    projection: Projection,
  ) => {
    const surfaces = marks.filter((mark) => mark.kind === "surface");
    if (surfaces.length > 0) ground.paint(context, surfaces, now.index, projection);
    for (const mark of marks) {
      context.save();
      context.globalAlpha = mark.style.opacity ?? 1;
      painters3d[mark.kind]?.(context, mark, now, projection);
      context.restore();
    }
  };
  /** Open a layer; what is zoomed is cut off at the frame, so that the words around it stay free. */
  const begin = (context: Context, { zoomed }: Projection, paper?: string) => {
    clearCanvas(context, look, paper);
    context.save();
    if (!zoomed) return;
    context.beginPath();
    context.rect(frame.left, frame.top, frame.right - frame.left, frame.bottom - frame.top);
    context.clip();
  };
  const paintStill = (now: View, projection: Projection) => {
    begin(still, projection, look.theme.paper);
    paintBox(still, panel, now, projection);
    paintMarks(still, split.still, now, projection);
    still.restore();
    paintCaptions(still, panel, now, projection, look.size);
  };
  const paintMoving = (now: View, projection: Projection) => {
    begin(moving, projection);
    paintMarks(moving, split.moving, now, projection);
    paintExits(moving, exits3d(panel.marks, now, projection), now);
    moving.restore();
  };
  const surfaces = panel.marks.filter((mark) => mark.kind === "surface");
  const shown = { side: "nothing", still: "", moving: "" };
  let projection = stand();
  const paint = (index: Index, camera?: Camera, position = index) => {
    const side = `${camera ?? ""} ${layerKey(surfaces, index, position)}`;
    const fresh = {
      side,
      still: layerKey(split.still, index, position),
      moving: layerKey(split.moving, index, position),
    };
    const turned = fresh.side !== shown.side;
    if (turned) projection = stand(camera);
    const now = view(index, camera, position);
    const still = turned || fresh.still !== shown.still;
    if (still) paintStill(now, projection);
    if (still || fresh.moving !== shown.moving) paintMoving(now, projection);
    Object.assign(shown, fresh);
  };
  return { frame, view, paint };
}
