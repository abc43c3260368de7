// One 3-D panel at one index and one camera: where a point goes, and whether it can be seen.
import { clipToBox, halfSides, type Point, rotation, slack } from "../model/camera";
import { fitBox, type Room } from "../model/fit";
import type { Frame, Size } from "../model/layout";
import { makeScale } from "../model/scales";
import type { Mark, Panel } from "../model/scene";
import type { Camera, ScaleSpec } from "../model/types";
import { zoomFit } from "../model/zoom";
import { isHidden, type Raster } from "./raster";

export interface Projection {
  readonly half: Point;
  readonly camera: Camera;
  readonly zoomed: boolean;
  /** A point in the panel's units, brought into the box. */
  readonly boxed: (x: number, y: number, z: number) => Point;
  /** A point of the box in pixels of the panel, and how near it is. */
  readonly place: (point: Point) => Point;
  /** Whether a place is hidden by a surface that is painted already. */
  readonly covers: (place: Point) => boolean;
  readonly raster: Raster;
  /** Pixels of the raster in a pixel of the panel; the raster lies on the frame. */
  readonly fine: number;
  readonly frame: Frame;
  /** What was found out about a mark before, as long as camera and surfaces stay. */
  readonly known: Map<Mark, { readonly at: string; readonly pieces: readonly Pieces[] }>;
}

// Above the box stands the label of the height, below it a hint where a click does something.
const above = 18;
const hint = 18;
const edge = 2;
// A mark on a surface is as near as the surface; this much farther away counts as on it.
const skin = 0.015;

/** The frame of a 3-D panel is the room that its box has with the words around it. */
export const frame3d = ({ width, height }: Size, { pick, drag }: Panel): Frame => ({
  left: edge,
  right: width - edge,
  top: above,
  bottom: height - (pick || drag ? hint : edge),
});

export const flat: ScaleSpec = { label: "", scale: "linear", domain: [0, 1] };

export function makeProjection(
  panel: Panel,
  camera: Camera,
  frame: Frame,
  room: Room,
  raster: Raster,
  fine: number,
): Projection {
  const half = halfSides(panel.x, panel.y, panel.equal);
  const [x, y, z] = [panel.x, panel.y, panel.z ?? flat].map((spec, k) =>
    makeScale(spec, -half[k], half[k]),
  );
  const fit = zoomFit(fitBox(half, camera[1], frame, room), camera, frame);
  const rotate = rotation(camera);
  return {
    half,
    camera,
    zoomed: camera[2] !== undefined,
    raster,
    fine,
    frame,
    known: new Map(),
    boxed: (u, v, w) => [x.pixel(u), y.pixel(v), z.pixel(w)],
    place: ([u, v, w]) => {
      const [right, high, near] = rotate(u, v, w);
      return [fit.x + fit.unit * right, fit.y - fit.unit * high, near];
    },
    covers: ([px, py, near]) =>
      isHidden(raster, (px - frame.left) * fine, (py - frame.top) * fine, near + skin),
  };
}

/** Whether a number lies between −half and half, or so near that it travelled as one that does. */
export const isBetween = (half: number, value: number): boolean =>
  Math.abs(value) <= half * (1 + slack);

/** Whether a point lies in the box. */
export const isInBox = ({ half }: Projection, point: Point): boolean =>
  isBetween(half[0], point[0]) && isBetween(half[1], point[1]) && isBetween(half[2], point[2]);

const between = (p: Point, q: Point, share: number): Point => [
  p[0] + share * (q[0] - p[0]),
  p[1] + share * (q[1] - p[1]),
  p[2] + share * (q[2] - p[2]),
];

// A piece of a curve is seen or hidden as a whole; this long it may be, in pixels.
const piece = 5;
const whole: readonly [number, number] = [0, 1];

/** Pieces of a curve, each as x0, y0, x1, y1 and the number of the point that it reaches. */
export interface Pieces {
  readonly seen: Float32Array;
  /** Behind a surface. */
  readonly hidden: Float32Array;
}

/** The pieces of a curve in the box: those that can be seen, and those behind a surface. */
export function pieces(projection: Projection, points: readonly Point[]): Pieces {
  const seen: number[] = [];
  const hidden: number[] = [];
  for (let i = 1; i < points.length; i++) {
    const [p, q] = [points[i - 1], points[i]];
    const share =
      isInBox(projection, p) && isInBox(projection, q) ? whole : clipToBox(p, q, projection.half);
    if (!share) continue;
    const from = projection.place(share === whole ? p : between(p, q, share[0]));
    const to = projection.place(share === whole ? q : between(p, q, share[1]));
    const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
    const count = Math.min(100, Math.ceil(length / piece));
    if (count === 1) {
      const found = projection.covers(to) ? hidden : seen;
      found.push(from[0], from[1], to[0], to[1], i);
      continue;
    }
    for (let k = 0; k < count; k++) {
      const found = projection.covers(between(from, to, (k + 0.5) / count)) ? hidden : seen;
      const [a, b] = [between(from, to, k / count), between(from, to, (k + 1) / count)];
      // A run that glides shows the pieces of its last step that it has passed.
      found.push(a[0], a[1], b[0], b[1], i - 1 + (k + 1) / count);
    }
  }
  return { seen: Float32Array.from(seen), hidden: Float32Array.from(hidden) };
}

/**
 * Where a run that is out of the box at a point left it: the place and the way it went.
 *
 * isCurve: a curve that grows has only ended where its numbers end in the box.
 */
export function exitFromBox(
  projection: Projection,
  points: readonly Point[],
  last: number,
  isCurve: boolean,
) {
  let i = Math.min(Math.floor(last), points.length - 1);
  const finite = points[i].every(Number.isFinite);
  if (isInBox(projection, points[i])) return null;
  while (i >= 0 && !isInBox(projection, points[i])) i--;
  if (i < 0) return null;
  const [p, next] = [points[i], points[i + 1]];
  const gone = !next.every(Number.isFinite);
  if (gone && isCurve) return null;
  const ahead = gone ? between(points[Math.max(0, i - 1)], p, 2) : next;
  const share = gone ? 0 : (clipToBox(p, next, projection.half)?.[1] ?? 0);
  const [from, to] = [projection.place(p), projection.place(ahead)];
  const [x, y] = projection.place(between(p, ahead, share));
  return { x, y, dx: to[0] - from[0], dy: to[1] - from[1], diverged: !finite };
}
