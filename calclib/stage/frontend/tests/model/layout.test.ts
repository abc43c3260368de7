import { expect, test } from "vitest";
import { frameOf, layout } from "../../src/model/layout";

const linear = { label: "", scale: "linear", domain: [-2, 3] } as const;

const shape = { width: 1, equal: false, x: linear, y: linear };
const shapes = (count: number) => Array.from({ length: count }, () => ({ ...shape }));

test("panels share a wide page and stack on a narrow one, and always fit", () => {
  for (const width of [320, 400, 559, 560, 720, 1400]) {
    const { stacked, sizes } = layout(width, [shape, { ...shape, equal: true }]);
    expect(stacked).toBe(width < 560);
    const used = sizes.map((size) => size.width);
    expect(stacked ? Math.max(...used) : used[0] + used[1] + 24).toBeLessThanOrEqual(width);
  }
});

/** How many panels stand in each row, read from the room that is left beside them. */
function rowsOf(width: number, count: number, rows?: readonly number[]): number[] {
  const { sizes, beside } = layout(width, shapes(count), rows);
  const found: number[] = [];
  let used = 0;
  for (const [k, size] of sizes.entries()) {
    const full = used + size.width > width;
    if (k === 0 || full) found.push(0);
    if (k === 0 || full) used = 0;
    found[found.length - 1] += 1;
    used += size.width + beside[k] + 24;
  }
  return found;
}

test("more than three panels stand in rows as even as possible, and each row is full", () => {
  const expected = new Map([
    [4, [2, 2]],
    [5, [3, 2]],
    [6, [3, 3]],
    [7, [3, 2, 2]],
  ]);
  for (const [count, rows] of expected) {
    const { stacked, sizes } = layout(900, shapes(count));
    expect(stacked).toBe(false);
    expect(rowsOf(900, count)).toEqual(rows);
    let first = 0;
    for (const length of rows) {
      const row = sizes.slice(first, first + length).map((size) => size.width);
      const used = row.reduce((a, b) => a + b, 0) + 24 * (row.length - 1);
      expect(used).toBeLessThanOrEqual(900);
      expect(used).toBeGreaterThan(900 - 4);
      first += length;
    }
  }
});

test("rows that a scene gives hold at the width of a text, and yield to a wide page", () => {
  expect(rowsOf(720, 3, [1, 2])).toEqual([1, 2]);
  expect(rowsOf(720, 3, [2, 1])).toEqual([2, 1]);
  expect(rowsOf(1300, 3, [1, 2])).toEqual([3]);
  expect(layout(390, shapes(3), [1, 2]).stacked).toBe(true);
});

test("three panels that would be too narrow stand in two rows", () => {
  expect(rowsOf(720, 3)).toEqual([3]);
  expect(rowsOf(600, 3)).toEqual([2, 1]);
});

test("a panel with units of its own that ends a row leaves no room for the next", () => {
  const equal = { ...shape, equal: true };
  const { sizes, beside } = layout(720, [equal, shape, shape], [1, 2]);
  expect(sizes[0].width + beside[0]).toBe(720);
  expect(beside.slice(1)).toEqual([0, 0]);
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

test("a panel alone in a row is wide and low, unless its shape says how high it is", () => {
  const heightOf = (first: typeof shape) =>
    layout(720, [first, shape, shape], [1, 2]).sizes[0].height;
  expect(heightOf(shape)).toBe(290);
  expect(heightOf({ ...shape, equal: true })).toBe(420);
  expect(layout(720, [shape]).sizes[0].height).toBe(420);
});
