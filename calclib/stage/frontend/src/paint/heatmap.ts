// Painters of everything that is made of cells: heat maps and images.
import { type Mark, slice } from "../model/scene";
import type { Painter, View } from "./view";

const transparent = 255;

/** Palette colours as the 32-bit words of an ImageData; the last one stays transparent. */
function words(palette: readonly string[]): Uint32Array {
  const table = new Uint32Array(transparent + 1);
  palette.forEach((color, k) => {
    const [r, g, b] = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
    // Every browser runs little-endian: the bytes are r, g, b, a.
    table[k] = ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;
  });
  return table;
}

/** Fill the mark's own small canvas, a word a cell, row 0 on top. */
function bitmap(
  mark: Mark,
  view: View,
  [height, width]: readonly number[],
  word: (row: number, column: number) => number,
): HTMLCanvasElement {
  const cells = view.bitmap(mark, width, height);
  const image = cells.createImageData(width, height);
  const pixels = new Uint32Array(image.data.buffer);
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++) pixels[row * width + column] = word(row, column);
  cells.putImageData(image, 0, 0);
  return cells.canvas;
}

/** Where the box of a mark lies: left, top, width, height. */
function place(mark: Mark, view: View): readonly [number, number, number, number] {
  const [x0, x1, y0, y1] = mark.style.box ?? [0, 1, 0, 1];
  const [left, top] = [view.x.pixel(x0), view.y.pixel(y1)];
  return [left, top, view.x.pixel(x1) - left, view.y.pixel(y0) - top];
}

export const heat: Painter = (context, mark, view) => {
  const { values, shape } = slice(mark.channels.values, view.index);
  const [height, width] = shape;
  const table = words(mark.style.palette ?? []);
  // Row 0 of the values lies at the bottom of the box; row 0 of an image lies at its top.
  const from = (row: number) => (height - 1 - row) * width;
  const cells = bitmap(mark, view, shape, (row, column) => table[values[from(row) + column]]);
  const fill = mark.style.role === "fill";
  // The pale bands are chosen for white paper; on dark paper they are painted fainter.
  if (fill && view.theme.dark) context.globalAlpha *= 0.8;
  context.imageSmoothingEnabled = fill;
  // Bands are sampled on the box's edges and between them, so half a cell lies outside it.
  const half = fill ? 0.5 : 0;
  const [w, h] = [width - 2 * half, height - 2 * half];
  context.drawImage(cells, half, half, w, h, ...place(mark, view));
};

export const image: Painter = (context, mark, view) => {
  const { values, shape } = slice(mark.channels.pixels, view.index);
  const [, width, depth] = shape;
  const since = mark.channels.since && slice(mark.channels.since, view.index).values;
  const now = view.index[mark.style.axis ?? ""];
  const cells = bitmap(mark, view, shape, (row, column) => {
    const cell = row * width + column;
    if (since && since[cell] > now) return 0;
    const at = cell * depth;
    const [r, g, b] = [values[at], values[at + (depth > 1 ? 1 : 0)], values[at + depth - 1]];
    return ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;
  });
  context.imageSmoothingEnabled = false;
  context.drawImage(cells, ...place(mark, view));
};
