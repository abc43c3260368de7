// What a panel has besides its marks: paper, grid, ticks and labels.
import type { Size } from "../model/layout";
import type { Panel } from "../model/scene";
import type { Context, View } from "./view";

export const tickFont = (font: string) => `11.5px ${font}`;
export const labelFont = (font: string) => `12.5px ${font}`;

export const tickCounts = (size: Size, { inset }: Panel) => ({
  x: Math.max(inset ? 2 : 3, Math.floor(size.width / 80)),
  y: Math.max(inset ? 2 : 3, Math.floor(size.height / 62)),
});

/** The widest tick word on the left, in pixels. */
export function wordsWidth(context: Context, words: readonly string[], font: string): number {
  context.font = tickFont(font);
  return Math.max(0, ...words.map((word) => context.measureText(word).width));
}

/** Whether words side by side, each about its place, would run into each other. */
function areCrowded(context: Context, places: readonly number[], words: readonly string[]) {
  const widths = words.map((word) => context.measureText(word).width);
  return places.some((x, k) => k > 0 && x - places[k - 1] < (widths[k] + widths[k - 1]) / 2 + 4);
}

/** Paint grid, axes, ticks and labels. */
export function paintFurniture(context: Context, panel: Panel, view: View, size: Size): void {
  const { left, right, top, bottom } = view.frame;
  const { ink, muted, rule, font } = view.theme;
  const counts = tickCounts(size, panel);
  // A map fills the frame, so its ticks stay outside; elsewhere they grow into a grid.
  const map = panel.marks.some((mark) => mark.kind === "heat" || mark.kind === "image");
  context.strokeStyle = rule;
  context.lineWidth = 1;
  context.setLineDash([]);
  context.fillStyle = muted;
  context.font = tickFont(font);
  context.textAlign = "center";
  context.textBaseline = "top";
  context.beginPath();
  const across = view.x.ticks(counts.x);
  const places = across.map(({ at }) => Math.round(view.x.pixel(at)) + 0.5);
  // Names that have no room in one line stand in two, every other one lower.
  const named = Boolean(panel.x.words?.length);
  const words = across.map((tick) => tick.words);
  const lines = named && areCrowded(context, places, words) ? 2 : 1;
  for (const [k, x] of places.entries()) {
    const lower = k % lines;
    context.moveTo(x, map || named ? bottom : top);
    context.lineTo(x, bottom + (lower ? 16 : 4));
    // The words at an end of the frame, such as 1,000, stay on the paper.
    const half = context.measureText(words[k]).width / 2;
    const middle = Math.min(Math.max(x, half), size.width - half);
    context.fillText(words[k], middle, bottom + (lower ? 19 : lines > 1 ? 6 : 8));
  }
  context.textAlign = "right";
  context.textBaseline = "middle";
  for (const { at, words } of view.y.ticks(counts.y)) {
    const y = Math.round(view.y.pixel(at)) + 0.5;
    context.moveTo(left - 4, y);
    context.lineTo(map ? left : right, y);
    context.fillText(words, left - 8, y);
  }
  context.stroke();
  if (panel.inset) return; // its title says what it shows
  context.fillStyle = ink;
  context.font = labelFont(font);
  context.textBaseline = "alphabetic";
  context.fillText(panel.x.label, right, bottom + (lines > 1 ? 38 : 34));
  context.textAlign = "left";
  context.fillText(panel.y.label, 2, 13);
}

/** Paint the two axis lines, over whatever fills the frame. */
export function paintAxes(context: Context, view: View): void {
  const { left, right, top, bottom } = view.frame;
  context.strokeStyle = view.theme.muted;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(Math.round(left) + 0.5, top);
  context.lineTo(Math.round(left) + 0.5, Math.round(bottom) + 0.5);
  context.lineTo(right, Math.round(bottom) + 0.5);
  context.stroke();
}
