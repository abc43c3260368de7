import { expect, test } from "vitest";
import { type Frame, frameOf } from "../../src/model/layout";
import { makeScale } from "../../src/model/scales";
import { join } from "../../src/model/scene";
import type { MarkSpec, ScaleSpec } from "../../src/model/types";
import { paintFurniture } from "../../src/paint/furniture";
import { hasNoAxes } from "../../src/paint/panel";
import type { View } from "../../src/paint/view";
import { recording } from "../recording";
import { mark, Packer, panel, spec, theme } from "../scenes";

const size = { width: 400, height: 400 };

type Written = [words: string, left: number, low: number];

/** What is written round a panel, and its frame, for y from 0 to 10 and x from 0 to `across`. */
function labelled(across: number, equal: boolean): { frame: Frame; at: (words: string) => number } {
  const x = { label: "x", scale: "linear" as const, domain: [0, across] as const };
  const [one] = join(spec([], [panel([], { equal, x })]), []).panels;
  const frame = frameOf(size, 20, one);
  const y = { ...one.y, label: "y" };
  const { context, calls } = recording();
  const scales = {
    x: makeScale(one.x, frame.left, frame.right),
    y: makeScale(one.y, frame.bottom, frame.top),
  };
  paintFurniture(context, { ...one, y }, { ...scales, frame, theme } as View, size);
  const written = calls("fillText") as Written[];
  return { frame, at: (words) => (written.find(([one]) => one === words) as Written)[2] };
}

test("the label of x stands as far below a wide map as below a frame that fills its panel", () => {
  const [full, wide] = [labelled(40, false), labelled(40, true)];
  expect(wide.frame.bottom).toBeLessThan(full.frame.bottom - 100);
  expect(wide.at("x") - wide.frame.bottom).toBe(full.at("x") - full.frame.bottom);
});

test("the label of y keeps clear of a tick at the top of the frame", () => {
  const { frame, at } = labelled(40, false);
  // A label hangs 4 pixels below its line, and a tick's words reach 6 above the frame.
  expect(at("y") + 4).toBeLessThan(frame.top - 6);
});

test("leaves out the axes of a graph, and those of a panel that says so", () => {
  const pack = new Packer();
  const nodes = { x: pack.channel([1], [1]), y: pack.channel([1], [1]) };
  const panels = [
    panel([mark("text", nodes)]),
    panel([mark("text", nodes)], { frame: false }),
    panel([mark("graph", nodes, { names: ["x"], edges: [] })]),
  ];
  const made = join(spec([], panels), pack.buffers);
  expect(made.panels.map(hasNoAxes)).toEqual([false, true, true]);
});

/** What is written below a panel 200 pixels wide: words, where their middle is, and how low. */
function writtenBelow(x: Partial<ScaleSpec>, marks: MarkSpec[] = []): Written[] {
  const narrow = { width: 200, height: 200 };
  const own = { label: "", scale: "linear" as const, domain: [0, 4] as const, ...x };
  const [one] = join(spec([], [panel(marks, { x: own })]), counted.buffers).panels;
  const frame = frameOf(narrow, 20, one);
  const scales = {
    x: makeScale(one.x, frame.left, frame.right),
    y: makeScale(one.y, frame.bottom, frame.top),
  };
  const { context, calls } = recording(undefined, letters);
  paintFurniture(context, one, { ...scales, frame, theme } as View, narrow);
  return (calls("fillText") as Written[]).filter(
    ([words, , low]) => words !== "" && low >= frame.bottom + 8,
  );
}

const letters = (words: string) => 6 * words.length;
const counted = new Packer();
const places = { x: counted.channel([2], [1, 2]), y: counted.channel([2], [3, 4]) };

test("no words of a tick are cut off at the edge of the canvas", () => {
  const [words, middle] = writtenBelow({ domain: [0, 4_000_000] }).at(-1) as Written;
  expect(middle + letters(words) / 2).toBeLessThanOrEqual(200);
});

test("names too long to stand side by side take turns on two lines", () => {
  const domain = [-0.5, 2.5] as const;
  const low = (words: string[]) => writtenBelow({ domain, words }).map(([, , at]) => at);
  const [first, second, third] = low(["a long name", "another one", "the third of them"]);
  expect(second).toBeGreaterThan(first + 11);
  expect(third).toBe(first);
  expect(new Set(low(["a", "b", "c"])).size).toBe(1);
});

test("a label stands below names on two lines", () => {
  const domain = [-0.5, 2.5] as const;
  const written = writtenBelow({
    domain,
    words: ["a long name", "another one", "the third of them"],
    label: "x",
  });
  const low = (words: string) => (written.find(([one]) => one === words) as Written)[2];
  // Words hang from their line, and a label stands on its own.
  expect(low("x") - 12).toBeGreaterThan(low("another one") + 11);
});

test("between bars that are counted there is no number", () => {
  const bars = (whole: boolean) => [mark("bars", places, { whole })];
  const ticks = (whole: boolean) =>
    writtenBelow({ domain: [0.6, 2.4] }, bars(whole)).map(([words]) => words);
  expect(ticks(false)).toContain("1.5");
  expect(ticks(true)).toEqual(["1", "2"]);
});
