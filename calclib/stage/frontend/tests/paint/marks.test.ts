import { expect, test } from "vitest";
import { makeScale } from "../../src/model/scales";
import { join, type Mark } from "../../src/model/scene";
import type { MarkSpec } from "../../src/model/types";
import { painters } from "../../src/paint/painters";
import type { Context, View } from "../../src/paint/view";
import { recording } from "../recording";
import { mark, Packer, panel, spec, theme } from "../scenes";

const axis = { label: "", scale: "linear" as const, domain: [0, 10] as [number, number] };

/** A view of 0..10 × 0..10 on 100 × 100 pixels. */
const view = (cells?: Context): View => ({
  x: makeScale(axis, 0, 100),
  y: makeScale(axis, 100, 0),
  frame: { left: 0, top: 0, right: 100, bottom: 100 },
  index: {},
  theme,
  ways: [],
  playing: false,
  past: () => {
    throw new Error("Nothing plays.");
  },
  position: () => 0,
  pixel: (_, scale) => scale.pixel(0),
  count: () => 1,
  bitmap: () => cells ?? recording().context,
});

const joined = (one: MarkSpec, pack: Packer): Mark =>
  join(spec([], [panel([one])]), pack.buffers).panels[0].marks[0];

test("bars stand on their base, upwards and downwards", () => {
  const pack = new Packer();
  const [x, y, base] = [
    [2, 8],
    [6, 1],
    [3, 3],
  ].map((values) => pack.channel(values, [2]));
  const one = joined(mark("bars", { x, y, base }, { thick: 2, color: ["#a", "#b"] }), pack);
  const { context, calls } = recording();
  painters.bars(context, one, view());
  expect(calls("fillRect")).toEqual([
    [10, 40, 20, 30],
    [70, 70, 20, 20],
  ]);
  expect(calls("fillStyle=").flat()).toEqual(["#a", "#b"]);
});

test("a bar of no number is not there", () => {
  const pack = new Packer();
  const [x, y, base] = [[2], [Number.NaN], [0]].map((values) => pack.channel(values, [1]));
  const { context, calls } = recording();
  painters.bars(context, joined(mark("bars", { x, y, base }), pack), view());
  expect(calls("fillRect")).toEqual([]);
});

const pixel = (cells: ReturnType<typeof recording>, k: number) => {
  const [image] = cells.calls("putImageData")[0] as [ImageData];
  return [...image.data.slice(4 * k, 4 * k + 4)];
};

test("row 0 of an image lies at the top, in grey or in colour", () => {
  const box = [0, 10, 0, 10] as const;
  const pack = new Packer();
  const grey = joined(mark("image", { pixels: pack.bytes([7, 9], [2, 1, 1]) }, { box }), pack);
  const cells = recording();
  painters.image(recording().context, grey, view(cells.context));
  expect([pixel(cells, 0), pixel(cells, 1)]).toEqual([
    [7, 7, 7, 255],
    [9, 9, 9, 255],
  ]);
  const more = new Packer();
  const rgb = joined(mark("image", { pixels: more.bytes([1, 2, 3], [1, 1, 3]) }, { box }), more);
  const colors = recording();
  painters.image(recording().context, rgb, view(colors.context));
  expect(pixel(colors, 0)).toEqual([1, 2, 3, 255]);
});

test("a pixel appears at its position on an axis", () => {
  const pack = new Packer();
  const channels = { pixels: pack.bytes([7, 9], [1, 2, 1]), since: pack.bytes([3, 2], [1, 2]) };
  const style = { box: [0, 10, 0, 10] as const, axis: "step" };
  const one = joined(mark("image", channels, style), pack);
  expect(one.moves).toEqual(["step"]);
  const alpha = (step: number) => {
    const cells = recording();
    painters.image(recording().context, one, { ...view(cells.context), index: { step } });
    return [pixel(cells, 0)[3], pixel(cells, 1)[3]];
  };
  expect([alpha(1), alpha(2), alpha(3)]).toEqual([
    [0, 0],
    [0, 255],
    [255, 255],
  ]);
});

test("an image fills its box", () => {
  const pack = new Packer();
  const style = { box: [2, 4, 0, 10] as const };
  const one = joined(mark("image", { pixels: pack.bytes([7], [1, 1, 1]) }, style), pack);
  const { context, calls } = recording();
  painters.image(context, one, view());
  expect(calls("drawImage")[0].slice(1)).toEqual([20, 0, 20, 100]);
});

/** x → y, with a value, a gradient and a slope where they are known. */
function chain(value: number[], gradient: number[], flow: number[]) {
  const pack = new Packer();
  const channels = {
    x: pack.channel([1, 9], [2]),
    y: pack.channel([5, 5], [2]),
    value: pack.channel(value, [2]),
    gradient: pack.channel(gradient, [2]),
    flow: pack.channel(flow, [1]),
    slope: pack.channel([3], [1]),
  };
  const style = { names: ["x", "y"], edges: [[0, 1]] as const };
  const record = recording();
  painters.graph(record.context, joined(mark("graph", channels, style), pack), view());
  return record;
}

test("a node shows its name, and its value and gradient once they are known", () => {
  const early = chain([2, Number.NaN], [Number.NaN, Number.NaN], [0]).calls("fillText");
  expect(early.map(([words]) => words)).toEqual(["x", "2", "y", "3"]);
  const late = chain([2, 4], [3, 1], [2]).calls("fillText");
  expect(late.map(([words]) => words)).toEqual(["x", "2", "y", "4", "3", "∂ 3", "∂ 1"]);
});

test("an edge points to what it feeds, and back where the gradient flows", () => {
  const tip = (flow: number) => chain([1, 1], [1, 1], [flow]).calls("moveTo")[1] as number[];
  expect(tip(1)[0]).toBeGreaterThan(50);
  expect(tip(2)[0]).toBeLessThan(50);
});

test("the number of an edge stands on its line, or beside it where boxes leave no room", () => {
  const place = (left: number, right: number) => {
    const pack = new Packer();
    const channels = {
      x: pack.channel([left, right], [2]),
      y: pack.channel([5, 5], [2]),
      slope: pack.channel([3], [1]),
    };
    const style = { names: ["x", "y"], edges: [[0, 1]] as const };
    const record = recording();
    painters.graph(record.context, joined(mark("graph", channels, style), pack), view());
    const texts = record.calls("fillText") as [string, number, number][];
    const [, , box] = texts[0];
    const [, x, number] = texts[texts.length - 1];
    return { x, rise: box - number };
  };
  expect(place(0, 10)).toEqual({ x: 50, rise: 0 });
  const crowded = place(4, 6);
  expect(crowded.x).toBe(50);
  expect(crowded.rise).toBeGreaterThan(10);
});
