import { expect, test } from "vitest";
import stored from "../../../../../tests/data/projections.json";
import {
  clipToBox,
  dragCamera,
  halfSides,
  type Point,
  rotation,
  turnCamera,
} from "../../src/model/camera";
import { join, type Panel } from "../../src/model/scene";
import type { Camera, MarkSpec, Style } from "../../src/model/types";
import { painters3d } from "../../src/solid/painters3d";
import { makePanel3d } from "../../src/solid/panel3d";
import { exitFromBox, isInBox, makeProjection, pieces } from "../../src/solid/projection";
import { clear, isHidden, makeRaster, triangle } from "../../src/solid/raster";
import { recording } from "../recording";
import { mark, numbersFrom, Packer, panel, spec, theme } from "../scenes";

const scale = { label: "", scale: "linear" as const, domain: [0, 10] as [number, number] };
const blankRaster = (width: number, height: number) =>
  makeRaster(width, height, new Uint32Array(width * height));

test("the browser projects to where Python does", () => {
  for (const { camera, point, seen } of stored) {
    const [x, y, z] = point;
    rotation(camera as unknown as Camera)(x, y, z).forEach((value, k) => {
      expect(value).toBeCloseTo(seen[k], 9);
    });
  }
});

test("the camera goes all the way round, and never below the floor", () => {
  expect(turnCamera([170, 30], 20, 0)).toEqual([-170, 30]);
  expect(turnCamera([0, 80], 0, 30)).toEqual([0, 90]);
  expect(dragCamera([0, 5], 10, -100)).toEqual([-5, 0]);
});

test("x and y share their unit where they are equal", () => {
  const wide = { ...scale, domain: [0, 20] as [number, number] };
  expect(halfSides(wide, scale, true)).toEqual([1, 0.5, 0.6]);
  expect(halfSides(wide, scale, false)).toEqual([1, 1, 0.6]);
});

test("a way is cut at the faces of the box", () => {
  const half: Point = [1, 1, 1];
  const [from, to] = clipToBox([-3, 0, 0], [1, 0, 0], half) ?? [];
  expect([from, to].map((share) => share?.toFixed(3))).toEqual(["0.500", "1.000"]);
  expect(clipToBox([2, 2, 0], [3, 2, 0], half)).toBeNull();
  expect(clipToBox([0, 0, 0], [Number.NaN, 0, 0], half)).toBeNull();
});

/** A raster of 8 × 8 with one triangle over its left upper half, at a nearness. */
function raster(near: number, opacity = 1) {
  const made = blankRaster(8, 8);
  const at = Float32Array.from([0, 0, near, 8, 0, near, 0, 8, near]);
  triangle(made, at, 0, 1, 2, 0xff0000ff, opacity);
  return made;
}

test("a triangle fills the pixels whose middle it holds", () => {
  const filled = raster(0).pixels.reduce((count, word) => count + (word ? 1 : 0), 0);
  expect(filled).toBe(28);
});

test("what is nearer stays, whatever comes first", () => {
  for (const [first, second] of [
    [0, 1],
    [1, 0],
  ]) {
    const made = raster(first);
    const at = Float32Array.from([0, 0, second, 8, 0, second, 0, 8, second]);
    triangle(made, at, 0, 1, 2, 0xff00ff00);
    expect(made.pixels[0]).toBe(second > first ? 0xff00ff00 : 0xff0000ff);
  }
});

test("a point behind a surface is hidden; before it, beside it or behind glass it is not", () => {
  expect(isHidden(raster(0.5), 2.5, 2.5, 0)).toBe(true);
  expect(isHidden(raster(0.5), 2.5, 2.5, 1)).toBe(false);
  expect(isHidden(raster(0.5), 7.5, 7.5, 0)).toBe(false);
  expect(isHidden(raster(0.5, 0.4), 2.5, 2.5, 0)).toBe(false);
});

test("a cleared raster hides nothing", () => {
  const made = raster(0.5);
  clear(made);
  expect(isHidden(made, 2.5, 2.5, 0)).toBe(false);
});

const flatPanel = (marks: MarkSpec[], camera: Camera = [0, 90]) =>
  panel(marks, { camera, z: { ...scale, domain: [0, 1] } });

function project(seen: Panel, camera: Camera) {
  const frame = { left: 0, top: 0, right: 100, bottom: 100 };
  const room = { left: 0, right: 0, corner: 0, label: 0 };
  return makeProjection(seen, camera, frame, room, blankRaster(100, 100), 1);
}

