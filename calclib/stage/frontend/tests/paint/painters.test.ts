import { expect, test } from "vitest";
import { makeScale } from "../../src/model/scales";
import { join, type Mark } from "../../src/model/scene";
import type { Kind, Style } from "../../src/model/types";
import { exits, paintExits } from "../../src/paint/exits";
import { painters } from "../../src/paint/painters";
import type { Context, View } from "../../src/paint/view";
import { recording } from "../recording";
import { mark, Packer, panel, spec, theme } from "../scenes";

const axis = (domain: [number, number]) => ({ label: "", scale: "linear" as const, domain });

/** A view of 0..10 × 0..10 on 100 × 100 pixels. */
function viewAt(index: Record<string, number>, cells?: Context): View {
  return {
    x: makeScale(axis([0, 10]), 0, 100),
    y: makeScale(axis([0, 10]), 100, 0),
    frame: { left: 0, top: 0, right: 100, bottom: 100 },
    index,
    theme,
    ways: [],
    playing: false,
    past: () => {
      throw new Error("Nothing plays.");
    },
    position: (name) => index[name],
    pixel: (name, scale) => scale.pixel(index[name]),
    count: () => 5,
    bitmap: () => cells ?? recording().context,
  };
}

/** One mark whose channels hold these rows. */
function made(
  kind: Kind,
  channels: Record<string, number[][]>,
  style: Style = {},
  along: string | null = null,
): Mark {
  const pack = new Packer();
  const packed = Object.entries(channels).map(([name, table]) => {
    const flat = ["line", "area", "trail", "contours"].includes(kind) ? [table.length] : [];
    return [name, pack.channel(table.flat(), [...flat, table[0].length])];
  });
  const one = mark(kind, Object.fromEntries(packed), style, along);
  return join(spec([], [panel([one])]), pack.buffers).panels[0].marks[0];
}

function painted(one: Mark, index: Record<string, number> = {}) {
  const record = recording();
  painters[one.kind](record.context, one, viewAt(index));
  return record;
}

test("a line visits its points in pixels", () => {
  const { calls } = painted(made("line", { x: [[0, 5, 10]], y: [[0, 10, 5]] }));
  expect(calls("moveTo")).toEqual([[0, 100]]);
  expect(calls("lineTo")).toEqual([
    [50, 0],
    [100, 50],
  ]);
});

test("a number that is not finite is a gap in a line", () => {
  const { calls } = painted(made("line", { x: [[0, 1, 2, 3, 4]], y: [[1, 1, Number.NaN, 1, 1]] }));
  expect(calls("moveTo")).toHaveLength(2);
  expect(calls("lineTo")).toHaveLength(2);
});

test("every series has its own colour", () => {
  const one = made(
    "line",
    {
      x: [
        [0, 1],
        [0, 1],
      ],
      y: [
        [0, 1],
        [1, 2],
      ],
    },
    { color: ["#a", "ink"] },
  );
  expect(painted(one).calls("strokeStyle=").flat()).toEqual(["#a", "#111"]);
});

test("a trail stops at the present", () => {
  const one = made("trail", { x: [[0, 1, 2, 3, 4]], y: [[0, 1, 2, 3, 4]] }, {}, "step");
  for (const step of [0, 2, 4]) {
    const ends = painted(one, { step }).calls("lineTo") as number[][];
    expect(Math.max(0, ...ends.map(([x]) => x))).toBe(10 * step);
  }
});

test("the past of a trail is paler than its present", () => {
  const one = made("trail", { x: [[0, 1, 2, 3, 4]], y: [[0, 1, 2, 3, 4]] }, {}, "step");
  const alphas = painted(one, { step: 4 }).calls("globalAlpha=").flat() as number[];
  expect(alphas).toEqual([...alphas].sort((a, b) => b - a));
  expect(alphas.at(-1)).toBeLessThan(alphas[0]);
});

test("the past of a curve that grows is as strong as its present", () => {
  const path = { x: [[0, 1, 2, 3, 4]], y: [[0, 1, 2, 3, 4]] };
  const record = painted(made("trail", path, { fades: false }, "step"), { step: 4 });
  expect(record.calls("globalAlpha=").flat()).toEqual([1]);
  expect(record.calls("lineTo")).toHaveLength(5);
});

test("runs of one colour share a path", () => {
  const runs = {
    x: [
      [0, 1],
      [0, 2],
      [0, 3],
    ],
    y: [
      [0, 1],
      [0, 1],
      [0, 1],
    ],
  };
  const strokes = (color: string | string[]) =>
    painted(made("trail", runs, { color }, "step"), { step: 1 }).calls("stroke").length;
  expect(strokes(["#a", "#b", "#c"])).toBe(3 * strokes("#a"));
});

test("a trail that swings ever farther is drawn only near the frame", () => {
  const swings = Array.from({ length: 5 }, (_, k) => 5 + (-20) ** k);
  const one = made("trail", { x: [swings], y: [[5, 5, 5, 5, 5]] }, {}, "step");
  const ends = painted(one, { step: 4 }).calls("lineTo") as number[][];
  expect(Math.max(...ends.map(([x]) => Math.abs(x)))).toBeLessThan(2000);
});

