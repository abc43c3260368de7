// Switching marks off by their label: the scene without them, and nothing else changed.
import { type Channel, type Mark, ownCopy, type Panel, seriesColor } from "./scene";

/** The labels of a mark; one for all of its runs, or one for each. */
export const labels = ({ style: { label } }: Mark): readonly string[] =>
  typeof label === "string" ? [label] : (label ?? []);

const colour = (mark: Mark, run: number) => seriesColor(mark.style.color, run);

/** How many runs a mark tells apart by label or by colour. */
const runs = ({ style: { label, color } }: Mark): number =>
  Math.max(1, ...[label, color].map((given) => (Array.isArray(given) ? given.length : 1)));

/** The label of one run of a mark: its own or its group's, else those of its colour in this panel. */
function names(mark: Mark, run: number, panel: Panel): readonly string[] {
  const own = labels(mark);
  const name = (own.length > 1 ? own[run] : own[0]) || mark.style.group;
  if (name) return [name];
  const shade = colour(mark, run);
  // Ink and grey tell no runs apart: a frame in ink stays when a curve in ink is switched off.
  if (!shade?.startsWith("#")) return [];
  return panel.marks.flatMap((other) =>
    labels(other).filter(
      (label, k) =>
        label !== "" && (labels(other).length > 1 || k === 0) && colour(other, k) === shade,
    ),
  );
}

/** A channel without some of its runs. Runs are rows of curves, or places of dots. */
function omitRuns(channel: Channel, gone: readonly number[], of: number): Channel {
  const own = ownCopy(channel);
  const rest = channel.shape.slice(channel.axes.length);
  const length = rest.length > 1 ? rest[1] : 1;
  for (let k = 0; k < own.data.length / length; k++)
    if (gone.includes((k % rest[0]) % of)) own.data.fill(Number.NaN, k * length, (k + 1) * length);
  return own;
}

function visibleMarks(mark: Mark, panel: Panel, hidden: readonly string[]): Mark[] {
  const of = runs(mark);
  const gone = Array.from({ length: of }, (_, run) => run).filter((run) => {
    const known = names(mark, run, panel);
    return known.length > 0 && known.every((name) => hidden.includes(name));
  });
  if (gone.length === 0) return [mark];
  if (gone.length === of || !mark.channels.y) return [];
  return [{ ...mark, channels: { ...mark.channels, y: omitRuns(mark.channels.y, gone, of) } }];
}

/** The panels as they look with some labels switched off. */
export function visiblePanels(
  panels: readonly Panel[],
  hidden: readonly string[],
): readonly Panel[] {
  if (hidden.length === 0) return panels;
  return panels.map((panel) => ({
    ...panel,
    marks: panel.marks.flatMap((mark) => visibleMarks(mark, panel, hidden)),
  }));
}
