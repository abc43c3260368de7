import { expect, test } from "vitest";
// tests/stage/test_ticks.py reads the same table: a picture has the ticks of the page.
import table from "../../../../../tests/data/ticks.json";
import { makeScale } from "../../src/model/scales";

type Row = ["linear" | "log", [number, number], number, [number, string][]];

test("a scale has the ticks that the table has", () => {
  for (const [scale, domain, count, expected] of table as Row[]) {
    const ticks = makeScale({ label: "", scale, domain }, 0, 1).ticks(count);
    const found = ticks.map(({ at, words }) => [at, words]);
    expect(found, `${scale} ${domain} ${count}`).toEqual(expected);
  }
});

test("a side whose places mean nothing has no ticks", () => {
  const side = { label: "", scale: "linear", domain: [0, 1], ticks: false } as const;
  expect(makeScale(side, 0, 1).ticks(5)).toEqual([]);
  expect(makeScale({ ...side, words: ["a", "b"] }, 0, 1).ticks(5)).toEqual([]);
});
