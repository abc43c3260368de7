// Small scenes for tests, packed by hand.
import { reduce } from "../src/model/events";
import { openQuestions } from "../src/model/questions";
import { join, type Scene } from "../src/model/scene";
import { openState, type Report, type State } from "../src/model/state";
import type { AxisSpec, Bytes, Kind, MarkSpec, PanelSpec, Spec, Style } from "../src/model/types";
import type { Theme } from "../src/paint/theme";

/** A linear scale between two numbers. */
export const range = (low: number, high: number, label = "") => ({
  label,
  scale: "linear" as const,
  domain: [low, high] as [number, number],
});

/** Draws numbers from 0 to 1, the same ones for the same seed. */
export function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => {
    // Park and Miller 1988, doi:10.1145/63039.63042.
    state = (state * 16807) % 2147483647;
    return state / 2147483647;
  };
}

/** Collects arrays as a spec's buffers. */
export class Packer {
  readonly buffers: Bytes[] = [];

  channel(values: number[], shape: number[], axes: string[] = []) {
    this.buffers.push(new Float32Array(values).buffer);
    return { buffer: this.buffers.length - 1, dtype: "float32" as const, shape, axes };
  }

  bytes(values: number[], shape: number[], axes: string[] = []) {
    this.buffers.push(new Uint8Array(values).buffer);
    return { buffer: this.buffers.length - 1, dtype: "uint8" as const, shape, axes };
  }

  axis(name: string, values: number[], more: Partial<AxisSpec> = {}): AxisSpec {
    const own = { name, slug: name.replaceAll(" ", "-"), count: values.length };
    const rest = { labels: null, scale: "linear" as const, play: false, duration: 2 };
    return { ...own, values: this.channel(values, [values.length]), ...rest, ...more };
  }
}

export function mark(
  kind: Kind,
  channels: MarkSpec["channels"],
  style: Style = {},
  along: string | null = null,
): MarkSpec {
  return { kind, channels, style, along };
}

export function panel(marks: MarkSpec[], more: Partial<PanelSpec> = {}): PanelSpec {
  const frame = { x: range(0, 10), y: range(0, 10) };
  return { title: "", width: 1, equal: false, pick: null, ...frame, marks, ...more };
}

export function spec(axes: AxisSpec[], panels: PanelSpec[], more: Partial<Spec> = {}): Spec {
  const first = Object.fromEntries(axes.map((axis) => [axis.name, 0]));
  const words = { version: 1, title: "", alt: "Something moves." };
  return { ...words, first, axes, panels, readout: [], ...more };
}

/** One run over five steps and two rates, a whole line, and a cursor. */
export function walk(): { spec: Spec; buffers: Bytes[] } {
  const pack = new Packer();
  const axes = [
    pack.axis("step", [0, 1, 2, 3, 4], { play: true }),
    pack.axis("learning rate", [0.1, 0.2]),
  ];
  const x = pack.channel([0, 1, 2, 3, 4, 0, 2, 4, 6, 8], [2, 1, 5], ["learning rate"]);
  const y = pack.channel([1, 1, 1, 1, 1], [1, 5]);
  const loss = pack.channel([9, 8, 7, 6, 5, 4, 3, 2, 1, 0], [5, 2, 1], ["step", "learning rate"]);
  const panels = [
    panel([mark("line", { x: y, y }), mark("trail", { x, y }, { color: "#0072b2" }, "step")]),
    panel([mark("line", { x, y }, {}, "step"), mark("cursor", {}, { axis: "step" })]),
  ];
  const readout = [{ label: "loss", format: ".3g", channel: loss }];
  return { spec: spec(axes, panels, { readout }), buffers: pack.buffers };
}

export const joined = (made: { spec: Spec; buffers: Bytes[] }): Scene =>
  join(made.spec, made.buffers);

/** The state in which a player of a scene opens. */
export const openAt = (scene: Scene, report: Report = {}, calm = false): State =>
  openState({ scene, report, questions: openQuestions({}, true), width: 720, calm });

/** Let a state play for some seconds, in frames of a length that no frame is cut. */
export function playFor(from: State, seconds: number, frame = 0.25): State {
  const start = from.clock ?? 0;
  const count = Math.round(seconds / frame);
  const times = Array.from({ length: count + 1 }, (_, k) => start + 1000 * k * frame);
  return times.reduce((state, now) => reduce(state, { type: "frame", now }), from);
}

/** A light page. */
export const theme: Theme = {
  paper: "#fff",
  ink: "#111",
  muted: "#777",
  rule: "#ddd",
  font: "sans-serif",
  dark: false,
};
