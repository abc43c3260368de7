// A scene as the painters see it: the spec with every channel joined to its numbers.
import type { AxisSpec, Bytes, ChannelSpec, Index, MarkSpec, PanelSpec, Spec } from "./types";

export type Numbers = Float32Array | Float64Array | Uint8Array;

/** How a number is read from what is stored: origin + scale · it. */
interface Reading {
  readonly origin: number;
  readonly scale: number;
}

export interface Channel {
  /** The whole block in which its numbers lie, as it was sent: a page of many scenes keeps no second
   * copy of it. */
  readonly data: Numbers | Int16Array;
  /** Missing where the numbers are what is stored. */
  readonly reading?: Reading;
  readonly shape: readonly number[];
  readonly axes: readonly string[];
  /** Missing where the data belong to this channel alone and are written row by row. */
  readonly offset?: number;
  readonly strides?: readonly number[];
}

export interface Block {
  readonly values: Numbers;
  readonly shape: readonly number[];
}

export interface Axis extends Omit<AxisSpec, "values"> {
  /** What it is called on the page: its name, or the word for it in another language. */
  readonly shown: string;
  readonly values: Channel | null;
}

export interface Mark extends Omit<MarkSpec, "channels"> {
  readonly channels: Readonly<Record<string, Channel>>;
  /** Names of all axes on which the picture of this mark depends. */
  readonly moves: readonly string[];
}

export interface Panel extends Omit<PanelSpec, "marks"> {
  readonly marks: readonly Mark[];
}

export interface Scene {
  /** What axes and questions are called on the page, where it is not their own name. */
  readonly names: Readonly<Record<string, string>>;
  readonly title: string;
  readonly alt: string;
  readonly first: Index;
  readonly axes: readonly Axis[];
  readonly panels: readonly Panel[];
  /** How many panels stand in each row; without it as many as there is room for. */
  readonly rows?: readonly number[];
  readonly readout: readonly { label: string; format: string; channel: Channel }[];
}

const product = (sizes: readonly number[]) => sizes.reduce((a, b) => a * b, 1);

const kinds = {
  uint8: Uint8Array,
  int16: Int16Array,
  float32: Float32Array,
  float64: Float64Array,
};
const NOT_A_NUMBER = -32768; // of int16

/** A typed view of one block, copied only where it does not start on a multiple of its size. */
function typedView(bytes: Bytes, dtype: ChannelSpec["dtype"]): Channel["data"] {
  const kind = kinds[dtype];
  const [buffer, offset] = ArrayBuffer.isView(bytes)
    ? [bytes.buffer, bytes.byteOffset]
    : [bytes, 0];
  const end = offset + bytes.byteLength;
  const aligned = offset % kind.BYTES_PER_ELEMENT === 0 ? buffer : buffer.slice(offset, end);
  const start = aligned === buffer ? offset : 0;
  return new kind(aligned as ArrayBuffer, start, bytes.byteLength / kind.BYTES_PER_ELEMENT);
}

/**
 * Stored numbers as they are read; without a reading, the same object.
 *
 * They are kept in 32 bits unless they lie far from 0 beside the steps in which they were sent.
 */
function read(stored: Channel["data"], reading: Reading | undefined): Numbers {
  const isWhole = stored instanceof Int16Array;
  if (!isWhole && !reading) return stored;
  const { origin, scale } = reading ?? { origin: 0, scale: 1 };
  const isNear = isWhole && Math.abs(origin) <= scale * 2 ** 22 && scale > 1e-30 && scale < 1e30;
  const found = new (isNear ? Float32Array : Float64Array)(stored.length);
  for (let i = 0; i < stored.length; i++) {
    const number = stored[i];
    found[i] = isWhole && number === NOT_A_NUMBER ? Number.NaN : origin + scale * number;
  }
  return found;
}

