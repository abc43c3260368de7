// A 3-D panel on two canvases: the box with its surfaces, and what moves over them.

import type { Frame } from "../model/layout";
import { makeScale } from "../model/scales";
import { layers, leadAxis, type Mark, type Panel, type Scene } from "../model/scene";
import type { Camera, Index } from "../model/types";
import { paintExits } from "../paint/exits";
import {
  bitmaps,
  blank,
  type Canvases,
  key,
  type Look,
  type Painted,
  positions,
} from "../paint/layer";
import type { Context, View } from "../paint/view";
import { paintBox } from "./box";
import { paintMesh } from "./mesh";
import { solidExits, solids } from "./painters3d";
import { makeSolid, type Solid, solidFrame } from "./projection";
import { clear, makeRaster } from "./raster";
import { lifted, under } from "./raycast";

// A pixel of a surface has no half tones at its edge: two in each direction smooth it.
const finest = 2;

/** Surfaces and their level lines first, whatever the order in which the marks are given. */
function grounded(panel: Panel): Panel {
  const ground = (mark: Mark) => mark.kind === "surface" || mark.kind === "contours";
  const marks = [...panel.marks.filter(ground), ...panel.marks.filter((mark) => !ground(mark))];
  return { ...panel, marks };
}

/** The bitmap of all surfaces of a panel, and how to fill and show it. */
function makeGround({ spare }: Canvases, { theme }: Look, frame: Frame) {
  const context = spare();
  const { left, top, right, bottom } = frame;
  const [width, height] = [right - left, bottom - top].map((side) => Math.ceil(side * finest));
  Object.assign(context.canvas, { width, height });
  const image = context.createImageData(width, height);
  const raster = makeRaster(image);
  const paint = (over: Context, marks: readonly Mark[], index: Index, solid: Solid) => {
    clear(raster);
    const opaque = (mark: Mark) => (mark.style.opacity ?? 1) >= 1;
    // What can be seen through comes last, over everything that it does not hide.
    const ordered = [...marks.filter(opaque), ...marks.filter((mark) => !opaque(mark))];
    for (const mark of ordered) paintMesh(mark, index, solid, theme);
    context.putImageData(image, 0, 0);
    // Halving is the mean of four pixels at the lowest quality already.
    over.imageSmoothingQuality = "low";
    over.drawImage(context.canvas, left, top, width / finest, height / finest);
  };
  return { raster, paint };
}

/** Fix size, theme and pixel ratio of a 3-D panel. */
export function setSolid(scene: Scene, given: Panel, canvases: Canvases, look: Look): Painted {
  const { still, moving, spare } = canvases;
  const panel = grounded(given);
  const frame = solidFrame(look.size);
  const ground = makeGround(canvases, look, frame);
  const split = layers(panel, leadAxis(scene.axes)?.name);
  const [x, y] = [
    makeScale(panel.x, frame.left, frame.right),
    makeScale(panel.y, frame.bottom, frame.top),
  ];
  const fixed = { x, y, frame, theme: look.theme, bitmap: bitmaps(spare) };
  const stand = (camera: Camera = panel.camera ?? [0, 90]) =>
    makeSolid(panel, camera, frame, ground.raster, finest);
  const view = (index: Index, camera?: Camera): View => {
    const solid = stand(camera);
    const ground = panel.marks.find((mark) => mark.kind === "surface");
    return {
      ...fixed,
      index,
      ...positions(scene.axes, index),
      place: (u, v, w) => solid.place(solid.boxed(u, v, w)),
      ...(ground && {
        under: (px, py) => under(ground, index, solid, px, py),
        lifted: (x, y) => lifted(ground, index, solid, x, y),
      }),
    };
  };
  const paintMarks = (context: Context, marks: readonly Mark[], now: View, solid: Solid) => {
    const surfaces = marks.filter((mark) => mark.kind === "surface");
    if (surfaces.length > 0) ground.paint(context, surfaces, now.index, solid);
    for (const mark of marks) {
      context.save();
      context.globalAlpha = mark.style.opacity ?? 1;
      solids[mark.kind]?.(context, mark, now, solid);
      context.restore();
    }
  };
  const paintStill = (now: View, solid: Solid) => {
    blank(still, look);
    paintBox(still, panel, now, solid, look.size);
    paintMarks(still, split.still, now, solid);
  };
  const paintMoving = (now: View, solid: Solid) => {
    blank(moving, look);
    paintMarks(moving, split.moving, now, solid);
    paintExits(moving, solidExits(panel.marks, now, solid), now);
  };
  const surfaces = panel.marks.filter((mark) => mark.kind === "surface");
  const shown = { side: "nothing", still: "", moving: "" };
  let solid = stand();
  const paint = (index: Index, camera?: Camera) => {
    const side = `${camera ?? ""} ${key(surfaces, index)}`;
    const fresh = { side, still: key(split.still, index), moving: key(split.moving, index) };
    const turned = fresh.side !== shown.side;
    if (turned) solid = stand(camera);
    const now = view(index, camera);
    const still = turned || fresh.still !== shown.still;
    if (still) paintStill(now, solid);
    if (still || fresh.moving !== shown.moving) paintMoving(now, solid);
    Object.assign(shown, fresh);
  };
  return { frame, view, paint };
}
