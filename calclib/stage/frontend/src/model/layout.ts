// Where each panel and its frame go; arithmetic only.
import { extent, halfSides } from "./camera";
import { clamp } from "./numbers";
import type { Camera, ScaleSpec } from "./types";

export interface Frame {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Shape {
  readonly width: number;
  readonly inset?: string | null;
  readonly equal: boolean;
  /** From where a 3-D panel is seen at first; a flat one has none. */
  readonly camera?: Camera | null;
  readonly x: ScaleSpec;
  readonly y: ScaleSpec;
}

export const gap = 24;
const narrow = 560;
const wide = { left: 14, top: 26, right: 14, bottom: 40 };
const tight = { left: 10, top: 9, right: 10, bottom: 20 };
const marginsOf = ({ inset }: Shape) => (inset ? tight : wide);
// A panel alone in one of several rows is wide, and lower, so that all rows are in sight together.
const heights = { low: 230, alone: 290, high: 420 };
const typicalLeft = 46;
// Panels that stand side by side at most, and the room that each of them must have.
const mostInARow = 3;
const leastWidth = 208;
// With so much room for each, panels stand in one row, though the scene asks for several.
const ampleWidth = 340;

const span = ({ domain }: ScaleSpec) => domain[1] - domain[0];

/** The height of what a panel shows beside its width: its own shape where it has one, else 3 : 4. */
function ratioOf({ camera, equal, x, y }: Shape): number {
  if (!camera) return equal ? span(y) / span(x) : 0.75;
  const [across, up] = extent(halfSides(x, y, equal), camera[1]);
  return up / across;
}

/** The height a panel wants at a width. */
function wantedHeight(shape: Shape, width: number): number {
  const inner = width - typicalLeft - wide.right;
  const ratio = ratioOf(shape);
  return clamp(inner * ratio + wide.top + wide.bottom, heights.low, heights.high);
}

/** Whether a point lies in a frame; half a pixel of rounding belongs to it. */
export const within = ({ left, right, top, bottom }: Frame, x: number, y: number): boolean =>
  x >= left - 0.5 && x <= right + 0.5 && y >= top - 0.5 && y <= bottom + 0.5;

// An inset is no smaller than this.
const smallest = 112;

/** The number of the panel that an inset lies over: the last one before it that is none. */
export const hostOf = (shapes: readonly Shape[], k: number): number =>
  shapes[k].inset ? hostOf(shapes, k - 1) : k;

/** The size of an inset that takes a share of a panel's width. */
function insetSize(shape: Shape, host: Size): Size {
  const width = Math.max(smallest, Math.round(shape.width * host.width));
  const ratio = shape.equal ? span(shape.y) / span(shape.x) : 0.7;
  const inner = width - 28 - tight.right;
  return { width, height: Math.round(inner * ratio + tight.top + tight.bottom) };
}

/** How far an inset lies from the sides of its panel, in pixels, by the name of the side. */
export function corner(inset: string, frame: Frame, { width, height }: Size) {
  const far = { right: width - frame.right, bottom: height - frame.bottom };
  const all = { ...far, left: frame.left, top: frame.top };
  return Object.entries(all).filter(([side]) => inset.includes(side));
}

export interface Layout {
  readonly stacked: boolean;
  readonly sizes: readonly Size[];
  /** The room that is left beside each panel, where the next one begins a new row. */
  readonly beside: readonly number[];
}

/**
 * Sizes of all panels: side by side where there is room, in rows, else stacked.
 *
 * rows: how many stand in each row, if the scene says so.
 */
export function layout(
  width: number,
  shapes: readonly Shape[],
  rows: readonly number[] = [],
): Layout {
  const whole = shapes.filter(({ inset }) => !inset);
  const { stacked, sizes, beside } = arrange(width, whole, rows);
  const of = <T>(values: readonly T[], k: number) =>
    values[whole.indexOf(shapes[hostOf(shapes, k)])];
  return {
    stacked,
    sizes: shapes.map((s, k) => (s.inset ? insetSize(s, of(sizes, k)) : of(sizes, k))),
    beside: shapes.map((s, k) => (s.inset ? 0 : of(beside, k))),
  };
}

/** How many of some panels fit side by side, each with so much room. */
const fitting = (width: number, each: number) => Math.floor((width + gap) / (each + gap));

/** How many panels stand in each row: as the scene says, else as even as possible. */
function rowCounts(width: number, count: number, rows: readonly number[]): readonly number[] {
  if (rows.length && count > fitting(width, ampleWidth)) return rows;
  const most = Math.max(1, Math.min(mostInARow, fitting(width, leastWidth)));
  const needed = Math.ceil(count / most);
  return Array.from(
    { length: needed },
    (_, row) => Math.floor(count / needed) + (row < count % needed ? 1 : 0),
  );
}

function arrange(width: number, shapes: readonly Shape[], given: readonly number[]): Layout {
  const stacked = width < narrow || shapes.length === 1;
  if (stacked) {
    const own = Math.min(width, shapes.length === 1 ? 640 : narrow);
    const sizes = shapes.map((s) => ({ width: own, height: wantedHeight(s, own) }));
    return { stacked, sizes, beside: shapes.map(() => 0) };
  }
  let first = 0;
  const rows = rowCounts(width, shapes.length, given).map((count) => {
    const sizes = besideEachOther(width, shapes.slice(first, first + count));
    first += count;
    return sizes;
  });
  const beside = rows.flatMap((sizes, row) => {
    const used = sizes.reduce((sum, size) => sum + size.width + gap, -gap);
    const isLast = row === rows.length - 1;
    return sizes.map((_, k) => (isLast || k < sizes.length - 1 ? 0 : width - used));
  });
  return { stacked, sizes: rows.flat(), beside };
}

/** Sizes of the panels of one row, which have one height. */
function besideEachOther(width: number, shapes: readonly Shape[]): Size[] {
  const room = width - gap * (shapes.length - 1);
  const first = share(
    room,
    shapes.map((shape) => shape.width),
  );
  const wanted = Math.max(...shapes.map((shape, k) => wantedHeight(shape, first[k])));
  const [{ equal, camera }] = shapes;
  const isWide = shapes.length === 1 && !equal && !camera;
  const height = isWide ? Math.min(wanted, heights.alone) : wanted;
  // A panel with a shape of its own takes what that needs; the others share what it leaves.
  const fixed = shapes.map((shape, k) =>
    shape.equal ? Math.min(first[k], naturalWidth(shape, height)) : 0,
  );
  const rest = room - fixed.reduce((a, b) => a + b, 0);
  const free = share(
    rest,
    shapes.map((shape) => (shape.equal ? 0 : shape.width)),
  );
  return shapes.map((_, k) => ({ width: fixed[k] || free[k], height }));
}

/** Share a length by weights. */
function share(length: number, weights: readonly number[]): number[] {
  const total = weights.reduce((a, b) => a + b, 0) || 1;
  return weights.map((weight) => Math.floor((length * weight) / total));
}

/** The width at which a panel with a shape of its own fills a height. */
function naturalWidth(shape: Shape, height: number): number {
  const inner = (height - wide.top - wide.bottom) / ratioOf(shape);
  return Math.ceil(inner + typicalLeft + wide.right);
}

/** The frame inside a panel, given the room its tick words take on the left. */
export function frameOf(size: Size, words: number, shape: Shape): Frame {
  const margin = marginsOf(shape);
  const left = Math.ceil(words) + margin.left;
  const frame = {
    left,
    top: margin.top,
    right: size.width - margin.right,
    bottom: size.height - margin.bottom,
  };
  return shape.equal ? withEqualUnits(frame, shape) : frame;
}

/** Shrink a frame until one unit is as long on x as on y. */
function withEqualUnits(frame: Frame, shape: Shape): Frame {
  const [across, up] = [span(shape.x), span(shape.y)];
  const unit = Math.min((frame.right - frame.left) / across, (frame.bottom - frame.top) / up);
  return { ...frame, right: frame.left + unit * across, bottom: frame.top + unit * up };
}
