// How far a 3-D panel is zoomed: a window on the whole picture, which never leaves it.
import type { Fit } from "./fit";
import type { Frame } from "./layout";
import { clamp } from "./numbers";
import type { Camera } from "./types";

// Nearer than this one sees single pixels of the surface.
const closest = 4;

/** How a camera is zoomed: how much, and what is in the middle. */
const zoomOf = ([, , zoom = 1, across = 0.5, down = 0.5]: Camera) => ({ zoom, across, down });

/** Whether something that a page was given is a camera. */
export function isCamera(given: unknown): given is Camera {
  if (!Array.isArray(given) || !given.every(Number.isFinite)) return false;
  const [, , zoom = 1, across = 0.5, down = 0.5] = given;
  const shares = [across, down].every((share) => share >= 0 && share <= 1);
  return (given.length === 2 || given.length === 5) && zoom >= 1 && zoom <= closest && shares;
}

const roundOff = (value: number) => Number(value.toFixed(4));

/** The camera zoomed so much about a place, as far as the picture reaches. */
function setZoom([azimuth, elevation]: Camera, zoom: number, across: number, down: number) {
  const most = roundOff(clamp(zoom, 1, closest));
  if (most === 1) return [azimuth, elevation] as const;
  const [x, y] = [across, down].map((share) => roundOff(clamp(share, 0.5 / most, 1 - 0.5 / most)));
  return [azimuth, elevation, most, x, y] as const;
}

/** A place in a frame, as shares of its width and height. */
export type Share = readonly [number, number];

/** The camera zoomed by a factor; what is seen at a place of the frame stays there. */
export function zoomCamera(camera: Camera, factor: number, [x, y]: Share = [0.5, 0.5]): Camera {
  const { zoom, across, down } = zoomOf(camera);
  const next = clamp(zoom * factor, 1, closest);
  const held = (middle: number, at: number) => middle + (at - 0.5) * (1 / zoom - 1 / next);
  return setZoom(camera, next, held(across, x), held(down, y));
}

/** The camera moved over the picture by shares of what is seen; the same one where it is not zoomed. */
export function panCamera(camera: Camera, right: number, down: number): Camera {
  const { zoom, across, down: middle } = zoomOf(camera);
  return zoom > 1 ? setZoom(camera, zoom, across + right / zoom, middle + down / zoom) : camera;
}

/** The camera after two fingers moved from two places of the frame to two others. */
export function pinchCamera(
  camera: Camera,
  before: readonly [Share, Share],
  after: readonly [Share, Share],
): Camera {
  const apart = ([p, q]: readonly [Share, Share]) => Math.hypot(p[0] - q[0], p[1] - q[1]) || 1e-3;
  const middle = ([p, q]: readonly [Share, Share], k: 0 | 1) => (p[k] + q[k]) / 2;
  const from: Share = [middle(before, 0), middle(before, 1)];
  const zoomed = zoomCamera(camera, apart(after) / apart(before), from);
  return panCamera(zoomed, from[0] - middle(after, 0), from[1] - middle(after, 1));
}

/** What a fit becomes where the camera is zoomed into a frame. */
export function zoomFit({ unit, x, y }: Fit, camera: Camera, frame: Frame): Fit {
  const { zoom, across, down } = zoomOf(camera);
  const [width, height] = [frame.right - frame.left, frame.bottom - frame.top];
  return {
    unit: zoom * unit,
    x: frame.left + width / 2 + zoom * (x - frame.left - across * width),
    y: frame.top + height / 2 + zoom * (y - frame.top - down * height),
  };
}
