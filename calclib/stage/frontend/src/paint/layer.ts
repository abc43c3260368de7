// What flat and 3-D panels share: canvases, the look, and when a layer is painted again.

import { bracket } from "../model/glide";
import type { Frame, Size } from "../model/layout";
import { axisValue } from "../model/numbers";
import type { Scale } from "../model/scales";
import type { Axis, Mark } from "../model/scene";
import type { Camera, Index } from "../model/types";
import type { Theme } from "./theme";
import { type Context, gliding, type Past, type Stretch, type View } from "./view";

/** A canvas as narrow as a line that travels over the frame: moving it costs next to nothing. */
export interface Strip {
  /** Its context; from now on it is in the page, its corner that many pixels away. */
  readonly show: (left: number, top: number) => Context;
  readonly hide: () => void;
}

export interface Canvases {
  readonly still: Context;
  readonly moving: Context;
  readonly spare: () => Context;
  readonly strip?: Strip;
}

export interface Look {
  readonly size: Size;
  readonly theme: Theme;
  /** Device pixels per pixel of the page. */
  readonly ratio: number;
}

/**
 * A panel ready to be painted at an index: from a side, where it is 3-D, and at a position, where
 * its axes are still on their way to that index.
 */
export interface PanelPainter {
  readonly frame: Frame;
  readonly view: (index: Index, camera?: Camera, position?: Index) => View;
  readonly paint: (index: Index, camera?: Camera, position?: Index, playing?: boolean) => void;
}

/** Where one layer's marks are seen: it is painted again only when this changes. */
export const layerKey = (marks: readonly Mark[], index: Index, position: Index): string =>
  marks
    .map(({ kind, moves }) => {
      const glides = gliding.has(kind) || kind === "cursor";
      return moves.map((axis) => (glides ? position : index)[axis]);
    })
    .join(";");

/** What painters know of axes: where they are seen, and how many positions they have. */
export function axesAt(axes: readonly Axis[], index: Index, position: Index) {
  const named = new Map(axes.map((axis) => [axis.name, axis]));
  const find = (name: string) => named.get(name) as Axis;
  const ways = axes
    .map(({ name }) => ({ axis: name, ...bracket(position[name] ?? 0) }))
    .filter(({ share }) => share > 0);
  const pixel = (name: string, scale: Scale) => {
    const { low, high, share } = bracket(position[name]);
    const [from, to] = [low, high].map((at) => scale.pixel(axisValue(find(name), at)[0]));
    return from + share * (to - from);
  };
  return {
    index,
    ways,
    pixel,
    position: (name: string) => position[name],
    count: (name: string) => find(name).count,
  };
}

/** A context that belongs to a mark and is made once for it. */
export function bitmaps(spare: () => Context) {
  const own = new Map<Mark, Context>();
  return (mark: Mark, width: number, height: number): Context => {
    const context = own.get(mark) ?? spare();
    own.set(mark, context);
    if (context.canvas.width !== width) context.canvas.width = width;
    if (context.canvas.height !== height) context.canvas.height = height;
    return context;
  };
}

/** The pictures of what marks have shown, kept while a scene plays and let go at rest. */
export function makePasts({ moving, spare }: Canvases, look: Look) {
  const own = new Map<Mark, Past>();
  const stretch = (): Stretch => {
    const context = spare();
    const { width, height } = moving.canvas;
    Object.assign(context.canvas, { width, height });
    return { context, clear: () => clearCanvas(context, look), number: -1, upTo: 0 };
  };
  const open = (mark: Mark, recent: number): Past => {
    const past = {
      whole: stretch(),
      oldest: stretch(),
      recent: Array.from({ length: recent }, stretch),
      at: "nothing",
    };
    own.set(mark, past);
    return past;
  };
  const close = () => {
    for (const { whole, oldest, recent } of own.values())
      for (const { context } of [whole, oldest, ...recent]) context.canvas.width = 0;
    own.clear();
  };
  return { past: (mark: Mark, recent: number) => own.get(mark) ?? open(mark, recent), close };
}

/** Make a canvas blank, or one sheet of paper; its units are pixels of the page. */
export function clearCanvas(context: Context, { size, ratio }: Look, paper?: string): void {
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, size.width, size.height);
  if (!paper) return;
  context.fillStyle = paper;
  context.fillRect(0, 0, size.width, size.height);
}