function solidOf(camera: Camera = [0, 90]) {
  const scene = join(spec([], [flatPanel([], camera)]), []);
  return project(scene.panels[0], camera);
}

test("a curve is cut at the box and comes in short pieces that name the point they reach", () => {
  const projection = solidOf();
  const { seen: found, hidden } = pieces(projection, [
    [0, 0, 0],
    [0, 3, 0],
  ]);
  const end = projection.place([0, 1, 0]);
  expect(found.length % 5).toBe(0);
  expect(found[found.length - 3]).toBeCloseTo(end[0], 3);
  expect(found[found.length - 1]).toBe(1);
  expect(hidden).toHaveLength(0);
});

test("a run that left the box has its arrow where it left, and one inside has none", () => {
  const projection = solidOf();
  const run: Point[] = [
    [0, 0, 0],
    [0, 2, 0],
  ];
  const [x, y] = projection.place([0, 1, 0]);
  expect(exitFromBox(projection, run, 0, false)).toBeNull();
  const way = exitFromBox(projection, run, 1, false);
  expect([way?.x.toFixed(2), way?.y.toFixed(2)]).toEqual([x.toFixed(2), y.toFixed(2)]);
  expect(way?.diverged).toBe(false);
  expect(exitFromBox(projection, [...run, [Number.NaN, 0, 0]], 2, false)?.diverged).toBe(true);
  const ended: Point[] = [run[0], [Number.NaN, 0, 0]];
  expect(exitFromBox(projection, ended, 1, false)?.diverged).toBe(true);
  expect(exitFromBox(projection, ended, 1, true)).toBeNull();
});

test("a place inside is inside however it was rounded on the wire, and one beyond is not", () => {
  const draw = numbersFrom(11);
  for (let k = 0; k < 500; k++) {
    const low = (2 * draw() - 1) * 10 ** (8 * draw() - 4);
    const span = 10 ** (8 * draw() - 4);
    const z = { ...scale, domain: [low, low + span] as [number, number] };
    const scene = join(spec([], [panel([], { camera: [0, 30], z })]), []);
    const projection = project(scene.panels[0], [0, 30]);
    // Whole steps of at most a pixel of 2880, as encoding.py stores them; the edge, or within.
    const step = (span / 2880) * (0.2 + 0.8 * draw());
    const inside = low + span * Math.round(draw() * 2) * 0.5;
    const read = step * Math.round(inside / step);
    expect(isInBox(projection, projection.boxed(5, 5, read)), `${read} in ${z.domain}`).toBe(true);
    const beyond = low + span * (draw() < 0.5 ? -0.002 : 1.002);
    expect(isInBox(projection, projection.boxed(5, 5, beyond))).toBe(false);
  }
});

/** A level surface at height 0.5 with a dot above and a dot below it, a line below and an arrow. */
function stage(camera: Camera, look: Style = {}) {
  const pack = new Packer();
  const level = Array.from({ length: 9 }, () => 0.5);
  const body = mark(
    "surface",
    {
      z: pack.channel(level, [3, 3]),
      color: pack.bytes([0, 0, 0, 0], [2, 2]),
      light: pack.bytes([255, 255, 255, 255], [2, 2]),
    },
    { palette: ["#336699"], box: [0, 10, 0, 10] },
  );
  const [x, y, z] = [pack.channel([5, 5], [2]), pack.channel([5, 5], [2]), [0.9, 0.1]];
  const one = (values: number[]) => pack.channel(values, [1]);
  const [path, low] = [pack.channel([1, 9], [1, 2]), pack.channel([0.1, 0.1], [1, 2])];
  const marks = [
    mark("dots", { x, y, z: pack.channel(z, [2]) }, look),
    mark("line", { x: path, y: path, z: low }),
    mark("arrows", {
      x: one([2]),
      y: one([2]),
      z: one([0.8]),
      u: one([4]),
      v: one([0]),
      w: one([0]),
    }),
    mark("text", { x: one([5]), y: one([5]), z: one([0.9]) }, { words: "here" }),
    body,
  ];
  return opened(marks, pack, camera);
}

/** A panel in space with some marks, on canvases that remember. */
function opened(marks: MarkSpec[], pack: Packer, camera: Camera) {
  const scene = join(spec([], [flatPanel(marks, camera)]), pack.buffers);
  const [still, moving, spare] = [recording(), recording(), recording({ width: 0, height: 0 })];
  const canvases = { still: still.context, moving: moving.context, spare: () => spare.context };
  const page = { size: { width: 300, height: 260 }, theme, ratio: 1 };
  return { painted: makePanel3d(scene, scene.panels[0], canvases, page), still, moving, spare };
}

