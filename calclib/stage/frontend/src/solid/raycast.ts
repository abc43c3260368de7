// Between the pointer and a surface: what lies under a pixel, and where a place of it is seen.
import type { Point } from "../model/camera";
import { type Mark, slice } from "../model/scene";
import type { Index } from "../model/types";
import { corners } from "./mesh";
import { isBetween, type Projection } from "./projection";

const none = 255;

/** The shares of the corners b and c of a triangle at which a pixel lies, or null outside. */
function shares(at: Float32Array, a: number, b: number, c: number, px: number, py: number) {
  const [ax, ay] = [at[3 * a], at[3 * a + 1]];
  const [bx, by] = [at[3 * b] - ax, at[3 * b + 1] - ay];
  const [cx, cy] = [at[3 * c] - ax, at[3 * c + 1] - ay];
  const area = bx * cy - by * cx;
  const s = ((px - ax) * cy - (py - ay) * cx) / area;
  const t = ((py - ay) * bx - (px - ax) * by) / area;
  return s >= 0 && t >= 0 && s + t <= 1 ? ([s, t] as const) : null;
}

/** (x, y) of what is seen of a surface at a pixel of the panel; beside it, of its nearest corner. */
export function surfaceAt(
  mark: Mark,
  index: Index,
  projection: Projection,
  px: number,
  py: number,
): readonly [number, number] {
  const { at, height } = corners(mark, index, projection);
  const { values: color, shape } = slice(mark.channels.color, index);
  const [rows, columns] = shape;
  const [x, y] = [
    (px - projection.frame.left) * projection.fine,
    (py - projection.frame.top) * projection.fine,
  ];
  let front = -Infinity;
  let nearest = Infinity;
  let found: readonly [number, number] = [0, 0];
  const side = columns + 1;
  const offer = (a: number, b: number, c: number) => {
    const share = shares(at, a, b, c, x, y);
    if (!share) return;
    const [s, t] = share;
    const mix = (from: (k: number) => number) => (1 - s - t) * from(a) + s * from(b) + t * from(c);
    const depth = mix((k) => at[3 * k + 2]);
    if (
      depth <= front ||
      !isBetween(
        projection.half[2],
        mix((k) => height[k]),
      )
    )
      return;
    front = depth;
    found = [mix((k) => k % side), mix((k) => Math.floor(k / side))];
  };
  for (let j = 0, k = 0; j < rows; j++)
    for (let i = 0; i < columns; i++, k++) {
      if (color[k] === none) continue;
      const a = j * side + i;
      offer(a, a + 1, a + side + 1);
      offer(a, a + side + 1, a + side);
      const distance = Math.hypot(at[3 * a] - x, at[3 * a + 1] - y);
      if (front > -Infinity || distance >= nearest) continue;
      nearest = distance;
      found = [i, j];
    }
  const [x0, x1, y0, y1] = mark.style.box ?? [0, 1, 0, 1];
  return [x0 + ((x1 - x0) * found[0]) / columns, y0 + ((y1 - y0) * found[1]) / rows];
}

/** The pixel at which the place (x, y) of a surface is seen, inside the box. */
export function surfacePixel(
  mark: Mark,
  index: Index,
  projection: Projection,
  x: number,
  y: number,
): Point {
  const { values, shape } = slice(mark.channels.z, index);
  const [rows, columns] = shape;
  const [x0, x1, y0, y1] = mark.style.box ?? [0, 1, 0, 1];
  const cell = (share: number, count: number) => {
    const place = Math.max(0, Math.min(1, share)) * (count - 1);
    const first = Math.min(count - 2, Math.floor(place));
    return [first, place - first] as const;
  };
  const [[i, s], [j, t]] = [cell((x - x0) / (x1 - x0), columns), cell((y - y0) / (y1 - y0), rows)];
  const row = (k: number) => (1 - s) * values[k + i] + s * values[k + i + 1];
  const z = (1 - t) * row(j * columns) + t * row((j + 1) * columns);
  const [u, v, w] = projection.boxed(x, y, z);
  const top = projection.half[2];
  return projection.place([u, v, Math.max(-top, Math.min(top, w || 0))]);
}
