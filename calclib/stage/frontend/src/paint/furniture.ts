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
function ticksOfX(panel: Panel, view: Pick<View, "x">, count: number): Tick[] {
  const isCounted = panel.marks.some(({ kind, style }) => kind === "bars" && style.whole);
  const all = view.x.ticks(count);
  if (!isCounted || panel.x.words?.length) return all;
  const whole = all.filter(({ at }) => Number.isInteger(at));
  return whole.map(({ at }) => ({ at, words: localNumber(`${at}`) }));
}

const lineHeight = 13;
const nextTo = 6;

interface Below {
  readonly x: number;
  readonly words: string;
}

/** The ticks of x and where they stand. */
const below = (panel: Panel, view: Pick<View, "x">, count: number): Below[] =>
  ticksOfX(panel, view, count).map(({ at, words }) => ({
    x: Math.round(view.x.pixel(at)) + 0.5,
    words,
  }));

/** Whether the ticks are names too long to stand side by side; they take turns on two lines. */
function takeTurns(context: Context, panel: Panel, ticks: readonly Below[], font: string): boolean {
  context.font = tickFont(font);
  const half = ({ words }: Below) => context.measureText(words).width / 2;
  return (
    Boolean(panel.x.words?.length) &&
    ticks.some(
      (tick, k) => k > 0 && tick.x - half(tick) < ticks[k - 1].x + half(ticks[k - 1]) + nextTo,
    )
  );
}

/** The room that a second line of names takes below the frame, where there is one. */
export function secondLine(
  context: Context,
  panel: Panel,
  x: View["x"],
  size: Size,
  font: string,
): number {
  const ticks = below(panel, { x }, tickCounts(size, panel).x);
  return takeTurns(context, panel, ticks, font) ? lineHeight : 0;
}

/** Write the words of ticks below the frame, whole: none is cut off at an edge of the canvas. */
function writeBelow(
  context: Context,
  ticks: readonly Below[],
  bottom: number,
  width: number,
  turns: boolean,
): void {
  for (const [k, { x, words }] of ticks.entries()) {
    const half = context.measureText(words).width / 2;
    const inside = Math.max(half + 1, Math.min(x, width - half - 1));
    context.fillText(words, inside, bottom + 8 + (turns && k % 2 ? lineHeight : 0));
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
  const ticks = below(panel, view, counts.x);
  const turns = takeTurns(context, panel, ticks, font);
  for (const { x } of ticks) {
    context.moveTo(x, map || panel.x.words?.length ? bottom : top);
    context.lineTo(x, bottom + 4);
  }
  writeBelow(context, ticks, bottom, size.width, turns);
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
  context.fillText(panel.x.label, right, bottom + 34 + (turns ? lineHeight : 0));
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
