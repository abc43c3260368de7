// The outlines of dots, so that colour is never the only difference.
import type { Style } from "../model/types";

type Marker = NonNullable<Style["marker"]>;
type Corners = readonly (readonly [number, number])[];

const c = 0.4;
const plus: Corners = [
  [-1, -c],
  [-c, -c],
  [-c, -1],
  [c, -1],
  [c, -c],
  [1, -c],
  [1, c],
  [c, c],
  [c, 1],
  [-c, 1],
  [-c, c],
  [-1, c],
];

/** A plus turned by an eighth of a turn: ×, as in the picture. */
const cross: Corners = plus.map(([x, y]) => [(x - y) * Math.SQRT1_2, (x + y) * Math.SQRT1_2]);

/** Corners at radius 1, sized to the weight of a circle; a circle has none. */
export const corners: Readonly<Record<Marker, Corners>> = {
  circle: [],
  square: [
    [-0.89, -0.89],
    [0.89, -0.89],
    [0.89, 0.89],
    [-0.89, 0.89],
  ],
  triangle: [
    [0, -1.2],
    [1.12, 0.78],
    [-1.12, 0.78],
  ],
  cross,
};

/** Add a marker's outline at (x, y) to the path, apart from what is there already. */
export function outline(
  context: CanvasRenderingContext2D,
  marker: Marker,
  x: number,
  y: number,
  radius: number,
): void {
  const [first = [1, 0]] = corners[marker];
  context.moveTo(x + radius * first[0], y + radius * first[1]);
  if (marker === "circle") context.arc(x, y, radius, 0, 2 * Math.PI);
  for (const [dx, dy] of corners[marker]) context.lineTo(x + radius * dx, y + radius * dy);
  context.closePath();
}
