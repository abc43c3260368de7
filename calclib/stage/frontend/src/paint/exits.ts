// Runs that left the frame: an arrow where each one left, and one word.

import { type Frame, within } from "../model/layout";
import type { Mark } from "../model/scene";
import { playerWords } from "../words/words";
import { isAgeless, presentPosition, type Series, series } from "./curves";
import { type Context, paintArrowHead, paintWords, type View } from "./view";

export interface Exit {
  readonly x: number;
  readonly y: number;
  readonly dx: number;
  readonly dy: number;
  readonly color: string;
  /** The run is no longer a number; otherwise it is only out of sight. */
  readonly diverged: boolean;
}

/** The share of the way from (x, y) along (dx, dy) at which the frame is reached. */
function shareToFrame(frame: Frame, x: number, y: number, dx: number, dy: number): number {
  const across = dx > 0 ? (frame.right - x) / dx : dx < 0 ? (frame.left - x) / dx : Infinity;
  const up = dy > 0 ? (frame.bottom - y) / dy : dy < 0 ? (frame.top - y) / dy : Infinity;
  return Math.max(0, Math.min(1, across, up));
}

/**
 * Where one run left the frame for good, or null while its present point is in sight.
 *
 * A curve that grows has only ended where its numbers end in sight; a run has diverged.
 */
function exit({ x, y, color }: Series, mark: Mark, view: View): Exit | null {
  const point = (i: number) => [view.x.pixel(x[i]), view.y.pixel(y[i])] as const;
  const seen = (i: number) => within(view.frame, ...point(i));
  const last = Math.min(Math.floor(presentPosition(mark, view)), y.length - 1);
  if (seen(last)) return null;
  let i = last;
  while (i >= 0 && !seen(i)) i--;
  if (i < 0) return null;
  const [px, py] = point(i);
  const next = point(i + 1);
  const gone = Number.isNaN(next[0] + next[1]);
  if (isAgeless(mark) && !Number.isFinite(x[i + 1] + y[i + 1])) return null;
  // A run that is no longer a number went on as it came.
  const [from, to] = gone ? [point(Math.max(0, i - 1)), point(i)] : [point(i), next];
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const share = gone ? 0 : shareToFrame(view.frame, px, py, dx, dy);
  const diverged = !Number.isFinite(x[last] + y[last]);
  return { x: px + share * dx, y: py + share * dy, dx, dy, color, diverged };
}

/** All runs of a panel's trails that are out of sight at the present index. */
export function exits(marks: readonly Mark[], view: View): Exit[] {
  return marks
    .filter((mark) => mark.kind === "trail")
    .flatMap((mark) => series(mark, view).map((one) => exit(one, mark, view)))
    .filter((one) => one !== null);
}

/** Paint the arrows, and the word once, beside the first of them. */
export function paintExits(context: Context, all: readonly Exit[], view: View): void {
  if (all.length === 0) return;
  for (const { x, y, dx, dy, color } of all) {
    context.fillStyle = color;
    paintArrowHead(context, x, y, dx, dy, 13);
  }
  const { left, right, top, bottom } = view.frame;
  const one = all.find((each) => each.diverged) ?? all[0];
  const toRight = one.x < (left + right) / 2;
  context.font = `600 12px ${view.theme.font}`;
  context.textAlign = toRight ? "left" : "right";
  context.textBaseline = "middle";
  context.fillStyle = view.theme.ink;
  const x = one.x + (toRight ? 12 : -12);
  const y = Math.max(top + 12, Math.min(bottom - 12, one.y));
  const words = playerWords()[one.diverged ? "diverged" : "outOfFrame"];
  paintWords(context, words, x, y, view.theme);
}
