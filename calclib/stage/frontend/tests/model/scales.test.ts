import { expect, test } from "vitest";
import { makeScale } from "../../src/model/scales";

test("a side whose places mean nothing has no ticks", () => {
  const side = { label: "", scale: "linear", domain: [0, 1], ticks: false } as const;
  expect(makeScale(side, 0, 1).ticks(5)).toEqual([]);
  expect(makeScale({ ...side, words: ["a", "b"] }, 0, 1).ticks(5)).toEqual([]);
});
