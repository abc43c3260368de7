import { ticks } from "d3-array";
import { tickFormat } from "d3-scale";
import { expect, test } from "vitest";
import stored from "../../../../../tests/data/ticks.json";
import { makeScale } from "../../src/model/scales";
import { roundTicks } from "../../src/model/ticks";
import type { ScaleSpec } from "../../src/model/types";
import { numbersFrom } from "../scenes";

/** Two ends of a domain: of any size, about any place, round and not. */
function domains(draw: () => number): [number, number][] {
  const whole = (most: number) => Math.floor(most * draw());
  return Array.from({ length: 2000 }, (_, k) => {
    const span = 10 ** (16 * draw() - 8);
    const low = (2 * draw() - 1) * span * (k % 3 ? 1 : 50);
    if (k % 2) return [low, low + span];
    const unit = 10 ** (whole(9) - 4);
    const start = whole(20) - 10;
    return [start * unit, (start + 1 + whole(30)) * unit];
  });
}

test("ticks are those of d3, and are written as d3 writes them", () => {
  for (const [low, high] of domains(numbersFrom(7)))
    for (const count of [2, 3, 4, 7]) {
      const found = roundTicks(low, high, count);
      const name = `${low} to ${high}, ${count}`;
      expect(
        found.map(({ at }) => at),
        name,
      ).toEqual(ticks(low, high, count));
      const write = tickFormat(low, high, count);
      expect(
        found.map(({ words }) => words),
        name,
      ).toEqual(found.map(({ at }) => write(at)));
    }
});

test("ticks are the stored ones that Python's are tested against", () => {
  type Row = [ScaleSpec["scale"], number, number, number, number[], string[]];
  for (const [scale, low, high, count, places, words] of stored as Row[]) {
    const found = makeScale({ label: "", scale, domain: [low, high] }, 0, 1).ticks(count);
    expect(found).toEqual(places.map((at, k) => ({ at, words: words[k] })));
  }
});
