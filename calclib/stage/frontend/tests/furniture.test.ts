import { expect, test } from "vitest";
import { paintFurniture } from "../src/furniture";
import { type Frame, frameOf } from "../src/layout";
import { makeScale } from "../src/scales";
import { join } from "../src/scene";
import type { View } from "../src/view";
import { recording } from "./recording";
import { panel, spec } from "./scenes";

const size = { width: 400, height: 400 };
const theme = {
  ...{ paper: "#fff", ink: "#111", muted: "#777", rule: "#ddd", font: "sans-serif" },
  dark: false,
};

/** Where the label of x is written, and the frame, for y from 0 to 10 and x from 0 to `across`. */
function labelled(across: number, equal: boolean): { frame: Frame; low: number } {
  const x = { label: "x", scale: "linear" as const, domain: [0, across] as const };
  const [one] = join(spec([], [panel([], { equal, x })]), []).panels;
  const frame = frameOf(size, 20, one);
  const { context, calls } = recording();
  const scales = {
    x: makeScale(one.x, frame.left, frame.right),
    y: makeScale(one.y, frame.bottom, frame.top),
  };
  paintFurniture(context, one, { ...scales, frame, theme } as View, size);
  const [, , low] = calls("fillText").find(([words]) => words === "x") as [string, number, number];
  return { frame, low };
}

test("the label of x stands as far below a wide map as below a frame that fills its panel", () => {
  const [full, wide] = [labelled(40, false), labelled(40, true)];
  expect(wide.frame.bottom).toBeLessThan(full.frame.bottom - 100);
  expect(wide.low - wide.frame.bottom).toBe(full.low - full.frame.bottom);
});
