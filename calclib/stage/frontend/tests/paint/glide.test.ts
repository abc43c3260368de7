import { expect, test } from "vitest";
import { makeScale } from "../../src/model/scales";
import { join, type Mark } from "../../src/model/scene";
import type { Index } from "../../src/model/types";
import { axesAt, layerKey } from "../../src/paint/layer";
import { painters } from "../../src/paint/painters";
import { channel, type View } from "../../src/paint/view";
import { recording } from "../recording";
import { mark, Packer, panel, spec, theme } from "../scenes";

const linear = { label: "", scale: "linear" as const, domain: [0, 10] as const };
const log = { label: "", scale: "log" as const, domain: [1, 1000] as const };

/** A run of four steps with its dot, a curve that bends with them, level lines and a cursor. */
function scene() {
  const pack = new Packer();
  const axes = [pack.axis("step", [0, 2, 4, 6], { play: true })];
  const xs = [1, 5, 9, Number.NaN];
  const ys = [100, 10, 1, 1];
  const path = { x: pack.channel(xs, [1, 4]), y: pack.channel(ys, [1, 4]) };
  const now = { x: pack.channel(xs, [4, 1], ["step"]), y: pack.channel(ys, [4, 1], ["step"]) };
  const curve = {
    x: pack.channel([0, 1, 0, 2, 0, 3, 0, 4], [4, 1, 2], ["step"]),
    y: pack.channel([1, 1, 1, 1, 1, 1, 1, 1], [4, 1, 2], ["step"]),
  };
  const marks = [
    mark("trail", path, {}, "step"),
    mark("dots", now),
    mark("line", curve),
    mark("contours", curve),
    mark("cursor", {}, { axis: "step" }),
    mark("text", { ...now, value: now.x }, { words: "x {:.1f}" }),
  ];
  const made = join(spec(axes, [panel(marks)]), pack.buffers);
  const [trail, dots, line, contours, cursor, text] = made.panels[0].marks;
  const view = (step: number, position = step): View => ({
    x: makeScale(linear, 0, 100),
    y: makeScale(log, 300, 0),
    frame: { left: 0, top: 0, right: 100, bottom: 300 },
    theme,
    bitmap: () => recording().context,
    playing: false,
    past: () => {
      throw new Error("Nothing plays.");
    },
    ...axesAt(made.axes, { step }, { step: position }),
  });
  const paint = (one: Mark, at: View) => {
    const { context, calls } = recording();
    painters[one.kind](context, one, at);
    return calls;
  };
  return { trail, dots, line, contours, cursor, text, view, paint };
}

const numbers = (call: unknown[]) => (call as number[]).slice(0, 2);

test("a dot that glides lies at the tip of its trail, also where the scale is a logarithm", () => {
  const { trail, dots, view, paint } = scene();
  for (const position of [1.25, 1.5, 1.9]) {
    const [dot] = paint(dots, view(2, position))("arc").map(numbers);
    const ends = paint(trail, view(2, position))("lineTo").map(numbers);
    const [tip] = ends.sort((a, b) => b[0] - a[0]);
    expect(dot[0]).toBeCloseTo(tip[0], 4);
    expect(dot[1]).toBeCloseTo(tip[1], 4);
  }
  const [half] = paint(dots, view(2, 1.5))("arc").map(numbers);
  expect(half[0]).toBeCloseTo(70, 4);
  expect(half[1]).toBeCloseTo(250, 4);
});

test("a curve and a cursor glide; level lines change at the index", () => {
  const { line, contours, cursor, view, paint } = scene();
  expect(paint(line, view(2, 1.5))("lineTo")).toEqual([[25, 300]]);
  expect(paint(contours, view(2, 1.5))("lineTo")).toEqual([[30, 300]]);
  expect(paint(cursor, view(2, 1.5))("moveTo")).toEqual([[30, 0]]);
});

test("words glide, and the number in them is that of the index", () => {
  const { text, view, paint } = scene();
  const [[words, x]] = paint(text, view(1, 0.5))("fillText");
  expect(words).toBe("x 5.0");
  expect(x).toBeCloseTo(30, 4);
});

test("a run that is gone at the index is gone at once, and one that comes is there at once", () => {
  const { dots, view, paint } = scene();
  expect(paint(dots, view(3, 2.5))("arc")).toEqual([]);
  const [back] = paint(dots, view(2, 2.5))("arc").map(numbers);
  expect(back[0]).toBeCloseTo(90, 4);
});

test("at rest every mark is painted exactly as without a glide", () => {
  const made = scene();
  for (const name of ["trail", "dots", "line", "contours", "cursor", "text"] as const)
    for (const step of [0, 1, 2, 3]) {
      const one = made[name];
      const still: View = { ...made.view(step), ways: [], position: () => step };
      for (const call of ["moveTo", "lineTo", "arc", "fillText"])
        expect(made.paint(one, made.view(step))(call)).toEqual(made.paint(one, still)(call));
    }
});

test("a layer is painted again while what it holds glides, and level lines do not", () => {
  const { line, contours } = scene();
  const key = (one: Mark, position: Index) => layerKey([one], { step: 2 }, position);
  expect(key(line, { step: 1.5 })).not.toBe(key(line, { step: 1.6 }));
  expect(key(contours, { step: 1.5 })).toBe(key(contours, { step: 2 }));
});

test("numbers that stay are cut into rows once; others follow the index and the glide", () => {
  const { trail, dots, view } = scene();
  const path = channel(trail, "x", view(0));
  for (const step of [1, 2, 0]) expect(channel(trail, "x", view(step))).toBe(path);
  const seen = (step: number, position = step) => channel(dots, "x", view(step, position))[0][0];
  // There and back: what was kept for one index is not shown at another.
  expect([0, 1, 0, 2].map((step) => seen(step))).toEqual([1, 5, 1, 9]);
  expect(seen(2, 1.5)).toBe(7);
  expect(seen(2)).toBe(9);
});