/** Join a spec to its buffers. */
export function join(spec: Spec, buffers: readonly Bytes[]): Scene {
  const blocks = new Map<number, Channel["data"]>();
  const block = (c: ChannelSpec): Channel["data"] => {
    const known = blocks.get(c.buffer) ?? typedView(buffers[c.buffer], c.dtype);
    blocks.set(c.buffer, known);
    return known;
  };
  const channel = (c: ChannelSpec): Channel => ({
    data: block(c),
    shape: c.shape,
    axes: c.axes ?? [],
    ...(c.scale !== undefined && { reading: { origin: c.origin ?? 0, scale: c.scale } }),
    ...(c.strides && { offset: c.offset ?? 0, strides: c.strides }),
  });
  const mark = (m: MarkSpec): Mark => {
    const channels = Object.fromEntries(
      Object.entries(m.channels).map(([name, c]) => [name, channel(c)]),
    );
    const named = Object.values(channels).flatMap((c) => c.axes);
    // A trail is cut at the present of the axis it runs along; a whole line is not.
    if (m.kind === "trail" && m.along) named.push(m.along);
    if (m.style.axis) named.push(m.style.axis);
    return { ...m, channels, moves: [...new Set(named)] };
  };
  const names = spec.names ?? {};
  const axis = (a: AxisSpec): Axis => ({
    ...a,
    shown: names[a.name] ?? a.name,
    values: a.values && channel(a.values),
  });
  return {
    names,
    title: spec.title,
    alt: spec.alt,
    first: spec.first,
    axes: spec.axes.map(axis),
    panels: spec.panels.map((p) => ({ ...p, marks: p.marks.map(mark) })),
    ...(spec.rows && { rows: spec.rows }),
    readout: spec.readout.map((r) => ({ ...r, channel: channel(r.channel) })),
  };
}

/** How far apart neighbours lie in numbers that are written row by row. */
const denseStrides = (shape: readonly number[]) => shape.map((_, k) => product(shape.slice(k + 1)));

/** A copy, side by side, of numbers that lie apart. */
function gather<Data extends Channel["data"]>(
  data: Data,
  from: number,
  shape: readonly number[],
  strides: readonly number[],
): Data {
  const found = new (data.constructor as new (size: number) => Data)(product(shape));
  let count = 0;
  const walk = (k: number, at: number) => {
    if (k === shape.length) found[count++] = data[at];
    else for (let i = 0; i < shape[k]; i++) walk(k + 1, at + i * strides[k]);
  };
  walk(0, from);
  return found;
}

/**
 * The block of a channel at one index: a view where its numbers lie side by side as they are read,
 * else a copy.
 */
export function slice(channel: Channel, index: Index): Block {
  const { data, shape, axes } = channel;
  const strides = channel.strides ?? denseStrides(shape);
  const at = axes.reduce((sum, name, k) => sum + strides[k] * index[name], channel.offset ?? 0);
  const rest = shape.slice(axes.length);
  const own = strides.slice(axes.length);
  const dense = denseStrides(rest).every((stride, k) => stride === own[k] || rest[k] === 1);
  const stored = dense ? data.subarray(at, at + product(rest)) : gather(data, at, rest, own);
  return { values: read(stored, channel.reading), shape: rest };
}

/** The channel as numbers of its own. */
export function ownCopy(channel: Channel): Channel & { readonly data: Numbers } {
  const { data, reading, shape, axes, offset = 0, strides = denseStrides(shape) } = channel;
  return { data: read(gather(data, offset, shape, strides), reading), shape, axes };
}

/** The rows of a block: its last dimension runs along the row. */
export function rows(block: Block): Numbers[] {
  const n = block.shape.at(-1) ?? 1;
  const count = n === 0 ? 0 : block.values.length / n;
  return Array.from({ length: count }, (_, k) => block.values.subarray(k * n, (k + 1) * n));
}

/** What an axis or a question of this name is called on the page. */
export const shownName = ({ names }: Scene, name: string): string => names[name] ?? name;

export const playAxis = (axes: readonly Axis[]) => axes.find((axis) => axis.play);

/** The axis that arrow keys move: the one that plays, else the first. */
export const leadAxis = (axes: readonly Axis[]): Axis | undefined => playAxis(axes) ?? axes[0];

/**
 * Split a panel's marks into the prefix that stays while the lead axis moves, and the rest.
 *
 * Only a prefix, because the order in which marks are given is the order in which they are painted.
 */
export function layers(panel: Panel, lead: string | undefined): { still: Mark[]; moving: Mark[] } {
  const first = panel.marks.findIndex((mark) => lead !== undefined && mark.moves.includes(lead));
  const cut = first < 0 ? panel.marks.length : first;
  return { still: panel.marks.slice(0, cut), moving: panel.marks.slice(cut) };
}

/** The colour of the k-th series. */
export function seriesColor(
  color: string | readonly string[] | undefined,
  k: number,
): string | undefined {
  return typeof color === "string" || color === undefined ? color : color[k % color.length];
}
