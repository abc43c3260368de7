import { expect, test } from "vitest";
import { frameOf, layout } from "../../src/model/layout";

const linear = { label: "", scale: "linear", domain: [-2, 3] } as const;

test("panels share a wide page and stack on a narrow one, and always fit", () => {
  const shape = { width: 1, equal: false, x: linear, y: linear };
  for (const width of [320, 400, 559, 560, 720, 1400]) {
    const { stacked, sizes } = layout(width, [shape, { ...shape, equal: true }]);
    expect(stacked).toBe(width < 560);
    const used = sizes.map((size) => size.width);
    expect(stacked ? Math.max(...used) : used[0] + used[1] + 24).toBeLessThanOrEqual(width);
  }
});

test("more than three panels stand in rows of three", () => {
  const shape = { width: 1, equal: false, x: linear, y: linear };
  for (const count of [4, 5, 6, 7]) {
    const { stacked, sizes } = layout(
      900,
      Array.from({ length: count }, () => ({ ...shape })),
    );
    expect(stacked).toBe(false);
    for (let first = 0; first < count; first += 3) {
      const row = sizes.slice(first, first + 3).map((size) => size.width);
      const used = row.reduce((a, b) => a + b, 0) + 24 * (row.length - 1);
      expect(used).toBeLessThanOrEqual(900);
      expect(used).toBeGreaterThan(900 - 4);
    }
  }
});

test("an equal frame gives x and y the same unit", () => {
  const shape = { width: 1, equal: true, x: { ...linear, domain: [0, 4] as const }, y: linear };
  const { left, right, top, bottom } = frameOf({ width: 400, height: 300 }, 30, shape);
  expect((right - left) / 4).toBeCloseTo((bottom - top) / 5);
});

test("a panel in space is higher the more of its floor is seen", () => {
  const heights = [10, 30, 50, 70].map((elevation) => {
    const camera = [-60, elevation] as const;
    return layout(390, [{ width: 1, equal: false, camera, x: linear, y: linear }]).sizes[0].height;
  });
  expect(heights).toEqual([...heights].sort((a, b) => a - b));
  expect(new Set(heights).size).toBeGreaterThan(2);
});
