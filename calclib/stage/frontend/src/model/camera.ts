// How a 3-D panel is seen: its box stands before a camera far away, without perspective. The same
// lines are in camera.py; one stored table of points is tested against both.
import type { Camera, ScaleSpec } from "./types";

/** A point of the box, or (right, up, near) of one; near grows towards the camera. */
export type Point = readonly [number, number, number];

/** Half the height of the box; half its longer side is 1. */
export const boxHeight = 0.6;

/**
 * How far outside the box a place still belongs to it, as a share of half a side. Numbers travel in
 * steps of up to half a pixel on a panel of 2880 (PIXELS in encoding.py), so that the lowest place
 * of a surface may arrive a little below the floor on which it lies.
 */
export const slack = 1 / 2880;

/** Radians in a degree. */
export const radians = Math.PI / 180;
const span = ({ domain }: ScaleSpec) => domain[1] - domain[0];

/** Half the sides of the box: x and y share their unit where they are equal. */
export function halfSides(x: ScaleSpec, y: ScaleSpec, equal: boolean): Point {
  const longest = Math.max(span(x), span(y));
  return equal ? [span(x) / longest, span(y) / longest, boxHeight] : [1, 1, boxHeight];
}

/** The turn that takes a point of the box to (right, up, near). */
export function rotation([azimuth, elevation]: Camera): (x: number, y: number, z: number) => Point {
  const [sinA, cosA] = [Math.sin(azimuth * radians), Math.cos(azimuth * radians)];
  const [sinE, cosE] = [Math.sin(elevation * radians), Math.cos(elevation * radians)];
  return (x, y, z) => {
    const inward = cosA * x + sinA * y;
    return [cosA * y - sinA * x, cosE * z - sinE * inward, cosE * inward + sinE * z];
  };
}

/** How far (across, up) the box reaches from its centre at any azimuth. */
export function extent([a, b, c]: Point, elevation: number): readonly [number, number] {
  const flat = Math.hypot(a, b);
  return [flat, c * Math.cos(elevation * radians) + flat * Math.sin(elevation * radians)];
}

/** The camera after a turn in degrees; it looks from above, never from below. */
export function turnCamera(
  [azimuth, elevation, ...zoom]: Camera,
  right: number,
  up: number,
): Camera {
  const around = azimuth + right;
  return [
    around - 360 * Math.floor((around + 180) / 360),
    Math.max(0, Math.min(90, elevation + up)),
    ...zoom,
  ];
}

/** The camera after the pointer dragged the box by so many pixels. */
export const dragCamera = (camera: Camera, dx: number, dy: number): Camera =>
  turnCamera(camera, -0.5 * dx, 0.5 * dy);

/**
 * The share [from, to] of the way from p to q that lies in the box, or null.
 *
 * Liang and Barsky 1984, doi:10.1145/357332.357333: each pair of faces narrows the share.
 */
export function clipToBox(p: Point, q: Point, half: Point): readonly [number, number] | null {
  let [from, to] = [0, 1];
  for (let k = 0; k < 3; k++) {
    const way = q[k] - p[k];
    const room = half[k] + 1e-6;
    if (!Number.isFinite(way)) return null;
    if (way === 0 && Math.abs(p[k]) > room) return null;
    if (way === 0) continue;
    const [enter, leave] = [
      (-Math.sign(way) * room - p[k]) / way,
      (Math.sign(way) * room - p[k]) / way,
    ];
    from = Math.max(from, enter);
    to = Math.min(to, leave);
  }
  return from < to || (from === 0 && to === 0) ? [from, to] : null;
}
