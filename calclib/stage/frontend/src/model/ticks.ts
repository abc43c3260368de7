// Round ticks between two numbers, by the rule of d3-array and with the digits of d3-scale. Both hold
// far more than this and would travel with every bundle; tests/model/ticks.test.ts compares.
import { format } from "d3-format";

/** A place on a scale, in its units, and how it is written. */
export interface Tick {
  readonly at: number;
  readonly words: string;
}

/**
 * The step 1, 2 or 5 times a power of ten that comes nearest, as a ratio, to a wanted one.
 *
 * It is times / over, both whole: three steps of 0.1 are then 3 / 10, which 3 · 0.1 is not.
 */
function roundStep(wanted: number) {
  const power = Math.floor(Math.log10(wanted));
  const share = wanted / 10 ** power;
  // Between 1 and 2, 2 and 5, 5 and 10 lie their geometric means.
  const middles = [Math.sqrt(2), Math.sqrt(10), Math.sqrt(50)];
  const factor = [1, 2, 5, 10][middles.filter((middle) => share >= middle).length];
  const digits = Math.max(0, -power - (factor === 10 ? 1 : 0));
  if (power < 0) return { times: 1, over: 10 ** -power / factor, digits };
  return { times: 10 ** power * factor, over: 1, digits };
}

/** About so many round numbers, two or more, from low to high, and how each is written. */
export function roundTicks(low: number, high: number, count: number): Tick[] {
  const { times, over, digits } = roundStep((high - low) / count);
  const nearest = (value: number) => Math.round((value * over) / times);
  const at = (k: number) => (k * times) / over;
  const first = nearest(low) + (at(nearest(low)) < low ? 1 : 0);
  const last = nearest(high) - (at(nearest(high)) > high ? 1 : 0);
  const written = format(`,.${digits}f`);
  return Array.from({ length: last - first + 1 }, (_, k) => {
    const place = at(first + k);
    return { at: place, words: written(place) };
  });
}
