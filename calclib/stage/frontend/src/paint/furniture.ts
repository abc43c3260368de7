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
  for (const { at, words } of view.x.ticks(counts.x)) {
    const x = Math.round(view.x.pixel(at)) + 0.5;
    context.moveTo(x, map || panel.x.words?.length ? bottom : top);
    context.lineTo(x, bottom + 4);
    context.fillText(words, x, bottom + 8);
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
  context.fillText(panel.x.label, right, bottom + 34);
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
