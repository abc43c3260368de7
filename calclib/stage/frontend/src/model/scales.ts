// From data to pixels, and the ticks in between.
import { localNumber } from "../words/words";
import { formatNumber } from "./numbers";
import { roundTicks, type Tick } from "./ticks";
import type { ScaleSpec } from "./types";

export interface Scale {
  /** Pixels of a value; a value that has no place, such as a log of −1, is nan. */
  readonly pixel: (value: number) => number;
  readonly value: (pixel: number) => number;
  /** The number that a scale shows at a share of the way between two others. */
  readonly between: (from: number, to: number, share: number) => number;
  readonly ticks: (count: number) => Tick[];
}

/** A scale from a spec's domain to pixels [from, to]. */
export function makeScale(spec: ScaleSpec, from: number, to: number): Scale {
  const log = spec.scale === "log";
  const through = log ? Math.log10 : (value: number) => value;
  const [low, high] = spec.domain;
  // One multiplication a point: a trail of many runs maps tens of thousands of them a frame.
  const a = (to - from) / (through(high) - through(low));
  const b = from - a * through(low);
  return {
    pixel: (value) => a * through(value) + b,
    value: (pixel) => (log ? 10 ** ((pixel - b) / a) : (pixel - b) / a),
    between: (from, to, share) => (log ? from * (to / from) ** share : from + share * (to - from)),
    ticks: (count) => (spec.ticks === false ? [] : ticksOf(spec, count)),
  };
}

function ticksOf({ words, scale, domain: [low, high] }: ScaleSpec, count: number): Tick[] {
  if (words?.length) return words.map((words, at) => ({ at, words }));
  return scale === "log" ? logTicks(low, high, count) : linearTicks(low, high, count);
}

function linearTicks(low: number, high: number, count: number): Tick[] {
  const large = Math.max(Math.abs(low), Math.abs(high)) >= 1e5;
  return roundTicks(low, high, count).map(({ at, words }) => ({
    at,
    words: large ? formatNumber(at, ".3g") : localNumber(words),
  }));
}

/** Powers of ten, thinned to at most `count`; round numbers where there are no two powers. */
function logTicks(low: number, high: number, count: number): Tick[] {
  const first = Math.ceil(Math.log10(low) - 1e-9);
  const last = Math.floor(Math.log10(high) + 1e-9);
  if (last - first < 1) return linearTicks(low, high, count);
  const stride = Math.ceil((last - first + 1) / Math.max(2, count));
  const length = Math.floor((last - first) / stride) + 1;
  const powers = Array.from({ length }, (_, k) => first + k * stride);
  // 10 ** -4 is not everywhere the number that 0.0001 is.
  return powers.map((exponent) => ({ at: Number(`1e${exponent}`), words: power(exponent) }));
}

const superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** A power of ten as people write it: 0.01, 100, 10⁻⁶. */
function power(exponent: number): string {
  if (Math.abs(exponent) <= 3) return formatNumber(10 ** exponent, ",.4~r");
  const digits = [...String(Math.abs(exponent))].map((digit) => superscripts[Number(digit)]);
  return `10${exponent < 0 ? "⁻" : ""}${digits.join("")}`;
}
