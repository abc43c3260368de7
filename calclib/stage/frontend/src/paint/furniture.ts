// What a panel has besides its marks: paper, grid, ticks and labels.
import type { Size } from "../model/layout";
import type { Panel } from "../model/scene";
import type { Tick } from "../model/ticks";
import { localNumber } from "../words/words";
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

/** The ticks of x; between bars that are counted there is no number. */
function ticksOfX(panel: Panel, view: View, count: number): Tick[] {
  const isCounted = panel.marks.some(({ kind, style }) => kind === "bars" && style.whole);
  const all = view.x.ticks(count);
  if (!isCounted || panel.x.words?.length) return all;
  const whole = all.filter(({ at }) => Number.isInteger(at));
  return whole.map(({ at }) => ({ at, words: localNumber(`${at}`) }));
}

const lineHeight = 13;
const nextTo = 6;

/**
 * Write the words of ticks below the frame, whole: none is cut off at an edge of the canvas, and
 * names too long to stand side by side take turns on two lines.
 */
function writeBelow(
  context: Context,
  ticks: readonly { x: number; words: string }[],
  bottom: number,
  { width, areNames }: { width: number; areNames: boolean },
): void {
  const halves = ticks.map(({ words }) => context.measureText(words).width / 2);
  const areTight = ticks.some(
    ({ x }, k) => k > 0 && x - halves[k] < ticks[k - 1].x + halves[k - 1] + nextTo,
  );
  for (const [k, { x, words }] of ticks.entries()) {
    const inside = Math.max(halves[k] + 1, Math.min(x, width - halves[k] - 1));
    context.fillText(words, inside, bottom + 8 + (areNames && areTight && k % 2 ? lineHeight : 0));
  }
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
  const below = ticksOfX(panel, view, counts.x).map(({ at, words }) => ({
    x: Math.round(view.x.pixel(at)) + 0.5,
    words,
  }));
  for (const { x } of below) {
    context.moveTo(x, map || panel.x.words?.length ? bottom : top);
    context.lineTo(x, bottom + 4);
  }
  writeBelow(context, below, bottom, {
    width: size.width,
    areNames: Boolean(panel.x.words?.length),
  });
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
