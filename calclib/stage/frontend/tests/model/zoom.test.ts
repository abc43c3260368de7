// Laws of a zoomed 3-D panel, at places that a fixed generator draws.
import { expect, test } from "vitest";
import { turnCamera } from "../../src/model/camera";
import type { Camera } from "../../src/model/types";
import {
  isCamera,
  panCamera,
  pinchCamera,
  type Share,
  zoomCamera,
  zoomFit,
} from "../../src/model/zoom";
import { numbersFrom } from "../scenes";

const frame = { left: 2, right: 302, top: 18, bottom: 258 };
const whole = { unit: 80, x: 150, y: 140 };
const open: Camera = [-60, 30];
const random = numbersFrom(7);
const share = (): Share => [random(), random()];

/** The place of the whole picture that is seen at a share of the frame. */
function seenAt(camera: Camera, [across, down]: Share): Share {
  const { unit, x, y } = zoomFit(whole, camera, frame);
  const [px, py] = [frame.left + 300 * across, frame.top + 240 * down];
  return [(px - x) / unit, (py - y) / unit];
}

test("a zoomed panel never shows what lies beside the whole picture", () => {
  const corners: Share[] = [
    [0, 0],
    [1, 1],
  ];
  const [first, last] = corners.map((corner) => seenAt(open, corner));
  let camera = open;
  for (let k = 0; k < 500; k++) {
    const fingers = [share(), share()] as const;
    camera =
      k % 3 === 0
        ? pinchCamera(camera, fingers, [share(), share()])
        : zoomCamera(camera, 0.5 + 1.3 * random(), share());
    const [from, to] = corners.map((corner) => seenAt(camera, corner));
    for (const way of [0, 1] as const) {
      expect(from[way]).toBeGreaterThan(first[way] - 1e-2);
      expect(to[way]).toBeLessThan(last[way] + 1e-2);
    }
    expect(camera[2] ?? 1).toBeLessThanOrEqual(4);
    expect(isCamera([...camera])).toBe(true);
  }
});

test("what lies under the pointer stays there while a panel is zoomed into", () => {
  for (let k = 0; k < 100; k++) {
    const at = share();
    const near = zoomCamera(zoomCamera(open, 1.2 + random(), share()), 1.2, at);
    const nearer = zoomCamera(near, 1.3, at);
    const [before, after] = [seenAt(near, at), seenAt(nearer, at)];
    expect(after[0]).toBeCloseTo(before[0], 2);
    expect(after[1]).toBeCloseTo(before[1], 2);
  }
});

test("two fingers keep the places that they hold", () => {
  const before: [Share, Share] = [
    [0.4, 0.45],
    [0.6, 0.55],
  ];
  const after: [Share, Share] = [
    [0.33, 0.42],
    [0.63, 0.57],
  ];
  const near = zoomCamera(open, 2);
  const moved = pinchCamera(near, before, after);
  for (const k of [0, 1]) {
    const [was, is] = [seenAt(near, before[k]), seenAt(moved, after[k])];
    expect(is[0]).toBeCloseTo(was[0], 2);
    expect(is[1]).toBeCloseTo(was[1], 2);
  }
});

test("a zoomed panel moves over its picture by a share of what is seen, and no farther than its edge", () => {
  const near = zoomCamera(open, 2);
  const moved = panCamera(near, 0.1, -0.2);
  const [was, is] = [seenAt(near, [0.6, 0.3]), seenAt(moved, [0.5, 0.5])];
  expect(is[0]).toBeCloseTo(was[0], 2);
  expect(is[1]).toBeCloseTo(was[1], 2);
  expect(panCamera(near, 9, 9)).toEqual([...near.slice(0, 3), 0.75, 0.75]);
  expect(panCamera(open, 0.1, 0.1)).toBe(open);
});

test("a panel that is zoomed out again is as it was", () => {
  const near = zoomCamera(open, 3, [0.1, 0.9]);
  expect(near).toHaveLength(5);
  expect(zoomCamera(near, 0.1, share())).toEqual(open);
});

test("a turn keeps the zoom", () => {
  const near = zoomCamera(open, 2, [0.3, 0.6]);
  expect(turnCamera(near, 10, -5)).toEqual([-50, 25, ...near.slice(2)]);
});

test("a camera is two angles, or they and a zoom that stays in the picture", () => {
  expect(isCamera([0, 30])).toBe(true);
  for (const other of [null, [1], [0, 30, 2], [0, 30, 9, 0.5, 0.5], [0, 30, 2, 1.5, 0], ["0", 1]])
    expect(isCamera(other)).toBe(false);
});
