import { expect, test } from "vitest";
import { frameOf, layout } from "../src/layout";
import { axisText, filled, formatted } from "../src/numbers";
import { makeScale } from "../src/scales";
import { inked, nth, readTheme } from "../src/theme";
import { joined, Packer, panel, spec } from "./scenes";

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
  expect(formatted(1, ".3g")).toBe("1");
  expect(formatted(0.12345, ".3g")).toBe("0.123");
  expect(formatted(-2, ".2f")).toBe("−2.00");
  expect(formatted(Number.NaN, ".3g")).toBe("–");
});

test("words take at most one number", () => {
  expect(filled("slope {:.2f} here", 1.234)).toBe("slope 1.23 here");
  expect(filled("no field", undefined)).toBe("no field");
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

test("panels share a wide page and stack on a narrow one, and always fit", () => {
  const shape = { width: 1, equal: false, x: linear, y: linear };
  for (const width of [320, 400, 559, 560, 720, 1400]) {
    const { stacked, sizes } = layout(width, [shape, { ...shape, equal: true }]);
    expect(stacked).toBe(width < 560);
    const used = sizes.map((size) => size.width);
    expect(stacked ? Math.max(...used) : used[0] + used[1] + 24).toBeLessThanOrEqual(width);
  }
});

test("an equal frame gives x and y the same unit", () => {
  const shape = { width: 1, equal: true, x: { ...linear, domain: [0, 4] as const }, y: linear };
  const { left, right, top, bottom } = frameOf({ width: 400, height: 300 }, 30, shape);
  expect((right - left) / 4).toBeCloseTo((bottom - top) / 5);
});

test("a theme tells light from dark, and black becomes ink", () => {
  const style = { color: "white", textDecorationColor: "", borderTopColor: "", fontFamily: "" };
  const dark = readTheme({ ...style, backgroundColor: "rgb(17, 17, 17)" });
  expect(dark.dark).toBe(true);
  expect(readTheme({ ...style, backgroundColor: "rgb(250, 250, 250)" }).dark).toBe(false);
  expect(inked("#000000", dark)).toBe("white");
  expect(inked("#0072b2", dark)).toBe("#0072b2");
});

test("colours of series start again when they run out", () => {
  expect([0, 1, 2].map((k) => nth(["a", "b"], k))).toEqual(["a", "b", "a"]);
  expect(nth("a", 5)).toBe("a");
});