/** The opacities at which dots were painted, in the order of painting. */
function dotsIn(still: ReturnType<typeof recording>): unknown[] {
  let opacity: unknown = 1;
  const found: unknown[] = [];
  for (const [name, value] of still.log) {
    if (name === "globalAlpha=") opacity = value;
    if (name === "arc") found.push(opacity);
  }
  return found;
}

test("from above the dot over the surface is seen and the dot below is pale", () => {
  const { painted, still } = stage([0, 90]);
  painted.paint({});
  expect(dotsIn(still)).toEqual([0.3, 1]);
  expect(still.calls("fillText").flat()).toContain("here");
});

test("hidden dots on one place are one shape, which many of them do not make stronger", () => {
  const pack = new Packer();
  const level = mark(
    "surface",
    {
      z: pack.channel([0.5, 0.5, 0.5, 0.5], [2, 2]),
      color: pack.bytes([0], [1, 1]),
      light: pack.bytes([255], [1, 1]),
    },
    { palette: ["#336699"], box: [0, 10, 0, 10] },
  );
  const five = (value: number) => pack.channel(Array(5).fill(value), [5]);
  const balls = mark("dots", { x: five(5), y: five(5), z: five(0.1) }, { marker: "square" });
  const { painted, still } = opened([level, balls], pack, [0, 90]);
  painted.paint({});
  const after = still.log.slice(still.log.map(([name]) => name).lastIndexOf("drawImage"));
  const count = (wanted: string) => after.filter(([name]) => name === wanted).length;
  expect([count("fill"), count("lineTo")]).toEqual([1, 5 * 4]);
});

test("from the side both are seen", () => {
  const { painted, still } = stage([0, 0]);
  painted.paint({});
  expect(dotsIn(still)).toEqual([1, 1]);
});

test("a curve behind a surface is pale and not gone", () => {
  const { painted, still } = stage([0, 90]);
  painted.paint({});
  const strokes = still.log.filter(([name]) => ["globalAlpha=", "stroke"].includes(name));
  const pale = strokes.filter(([name, value], k) => {
    const next = strokes[k + 1]?.[0];
    return name === "globalAlpha=" && value === 0.3 && next === "stroke";
  });
  expect(pale.length).toBeGreaterThan(0);
});

test("a dot with a drop has a line straight down to the floor, and its height beside it", () => {
  const { painted, still } = stage([0, 30], { drop: ".1f" });
  painted.paint({});
  const words = still.calls("fillText").map(([text]) => text);
  expect(words).toEqual(expect.arrayContaining(["0.9", "0.1"]));
  const { place } = painted.view({});
  const [x, top] = place?.(5, 5, 0.9) ?? [];
  const low = place?.(5, 5, 0)[1];
  const ends = [...still.calls("moveTo"), ...still.calls("lineTo")] as [number, number][];
  const near = (px = 0, py = 0) => ends.some((end) => Math.hypot(end[0] - px, end[1] - py) < 0.01);
  expect([near(x, top), near(x, low)]).toEqual([true, true]);
});

test("from above a drop has no length, and none is painted", () => {
  const { painted, still } = stage([0, 90], { drop: ".1f" });
  painted.paint({});
  expect(still.calls("fillText").map(([text]) => text)).not.toContain("0.9");
});

test("the surface is filled again when the camera moves, and not otherwise", () => {
  const { painted, still } = stage([0, 30]);
  for (const camera of [undefined, undefined, [10, 30], [10, 30]] as const)
    painted.paint({}, camera);
  expect(still.calls("drawImage")).toHaveLength(2);
});

test("a view of a 3-D panel says where a point goes", () => {
  const { painted } = stage([-90, 0]);
  const [low, high] = [0, 1].map((z) => painted.view({}).place?.(5, 5, z) ?? []);
  expect(high[0]).toBeCloseTo(low[0]);
  expect(high[1]).toBeLessThan(low[1]);
});

test("the marks that can stand in 3-D are those that Python allows, and level lines", () => {
  const allowed = ["surface", "line", "trail", "dots", "arrows", "text", "contours"];
  expect(new Set(Object.keys(painters3d))).toEqual(new Set(allowed));
});
