// The point nearest to the pointer: which step, where exactly, and the numbers that belong to it.

import { axisText, formatNumber } from "../model/numbers";
import { type Mark, type Panel, playAxis, type Scene, slice } from "../model/scene";
import { presentPosition, series } from "../paint/curves";
import { channel, type View } from "../paint/view";
import { listed } from "../words/words";

export interface Near {
  readonly px: number;
  readonly py: number;
  readonly words: string;
}

interface Point {
  readonly px: number;
  readonly py: number;
  readonly at: readonly number[];
  /** Its place along the row of the mark. */
  readonly k: number;
  readonly mark: Mark;
  readonly alone: boolean;
}

const reach = 16;

/** Where a point goes in a flat or a 3-D panel. */
function place(view: View, x: number, y: number, z: number): readonly number[] {
  return view.place ? view.place(x, y, z) : [view.x.pixel(x), view.y.pixel(y)];
}

/** The points of one mark that show now, row by row. */
function* points(mark: Mark, view: View): Generator<Point> {
  const rows = series(mark, view);
  const heights = channel(mark, "z", view);
  for (const [row, { x, y }] of rows.entries()) {
    const last =
      mark.kind === "trail" ? Math.min(presentPosition(mark, view), y.length - 1) : y.length - 1;
    for (let k = 0; k <= last; k++) {
      const z = heights[row]?.[k];
      const [px, py] = place(view, x[k], y[k], z ?? 0);
      const at = z === undefined ? [x[k], y[k]] : [x[k], y[k], z];
      const runs = mark.kind === "dots" ? y.length : rows.length;
      yield { px, py, at, k, mark, alone: runs === 1 };
    }
  }
}

const kinds: ReadonlySet<string> = new Set(["trail", "dots", "line"]);

/** The nearest point of a panel's runs and curves within reach of the pointer. */
export function nearestPoint(
  scene: Scene,
  panel: Panel,
  view: View,
  px: number,
  py: number,
): Near | null {
  let best: Point | null = null;
  let least = reach;
  for (const mark of panel.marks.filter(({ kind }) => kinds.has(kind)))
    for (const point of points(mark, view)) {
      const distance = Math.hypot(point.px - px, point.py - py);
      if (distance >= least) continue;
      best = point;
      least = distance;
    }
  return best && { px: best.px, py: best.py, words: describePoint(scene, best, view) };
}

const precise = (value: number) => formatNumber(value, ".4~g");

/** "step 12 · (0.5, 1) · loss 0.25": the readout only where a single run makes it this point's. */
function describePoint(scene: Scene, { at, k, mark, alone }: Point, view: View): string {
  const point = `(${listed(at.map(precise))})`;
  const axis = scene.axes.find(({ name }) => name === mark.along) ?? timeAxis(scene, mark);
  if (!axis) return point;
  const step = mark.along ? k : view.index[axis.name];
  const index = { ...view.index, [axis.name]: step };
  const rows = alone ? scene.readout : [];
  const numbers = rows.map(
    ({ label, format, channel }) =>
      `${label} ${formatNumber(slice(channel, index).values[0], format)}`,
  );
  return [`${axis.shown} ${axisText(axis, step)}`, point, ...numbers].join(" · ");
}

/** The axis that dates a mark which moves in time, such as the dot of a run. */
function timeAxis(scene: Scene, mark: Mark) {
  const axis = playAxis(scene.axes);
  return axis && mark.moves.includes(axis.name) ? axis : undefined;
}
