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

test("an equal frame gives x and y the same unit", () => {
  const shape = { width: 1, equal: true, x: { ...linear, domain: [0, 4] as const }, y: linear };
  const { left, right, top, bottom } = frameOf({ width: 400, height: 300 }, 30, shape);
  expect((right - left) / 4).toBeCloseTo((bottom - top) / 5);
});
