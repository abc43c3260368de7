import { expect, test } from "vitest";
import { axisText, fillWords, formatNumber } from "../../src/model/numbers";
import { makeScale } from "../../src/model/scales";
import { joined, Packer, panel, spec } from "../scenes";

const linear = { label: "", scale: "linear", domain: [-2, 3] } as const;
const log = { label: "", scale: "log", domain: [1e-8, 100] } as const;

test("pixels and values are inverse on both scales", () => {
  for (const [scale, values] of [
    [linear, [-2, 0, 1.5, 3]],
    [log, [1e-8, 1, 37]],
  ] as const) {
    const { pixel, value } = makeScale(scale, 300, 20);
    for (const each of values) expect(value(pixel(each))).toBeCloseTo(each, 9);
    expect(pixel(scale.domain[0])).toBeCloseTo(300);
    expect(pixel(scale.domain[1])).toBeCloseTo(20);
  }
});

test("what has no logarithm has no pixel", () => {
  const { pixel } = makeScale(log, 0, 100);
  expect(pixel(-1)).toBeNaN();
  expect(Number.isFinite(pixel(0))).toBe(false);
});

test("ticks lie in the domain, and a wide log scale counts in powers of ten", () => {
  for (const { at } of makeScale(linear, 0, 100).ticks(5)) {
    expect(at).toBeGreaterThanOrEqual(-2);
    expect(at).toBeLessThanOrEqual(3);
  }
  const words = makeScale(log, 0, 100)
    .ticks(6)
    .map((tick) => tick.words);
  expect(words).toEqual(["10⁻⁸", "10⁻⁶", "10⁻⁴", "0.01", "1", "100"]);
});

test("a log scale without two powers of ten still has ticks", () => {
  const ticks = makeScale({ ...log, domain: [2, 8] }, 0, 100).ticks(4);
  expect(ticks.length).toBeGreaterThan(1);
});

test("numbers read as Python writes them", () => {
  expect(formatNumber(1, ".3g")).toBe("1");
  expect(formatNumber(0.12345, ".3g")).toBe("0.123");
  expect(formatNumber(-2, ".2f")).toBe("−2.00");
  expect(formatNumber(Number.NaN, ".3g")).toBe("–");
});

test("words take at most one number", () => {
  expect(fillWords("slope {:.2f} here", 1.234)).toBe("slope 1.23 here");
  expect(fillWords("no field", undefined)).toBe("no field");
});

test("an axis reads as its labels, its number or its point", () => {
  const pack = new Packer();
  const points = pack.channel([1, 2, 3, 4], [2, 2]);
  const axes = [
    pack.axis("rate", [0.1, 0.25]),
    { ...pack.axis("start", [0, 0]), values: points },
    { ...pack.axis("rule", [0, 0]), values: null, labels: ["plain", "Adam"] },
  ];
  const made = joined({ spec: spec(axes, [panel([])]), buffers: pack.buffers });
  expect(made.axes.map((axis) => axisText(axis, 1))).toEqual(["0.25", "(3, 4)", "Adam"]);
});
