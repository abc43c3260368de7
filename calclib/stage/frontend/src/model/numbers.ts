// Numbers as words, by d3-format, with Python's meaning of "g".
import { format } from "d3-format";
import { listed, localNumber } from "../words/words";
import { type Axis, slice } from "./scene";

const formatter = (spec: string) => {
  // Python's "g" drops trailing zeros; d3 keeps them unless told to trim.
  const trimmed = /g$/.test(spec) && !spec.includes("~") ? spec.replace(/g$/, "~g") : spec;
  return format(trimmed);
};

/** One number in a format both Python and d3 read; what is no number has a dash. */
export function formatNumber(value: number, spec: string): string {
  return Number.isFinite(value) ? localNumber(formatter(spec || ".4g")(value)) : "–";
}

/** Words with at most one field, such as "slope {:.2f}", filled from a value. */
export function fillWords(words: string, value: number | undefined): string {
  if (value === undefined) return words;
  return words.replace(/\{:?([^{}]*)\}/, (_, spec: string) => formatNumber(value, spec));
}

/** The value of an axis at one position, as the learner reads it. */
export function axisText(axis: Axis, at: number): string {
  if (axis.labels) return axis.labels[at];
  const numbers = axisValue(axis, at).map((value) => formatNumber(value, ",.4g"));
  return numbers.length > 1 ? `(${listed(numbers)})` : (numbers[0] ?? String(at));
}

/** The coordinates of an axis at one position: one number, or two for an axis of points. */
export function axisValue(axis: Axis, at: number): number[] {
  if (!axis.values) return [at];
  return [...slice({ ...axis.values, axes: [axis.name] }, { [axis.name]: at }).values];
}

/** The nearest number that lies between two others. */
export const clamp = (value: number, low: number, high: number): number =>
  Math.max(low, Math.min(high, value));