test("dots are one shape a point, and a gap is none", () => {
  const one = made("dots", { x: [[1, Number.NaN, 3]], y: [[1, 2, 3]] });
  expect(painted(one).calls("arc")).toHaveLength(2);
  expect(painted({ ...one, style: { marker: "square" } }).calls("lineTo")).toHaveLength(8);
});

test("an arrow's head ends at its tip, and an arrow of no length is not drawn", () => {
  const one = made("arrows", { x: [[1, 5]], y: [[1, 5]], u: [[4, 0]], v: [[0, 0]] });
  const { calls } = painted(one);
  expect(calls("fill")).toHaveLength(1);
  expect(calls("moveTo")).toContainEqual([50, 90]);
});

test("an area closes along its base", () => {
  const one = made("area", { x: [[0, 10]], y: [[4, 6]], base: [[0, 1]] });
  const { calls } = painted(one);
  expect([...calls("moveTo"), ...calls("lineTo")]).toEqual([
    [0, 100],
    [0, 60],
    [100, 40],
    [100, 90],
  ]);
});

test("row 0 of a heat map lies at the bottom, and 255 is transparent", () => {
  const pack = new Packer();
  const style = { palette: ["#010203", "#040506"], box: [0, 10, 0, 10] as const };
  const heat = mark("heat", { values: pack.bytes([0, 1, 255, 1], [2, 2]) }, style);
  const one = join(spec([], [panel([heat])]), pack.buffers).panels[0].marks[0];
  const cells = recording();
  painters.heat(recording().context, one, viewAt({}, cells.context));
  const [image] = cells.calls("putImageData")[0] as [ImageData];
  const pixel = (k: number) => [...image.data.slice(4 * k, 4 * k + 4)];
  expect(pixel(0)).toEqual([0, 0, 0, 0]);
  expect(pixel(1)).toEqual([4, 5, 6, 255]);
  expect(pixel(2)).toEqual([1, 2, 3, 255]);
});

test("contour lines lift the pen at every gap", () => {
  const one = made("contours", {
    x: [[0, 1, Number.NaN, 2, 3]],
    y: [[0, 1, Number.NaN, 2, 3]],
  });
  expect(painted(one).calls("moveTo")).toHaveLength(2);
});

test("text fills its field with the value at the index", () => {
  const one = made("text", { x: [[5]], y: [[5]], value: [[0.5]] }, { words: "slope {:.2f}" });
  expect(painted(one).calls("fillText")).toEqual([["slope 0.50", 50, 50]]);
});

test("a cursor crosses the frame at the axis' value", () => {
  const upright = painted(made("cursor", {}, { axis: "step" }), { step: 3 });
  expect([...upright.calls("moveTo"), ...upright.calls("lineTo")]).toEqual([
    [30, 0],
    [30, 100],
  ]);
  const level = painted(made("cursor", {}, { axis: "step", direction: "y" }), { step: 3 });
  expect([...level.calls("moveTo"), ...level.calls("lineTo")]).toEqual([
    [0, 70],
    [100, 70],
  ]);
});

test("a run in sight has no exit; one out of sight leaves where it crossed the frame", () => {
  const one = made("trail", { x: [[5, 9, 13, 40, Number.NaN]], y: [[5, 5, 5, 5, 5]] }, {}, "step");
  expect(exits([one], viewAt({ step: 1 }))).toEqual([]);
  const [left] = exits([one], viewAt({ step: 2 }));
  expect(left).toMatchObject({ x: 100, y: 50, diverged: false });
  const [gone] = exits([one], viewAt({ step: 4 }));
  expect(gone).toMatchObject({ x: 100, y: 50, diverged: true });
});

test("a run that ends inside the frame has its arrow where it ended", () => {
  const one = made("trail", { x: [[2, 4, Number.NaN]], y: [[5, 5, Number.NaN]] }, {}, "step");
  expect(exits([one], viewAt({ step: 2 }))[0]).toMatchObject({ x: 40, y: 50, dx: 20, dy: 0 });
});

test("a curve that grows has ended where its numbers end in sight, and leaves where it left", () => {
  const curve = (x: number[]) =>
    made("trail", { x: [x], y: [x.map(() => 5)] }, { fades: false }, "step");
  expect(exits([curve([2, 4, Number.NaN])], viewAt({ step: 2 }))).toEqual([]);
  const [left] = exits([curve([5, 9, 13])], viewAt({ step: 2 }));
  expect(left).toMatchObject({ x: 100, y: 50, diverged: false });
});

test("many diverged runs show many arrows and the word once", () => {
  const runs = {
    x: [
      [5, 20],
      [5, -20],
    ],
    y: [
      [5, 5],
      [5, 5],
    ],
  };
  const view = viewAt({ step: 1 });
  const record = recording();
  paintExits(record.context, exits([made("trail", runs, {}, "step")], view), view);
  expect(record.calls("fill")).toHaveLength(2);
  expect(record.calls("fillText")).toHaveLength(1);
});
