import { expect, test } from "vitest";
import { type Frame, frameOf } from "../../src/model/layout";
import { makeScale } from "../../src/model/scales";
import { join } from "../../src/model/scene";
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

test("names without room in one line stand in two, and with room in one", () => {
  const names = ["a", "b", "c", "d", "e", "f", "g"];
  const lows = (width: number) => {
    const narrow = { width, height: 300 };
    const x = { label: "", scale: "linear" as const, domain: [-0.5, 6.5] as const, words: names };
    const [one] = join(spec([], [panel([], { equal: false, x })]), []).panels;
    const frame = frameOf(narrow, 20, one);
    const { context, calls } = recording(); // in which every word is 20 pixels wide
    const scales = {
      x: makeScale(one.x, frame.left, frame.right),
      y: makeScale(one.y, frame.bottom, frame.top),
    };
    paintFurniture(context, one, { ...scales, frame, theme } as View, narrow);
    const written = calls("fillText") as Written[];
    return names.map((name) => (written.find(([one]) => one === name) as Written)[2]);
  };
  const [high, low] = lows(200);
  expect(low).toBeGreaterThan(high + 11);
  expect(lows(200)).toEqual([high, low, high, low, high, low, high]);
  expect(new Set(lows(400)).size).toBe(1);
});

test("words under an end of the frame stay on the paper", () => {
  const x = { label: "", scale: "linear" as const, domain: [0, 1000] as const };
  const [one] = join(spec([], [panel([], { equal: false, x })]), []).panels;
  const frame = { left: 4, right: 396, top: 20, bottom: 360 };
  const { context, calls } = recording(); // in which every word is 20 pixels wide
  const scales = { x: makeScale(one.x, 4, 396), y: makeScale(one.y, 360, 20) };
  paintFurniture(context, one, { ...scales, frame, theme } as View, size);
  const written = calls("fillText") as Written[];
  const at = (words: string) => (written.find(([one]) => one === words) as Written)[1];
  expect(at("0")).toBe(10);
  expect(at("1,000")).toBe(390);
});
