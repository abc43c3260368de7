// The legend below a panel: labels that switch their marks, with a swatch, and scales of colours.

import { formatNumber } from "../model/numbers";
import { type Mark, type Panel, seriesColor } from "../model/scene";
import type { State } from "../model/state";
import type { Kind } from "../model/types";
import { labels } from "../model/visibility";
import { corners } from "../paint/markers";
import { drawing, keys, make, put } from "./elements";

export interface Legend {
  readonly elements: readonly HTMLElement[];
  readonly update: (state: State) => void;
}

const dashes = { solid: "none", dashed: "5 3", dotted: "1.5 3" };

type Swatch = (mark: Mark, color: string) => SVGElement;

const stroke: Swatch = ({ style }, color) => {
  const dash = dashes[style.dash ?? "solid"];
  const shape = { x1: "0", x2: "22", y1: "5", y2: "5", stroke: color, "stroke-width": "2.5" };
  return drawing(22, 10, [["line", { ...shape, "stroke-dasharray": dash }]]);
};
const spot: Swatch = ({ style }, color) => {
  const points = corners[style.marker ?? "circle"].map(([x, y]) => [6 + 4.5 * x, 6 + 4.5 * y]);
  const circle: [string, Record<string, string>] = [
    "circle",
    { cx: "6", cy: "6", r: "4.5", fill: color },
  ];
  return drawing(12, 12, [
    points.length === 0 ? circle : ["polygon", { points: points.join(" "), fill: color }],
  ]);
};
const patch: Swatch = ({ style }, color) => {
  const shape = { width: "16", height: "10", fill: color };
  return drawing(16, 10, [["rect", { ...shape, "fill-opacity": String(style.opacity ?? 1) }]]);
};

const swatches: Readonly<Partial<Record<Kind, Swatch>>> = {
  line: stroke,
  trail: stroke,
  arrows: stroke,
  contours: stroke,
  cursor: stroke,
  dots: spot,
  area: patch,
  bars: patch,
};

/** A colour of the scene as the page's style shows it; themeColor() does the same for canvases. */
function cssColor(color: string | undefined): string {
  if (color === "muted") return "var(--muted)";
  return color === undefined || color === "ink" || color === "#000000" ? "currentColor" : color;
}

/** A scale of colours with its ends in numbers. */
function scale(mark: Mark): HTMLElement[] {
  const { palette, key } = mark.style;
  if (!key || !palette) return [];
  const stops = palette.filter((_, k) => k % Math.ceil(palette.length / 16) === 0);
  const bar = make("span", { class: "scale" });
  bar.style.background = `linear-gradient(to right, ${[...stops, palette.at(-1)].join(", ")})`;
  const [low, high] = [key.low, key.high].map((value) => formatNumber(value, ".3g"));
  const words = [...labels(mark).filter((label) => label !== ""), low];
  return [make("li", {}, ...words.map((word) => make("span", {}, word)), bar, high)];
}

/** The legend of a panel, in which a label is a switch of everything that has this name. */
export function makeLegend(
  panel: Panel,
  signal: AbortSignal,
  toggle: (label: string) => void,
): Legend {
  const switches = new Map<Element, string>();
  const entry = (mark: Mark, label: string, k: number) => {
    const swatch = swatches[mark.kind];
    if (label === "" || !swatch) return [];
    const element = make("button", { type: "button", class: "switch", ...keys });
    element.append(
      swatch(mark, cssColor(seriesColor(mark.style.color, k))),
      make("span", {}, label),
    );
    element.addEventListener("click", () => toggle(label), { signal });
    switches.set(element, label);
    return [make("li", {}, element)];
  };
  const elements = panel.marks.flatMap((mark) => [
    ...labels(mark).flatMap((label, k) => entry(mark, label, k)),
    ...scale(mark),
  ]);
  const update = ({ hidden }: State) => {
    for (const [element, label] of switches)
      put(element, "aria-pressed", String(!hidden.includes(label)));
  };
  return { elements, update };
}

/** What a legend is made of: as long as this stays, the legend stays. */
export const signature = ({ marks }: Panel): string =>
  JSON.stringify(marks.map(({ kind, style }) => [kind, style.label, style.color, style.key]));
