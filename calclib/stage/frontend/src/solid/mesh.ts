// The surface of a 3-D panel: shaded quads into the raster. Colours and light come from Python.

import { type Point, slack } from "../model/camera";
import { type Mark, slice } from "../model/scene";
import type { Index } from "../model/types";
import type { Theme } from "../paint/theme";
import type { Projection } from "./projection";
import { triangle } from "./raster";

const none = 255;
// The pale colours are chosen for white paper; on dark paper they are painted darker.
const dimmed = 0.82;

const channels = (color: string) =>
  [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));

/** The colour of the palette at a light of 0 to 255, as a word of an ImageData. */
function tints(palette: readonly string[], theme: Theme): (color: number, light: number) => number {
  const table = Float32Array.from(palette.flatMap(channels));
  const lamp = (theme.dark ? dimmed : 1) / 255;
  return (color, light) => {
    const share = light * lamp;
    const red = table[3 * color] * share;
    const green = table[3 * color + 1] * share;
    const blue = table[3 * color + 2] * share;
    // Every browser runs little-endian: the bytes are r, g, b, a.
    return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
  };
}

/** The corners of a mesh: (x, y, near) of each in pixels of the raster, and its height. */
interface Corners {
  readonly at: Float32Array;
  readonly height: Float32Array;
}

/** Where the corners of a surface are seen. */
export function corners(mark: Mark, index: Index, projection: Projection): Corners {
  const { values, shape } = slice(mark.channels.z, index);
  const [rows, columns] = shape;
  const [x0, x1, y0, y1] = mark.style.box ?? [0, 1, 0, 1];
  const across = (i: number) => x0 + ((x1 - x0) * i) / (columns - 1);
  const up = (j: number) => y0 + ((y1 - y0) * j) / (rows - 1);
  const xs = Float64Array.from({ length: columns }, (_, i) => projection.boxed(across(i), 0, 0)[0]);
  const ys = Float64Array.from({ length: rows }, (_, j) => projection.boxed(0, up(j), 0)[1]);
  const seen = affine(projection);
  const at = new Float32Array(3 * values.length);
  const height = new Float32Array(values.length);
  for (let j = 0, k = 0; j < rows; j++)
    for (let i = 0; i < columns; i++, k++) {
      const z = projection.boxed(0, 0, values[k])[2];
      height[k] = z;
      for (let n = 0; n < 3; n++) {
        const to = seen[n];
        at[3 * k + n] = to[0] + to[1] * xs[i] + to[2] * ys[j] + to[3] * z;
      }
    }
  return { at, height };
}

/**
 * Where a point of the box goes in the raster, as the numbers a, b, c, d of a + bx + cy + dz: one
 * row for x, one for y, one for near. There is no perspective, so nothing but sums is needed, and a
 * surface that has never been painted is not held up by ten thousand calls.
 */
function affine({ place, frame, fine }: Projection): readonly (readonly number[])[] {
  const inRaster = (point: Point): Point => {
    const [px, py, near] = place(point);
    return [(px - frame.left) * fine, (py - frame.top) * fine, near];
  };
  const origin = inRaster([0, 0, 0]);
  const ends = [inRaster([1, 0, 0]), inRaster([0, 1, 0]), inRaster([0, 0, 1])];
  return origin.map((start, n) => [start, ...ends.map((end) => end[n] - start)]);
}

/** The part of a polygon, given as (x, y, near, height) of its corners, below a plane or above. */
function clipByPlane(polygon: readonly number[][], plane: number, sign: number): number[][] {
  return polygon.flatMap((p, k) => {
    const q = polygon[(k + 1) % polygon.length];
    const [here, next] = [sign * (plane - p[3]), sign * (plane - q[3])];
    const kept = here >= 0 ? [p] : [];
    const share = here / (here - next);
    return here >= 0 === next >= 0 ? kept : [...kept, p.map((v, n) => v + share * (q[n] - v))];
  });
}

/** Fill what a quad that reaches out of the box has inside. */
function paintPart(
  mesh: Corners,
  quad: readonly number[],
  projection: Projection,
  fill: Fill,
): void {
  const { at, height } = mesh;
  const top = projection.half[2];
  const whole = quad.map((k) => [at[3 * k], at[3 * k + 1], at[3 * k + 2], height[k]]);
  const part = clipByPlane(clipByPlane(whole, top, 1), -top, -1);
  const own = Float32Array.from(part.flatMap((corner) => corner.slice(0, 3)));
  for (let k = 2; k < part.length; k++) fill(own, 0, k - 1, k);
}

type Fill = (at: Float32Array, a: number, b: number, c: number) => void;

/** Fill the quads of one surface. */
export function paintMesh(mark: Mark, index: Index, projection: Projection, theme: Theme): void {
  const mesh = corners(mark, index, projection);
  const { at, height } = mesh;
  const [color, light] = [mark.channels.color, mark.channels.light].map((c) => slice(c, index));
  const tint = tints(mark.style.palette ?? [], theme);
  const [rows, columns] = color.shape;
  const opacity = mark.style.opacity ?? 1;
  const top = projection.half[2] * (1 + slack);
  const within = (k: number) => Math.abs(height[k]) <= top;
  let word = 0;
  const fill: Fill = (from, a, b, c) => triangle(projection.raster, from, a, b, c, word, opacity);
  for (let j = 0, k = 0; j < rows; j++)
    for (let i = 0; i < columns; i++, k++) {
      if (color.values[k] === none) continue;
      word = tint(color.values[k], light.values[k]);
      const a = j * (columns + 1) + i;
      const c = a + columns + 1;
      if (within(a) && within(a + 1) && within(c) && within(c + 1)) {
        fill(at, a, a + 1, c + 1);
        fill(at, a, c + 1, c);
      } else paintPart(mesh, [a, a + 1, c + 1, c], projection, fill);
    }
}
