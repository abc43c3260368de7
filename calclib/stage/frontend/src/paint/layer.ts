// What flat and 3-D panels share: canvases, the look, and when a layer is painted again.
import type { Frame, Size } from "../model/layout";
import { axisValue } from "../model/numbers";
import type { Axis, Mark } from "../model/scene";
import type { Camera, Index } from "../model/types";
import type { Theme } from "./theme";
import type { Context, View } from "./view";

export interface Canvases {
  readonly still: Context;
  readonly moving: Context;
  readonly spare: () => Context;
}

export interface Look {
  readonly size: Size;
  readonly theme: Theme;
  /** Device pixels per pixel of the page. */
  readonly ratio: number;
}

/** A panel ready to be painted at any index; a 3-D one also from any side. */
export interface PanelPainter {
  readonly frame: Frame;
  readonly view: (index: Index, camera?: Camera) => View;
  readonly paint: (index: Index, camera?: Camera) => void;
}

/** What one layer shows: it is painted again only when this changes. */
export const layerKey = (marks: readonly Mark[], index: Index): string =>
  [...new Set(marks.flatMap((mark) => mark.moves))].map((axis) => index[axis]).join();

/** Look up positions of axes once, so that painters need not know about axes. */
export function positions(axes: readonly Axis[], index: Index) {
  const named = new Map(axes.map((axis) => [axis.name, axis]));
  const find = (name: string) => named.get(name) as Axis;
  return {
    value: (name: string) => axisValue(find(name), index[name])[0],
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

/** Make a canvas blank, its units pixels of the page. */
export function clearCanvas(context: Context, { size, ratio }: Look): void {
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, size.width, size.height);
}
