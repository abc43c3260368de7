// How large a 3-D panel shows its box, and where the middle of the box stands.
import { extent, type Point, radians } from "./camera";
import type { Frame } from "./layout";

/** What the words around a box need beside it, in pixels. */
export interface Room {
  readonly left: number;
  readonly right: number;
  /** Below its lowest corner. */
  readonly corner: number;
  /** Below the middle of an edge, for the label that stands there. */
  readonly label: number;
}

/** Where the middle of a box is seen, and how many pixels its unit has. */
export interface Fit {
  readonly unit: number;
  readonly x: number;
  readonly y: number;
}

/**
 * The largest picture of a box that stays in a frame at every azimuth, so that none grows or
 * shrinks while it is turned around.
 */
export function fitBox(half: Point, elevation: number, frame: Frame, room: Room): Fit {
  const [across, up] = extent(half, elevation);
  const low = half[2] * Math.cos(elevation * radians);
  // The middle of an edge is as far from the axis of the box as half the other side is long.
  const edge = low + Math.max(half[0], half[1]) * Math.sin(elevation * radians);
  const width = frame.right - frame.left - room.left - room.right;
  const height = frame.bottom - frame.top;
  const unit = Math.max(
    0,
    Math.min(
      width / (2 * across),
      (height - room.corner) / (2 * up),
      (height - room.label) / (up + edge),
    ),
  );
  const foot = Math.max(unit * up + room.corner, unit * edge + room.label);
  return {
    unit,
    x: frame.left + room.left + width / 2,
    y: frame.top + unit * up + (height - unit * up - foot) / 2,
  };
}
