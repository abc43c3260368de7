// What every painter is given, and the strokes that several of them share.
import type { Frame } from "../model/layout";
import type { Scale } from "../model/scales";
import { type Mark, type Numbers, rows, slice } from "../model/scene";
import type { Index } from "../model/types";
import type { Theme } from "./theme";

export type Context = CanvasRenderingContext2D;

export interface View {
  readonly x: Scale;
  readonly y: Scale;
  readonly frame: Frame;
  readonly index: Index;
  readonly theme: Theme;
  /** The number an axis stands at. */
  readonly value: (axis: string) => number;
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
/** The rows of a channel at the present index. */
export const channel = (mark: Mark, name: string, view: View): Numbers[] =>
  mark.channels[name] ? rows(slice(mark.channels[name], view.index)) : [];

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
