// The panels, their keys and the readout as elements. DOM, part two.
import { drawing, make } from "./controls";
import { layout } from "./layout";
import { corners } from "./markers";
import { axisText, formatted } from "./numbers";
import { type Painted, setPanel } from "./panel";
import { type Axis, type Mark, type Panel, type Scene, slice } from "./scene";
import { inked, nth, type Theme } from "./theme";
import type { Index, Kind } from "./types";
import type { Context } from "./view";

/** The elements of one panel. */
export interface Sheet {
  readonly panel: Panel;
  readonly element: HTMLElement;
  readonly still: HTMLCanvasElement;
  readonly moving: HTMLCanvasElement;
  readonly where: HTMLElement;
  readonly key: HTMLElement;
}

const context = (canvas: HTMLCanvasElement) => canvas.getContext("2d") as Context;

/** The elements of one panel; the moving canvas speaks for both. */
export function makeSheet(panel: Panel, alt: string): Sheet {
  const still = make("canvas", { class: "still", "aria-hidden": "true" });
  const moving = make("canvas", { class: "moving", role: "img", "aria-label": alt });
  const where = make("span", { class: "where" });
  const title = make("span", { class: "title" }, panel.title);
  const key = make("ul", { class: "key" });
  const paper = make("div", { class: "paper" }, still, moving);
  const head = make("div", { class: "head" }, title, where);
  const element = make("div", { class: panel.pick ? "panel pick" : "panel" }, head, paper, key);
  return { panel, element, still, moving, where, key };
}

/** Size the canvases for a width and make every panel ready to paint. */
export function setSheets(
  scene: Scene,
  sheets: readonly Sheet[],
  { width, theme, ratio }: { width: number; theme: Theme; ratio: number },
): { stacked: boolean; painted: Painted[] } {
  const { stacked, sizes } = layout(width, scene.panels);
  const spare = () => context(document.createElement("canvas"));
  const painted = sheets.map(({ panel, element, still, moving, key }, k) => {
    const size = sizes[k];
    element.style.width = `${size.width}px`;
    for (const canvas of [still, moving]) {
      canvas.width = Math.round(size.width * ratio);
      canvas.height = Math.round(size.height * ratio);
      canvas.style.width = `${size.width}px`;
      canvas.style.height = `${size.height}px`;
    }
    key.replaceChildren(...panel.marks.flatMap((mark) => entries(mark, theme)));
    const canvases = { still: context(still), moving: context(moving), spare };
    return setPanel(scene, panel, canvases, { size, theme, ratio });
  });
  return { stacked, painted };
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
const patch: Swatch = (_, color) =>
  drawing(16, 10, [["rect", { width: "16", height: "10", fill: color, "fill-opacity": "0.4" }]]);

const swatches: Readonly<Partial<Record<Kind, Swatch>>> = {
  line: stroke,
  trail: stroke,
  arrows: stroke,
  contours: stroke,
  cursor: stroke,
  dots: spot,
  area: patch,
};

/** What a mark contributes to the key below its panel: labels with a swatch, a scale of colours. */
function entries(mark: Mark, theme: Theme): HTMLElement[] {
  const { label, color, palette, key } = mark.style;
  const swatch = swatches[mark.kind];
  const labels = typeof label === "string" ? [label] : (label ?? []);
  const named = labels
    .map((words, k) => ({ words, color: inked(nth(color, k), theme) }))
    .filter(({ words }) => words !== "" && swatch)
    .map((one) => make("li", {}, swatch?.(mark, one.color) ?? "", one.words));
  if (!key || !palette) return named;
  const stops = palette.filter((_, k) => k % Math.ceil(palette.length / 16) === 0);
  const scale = make("span", { class: "scale" });
  scale.style.background = `linear-gradient(to right, ${[...stops, palette.at(-1)].join(", ")})`;
  const [low, high] = [key.low, key.high].map((value) => formatted(value, ".3g"));
  const words = [...labels.filter((label) => label !== ""), low].map((word) =>
    make("span", {}, word),
  );
  return [...named, make("li", {}, ...words, scale, high)];
}

export interface Readout {
  readonly element: HTMLElement;
  readonly update: (index: Index) => void;
  /** The numbers under the stage as one sentence, for those who listen. */
  readonly sentence: (index: Index) => string;
}

/** The line of numbers under the stage. */
export function makeReadout(scene: Scene): Readout {
  const numbers = scene.readout.map(({ label, format, channel }) => ({
    label,
    element: make("b"),
    words: (index: Index) => formatted(slice(channel, index).values[0], format),
  }));
  const parts = numbers.map(({ label, element }) =>
    make("div", {}, make("span", {}, label), element),
  );
  const element = make("div", { class: "readout" }, ...parts);
  element.hidden = parts.length === 0;
  const place = (axis: Axis, index: Index) => `${axis.name} ${axisText(axis, index[axis.name])}`;
  return {
    element,
    update: (index) => {
      for (const one of numbers) one.element.textContent = one.words(index);
    },
    sentence: (index) =>
      [
        ...scene.axes.map((axis) => place(axis, index)),
        ...numbers.map(({ label, words }) => `${label} ${words(index)}`),
      ].join(", "),
  };
}
