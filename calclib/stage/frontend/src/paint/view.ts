// What every painter is given, and the strokes that several of them share.
import type { Frame } from "../model/layout";
import type { Scale } from "../model/scales";
import { type Block, type Channel, type Mark, type Numbers, rows, slice } from "../model/scene";
import type { Index, Kind } from "../model/types";
import type { Theme } from "./theme";

export type Context = CanvasRenderingContext2D;

/** A part of a mark's past, on a canvas of its own to which steps are added. */
export interface Stretch {
  readonly context: Context;
  /** Make it blank. */
  readonly clear: () => void;
  /** Which stretch of the axis it holds, and the position up to which it was painted. */
  number: number;
  upTo: number;
}

/** What a mark has shown up to a position, kept as pictures. */
export interface Past {
  /** All of it, as it is seen while the scene passes through one stretch of the axis. */
  readonly whole: Stretch;
  /** All that fades no more. */
  readonly oldest: Stretch;
  /** The last stretches, each of which is seen fainter than the one after it. */
  readonly recent: readonly Stretch[];
  /** Where the mark stood, apart from its own axis, when it was painted. */
  at: string;
}

/** An axis that is seen between two of its positions. */
export interface Way {
  readonly axis: string;
  readonly low: number;
  readonly high: number;
  /** The share of the way from one to the other. */
  readonly share: number;
}

export interface View {
  readonly x: Scale;
  readonly y: Scale;
  /** The scale of heights, in a 3-D panel. */
  readonly z?: Scale;
  readonly frame: Frame;
  readonly index: Index;
  /** The axes that are on their way to their index. */
  readonly ways: readonly Way[];
  /** Where an axis is seen: at its index, or at a position on the way there. */
  readonly position: (axis: string) => number;
  readonly theme: Theme;
  /** The pixel on a scale of the number at which an axis is seen. */
  readonly pixel: (axis: string, scale: Scale) => number;
  /** The scene plays: the next picture comes at once, and the past need not be painted anew. */
  readonly playing: boolean;
  /** The pictures of a mark's past, so many of them recent, which are kept while the scene plays. */
  readonly past: (mark: Mark, recent: number) => Past;
  /** How many positions an axis has. */
  readonly count: (axis: string) => number;
  /** A small canvas that belongs to a mark, for its coloured cells. */
  readonly bitmap: (mark: Mark, width: number, height: number) => Context;
  /** In a 3-D panel, where a point goes; x and y alone have no place there. */
  readonly place?: (x: number, y: number, z: number) => readonly [number, number, number];
  /** On a surface: (x, y) of what is seen at a pixel, and the pixel at which (x, y) is seen. */
  readonly surfaceAt?: (px: number, py: number) => readonly [number, number];
  readonly surfacePixel?: (x: number, y: number) => readonly [number, number, number];
}

export type Painter = (context: Context, mark: Mark, view: View) => void;

const dashes = { solid: [], dashed: [7, 5], dotted: [1.5, 4] };

/** Kinds that glide between two positions; the others have no point that goes to another. */
export const gliding: ReadonlySet<Kind> = new Set<Kind>([
  "line",
  "area",
  "bars",
  "dots",
  "trail",
  "arrows",
  "text",
]);

/** How the numbers of a channel glide; null for those that are no places and stay at the index. */
function motionOf(name: string, { x, y, z }: View): Between | null {
  const scales: Readonly<Record<string, Between | undefined>> = { x, y, base: y, z: z ?? evenly };
  return scales[name] ?? (["u", "v", "w"].includes(name) ? evenly : null);
}

type Between = Pick<Scale, "between">;

const evenly: Between = { between: (from, to, share) => from + share * (to - from) };

/** The block of a channel as it is seen while some axes are on their way. */
function blockBetween(
  channel: Channel,
  index: Index,
  ways: readonly Way[],
  motion: Between,
): Block {
  const way = ways.find(({ axis }) => channel.axes.includes(axis));
  if (!way) return slice(channel, index);
  const rest = ways.filter((one) => one !== way);
  const at = (position: number) =>
    blockBetween(channel, { ...index, [way.axis]: position }, rest, motion);
  const low = at(way.low);
  const high = at(way.high);
  const goal = index[way.axis] > way.low ? high : low;
  const values = low.values.map((from, k) => {
    const between = motion.between(from, high.values[k], way.share);
    // A number that comes or goes has nothing to glide from or to.
    return Number.isFinite(between) ? between : goal.values[k];
  });
  return { values, shape: low.shape };
}

// A picture of play asks for the rows of the same numbers again: cutting them out sixty times a
// second costs more than painting what moves. So many of them are kept, where nothing glides, and all
// that had to be read first.
const mostRows = 500;
const kept = new WeakMap<Channel, { readonly at: string; readonly rows: Numbers[] }>();

/** The rows of a channel at an index. */
function rowsAt(own: Channel, index: Index): Numbers[] {
  const at = own.axes.map((axis) => index[axis]).join();
  const known = kept.get(own);
  if (known?.at === at) return known.rows;
  const found = rows(slice(own, index));
  if (found.length <= mostRows || own.reading) kept.set(own, { at, rows: found });
  return found;
}

/** The rows of a channel as they are seen now. */
export function channel(mark: Mark, name: string, view: View): readonly Numbers[] {
  const own = mark.channels[name];
  if (!own) return [];
  const motion = gliding.has(mark.kind) ? motionOf(name, view) : null;
  const glides = motion && view.ways.some(({ axis }) => own.axes.includes(axis));
  if (!glides) return rowsAt(own, view.index);
  return rows(blockBetween(own, view.index, view.ways, motion));
}

/** Set width and dashes of the pen. */
export function setPen(context: Context, mark: Mark, width: number): void {
  context.lineWidth = mark.style.width ?? width;
  context.setLineDash(dashes[mark.style.dash ?? "solid"]);
  context.lineJoin = "round";
}

/** A filled arrow head with its tip at (x, y), pointing along (dx, dy). */
export function paintArrowHead(
  context: Context,
  x: number,
  y: number,
  dx: number,
  dy: number,
  size: number,
): void {
  const length = Math.hypot(dx, dy) || 1;
  const [ux, uy] = [(dx / length) * size, (dy / length) * size];
  context.beginPath();
  context.moveTo(x, y);
  context.lineTo(x - ux - uy / 2, y - uy + ux / 2);
  context.lineTo(x - ux + uy / 2, y - uy - ux / 2);
  context.closePath();
  context.fill();
}

/** Words with a halo of paper, readable over anything. */
export function paintWords(
  context: Context,
  words: string,
  x: number,
  y: number,
  theme: Theme,
): void {
  context.lineJoin = "round";
  context.setLineDash([]);
  context.strokeStyle = theme.paper;
  context.lineWidth = 3.5;
  context.strokeText(words, x, y);
  context.fillText(words, x, y);
}
