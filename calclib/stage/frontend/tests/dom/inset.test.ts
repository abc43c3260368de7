// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test } from "vitest";
import { corner, hostOf, layout } from "../../src/model/layout";
import { open, setUp, tearDown } from "../opened";
import { mark, Packer, panel, spec } from "../scenes";

beforeEach(setUp);
afterEach(tearDown);

const scale = { label: "", scale: "linear" as const, domain: [0, 1] as [number, number] };
const whole = { width: 1, equal: false, x: scale, y: scale };
const small = { ...whole, width: 0.4, inset: "top right" };

test("an inset takes a share of its panel and no room beside it", () => {
  const alone = layout(900, [whole, whole]).sizes;
  const { sizes } = layout(900, [whole, small, whole, small]);
  expect([sizes[0], sizes[2]]).toEqual(alone);
  expect(sizes[1].width).toBe(Math.round(0.4 * alone[0].width));
  expect(sizes[1].height).toBeLessThan(0.6 * alone[0].height);
  expect([0, 1, 2, 3].map((k) => hostOf([whole, small, whole, small], k))).toEqual([0, 0, 2, 2]);
});

test("on a narrow page an inset stays readable", () => {
  expect(layout(240, [whole, small]).sizes[1].width).toBeGreaterThanOrEqual(112);
});

test("an inset keeps to its corner of the frame", () => {
  const frame = { left: 50, top: 20, right: 380, bottom: 260 };
  const size = { width: 400, height: 300 };
  expect(corner("top right", frame, size)).toEqual([
    ["right", 20],
    ["top", 20],
  ]);
  expect(corner("bottom left", frame, size)).toEqual([
    ["bottom", 40],
    ["left", 50],
  ]);
});

test("an inset lies in the paper of its panel and shares the clock", () => {
  const pack = new Packer();
  const axes = [pack.axis("step", [0, 1, 2], { play: true })];
  const now = pack.channel([1, 2, 3], [3, 1], ["step"]);
  const marks = [mark("dots", { x: now, y: now })];
  const inset = { inset: "top right", width: 0.4, title: "closer" };
  const made = { spec: spec(axes, [panel(marks), panel(marks, inset)]), buffers: pack.buffers };
  const { host, find, slide, census, root } = open({ made });
  expect(host.querySelectorAll(".panels > .panel")).toHaveLength(1);
  expect(find(".paper > .panel.inset .title").textContent).toBe("closer");
  expect(find(".inset").style.right).not.toBe("");
  slide("step", 2);
  census.turn();
  expect(root.dataset.indexStep).toBe("2");
});
