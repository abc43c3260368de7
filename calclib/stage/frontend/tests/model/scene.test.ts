import { expect, test } from "vitest";
import { join, layers, ownCopy, rows, seriesColor, slice } from "../../src/model/scene";
import { joined, mark, Packer, panel, spec, walk } from "../scenes";

test("the block at an index is the one NumPy slices", () => {
  const values = Array.from({ length: 2 * 3 * 4 }, (_, k) => k);
  const channel = { data: new Float32Array(values), shape: [2, 3, 4], axes: ["a", "b"] };
  for (let a = 0; a < 2; a++)
    for (let b = 0; b < 3; b++) {
      const block = slice(channel, { b, a, other: 9 });
      expect([...block.values]).toEqual([0, 1, 2, 3].map((k) => (a * 3 + b) * 4 + k));
      expect(block.shape).toEqual([4]);
    }
});

test("a fixed channel is the same at every index", () => {
  const channel = { data: new Float32Array([1, 2]), shape: [2], axes: [] };
  expect([...slice(channel, { step: 5 }).values]).toEqual([1, 2]);
});

test("a slice copies nothing", () => {
  const channel = { data: new Float32Array(6), shape: [3, 2], axes: ["a"] };
  expect(slice(channel, { a: 1 }).values.buffer).toBe(channel.data.buffer);
});

test("a channel that lies apart in another's block is gathered in its own order", () => {
  // Rows of two runs over three steps; the dots of a step read a column of it.
  const data = new Float32Array([0, 1, 2, 10, 11, 12]);
  const dots = { data, shape: [3, 2], axes: ["step"], offset: 0, strides: [1, 3] };
  expect([...slice(dots, { step: 1 }).values]).toEqual([1, 11]);
  expect([...ownCopy(dots).data]).toEqual([0, 10, 1, 11, 2, 12]);
  const second = { data, shape: [1, 3], axes: [], offset: 3, strides: [0, 1] };
  expect([...slice(second, {}).values]).toEqual([10, 11, 12]);
  expect(slice(second, {}).values.buffer).toBe(data.buffer);
  const same = { data, shape: [2, 3], axes: [], offset: 3, strides: [0, 1] };
  expect([...slice(same, {}).values]).toEqual([10, 11, 12, 10, 11, 12]);
});

test("rows run along the last dimension", () => {
  const block = { values: new Float32Array([1, 2, 3, 4, 5, 6]), shape: [3, 2] };
  expect(rows(block).map((row) => [...row])).toEqual([
    [1, 2],
    [3, 4],
    [5, 6],
  ]);
});

test("bytes may arrive as a buffer or as a view that starts anywhere", () => {
  const pack = new Packer();
  const made = spec([pack.axis("h", [1.5, -2])], [panel([])]);
  const odd = new Uint8Array(9);
  odd.set(new Uint8Array(pack.buffers[0] as ArrayBuffer), 1);
  const view = new DataView(odd.buffer, 1, 8);
  for (const bytes of [pack.buffers[0], view])
    expect([...(join(made, [bytes]).axes[0].values?.data ?? [])]).toEqual([1.5, -2]);
});

test("a trail moves with the axis it runs along, a whole line does not", () => {
  const [path, loss] = joined(walk()).panels;
  expect(path.marks[1].moves).toEqual(["learning rate", "step"]);
  expect(loss.marks[0].moves).toEqual(["learning rate"]);
  expect(loss.marks[1].moves).toEqual(["step"]);
});

test("only marks before the first that moves stay, so the order of painting is kept", () => {
  const pack = new Packer();
  const step = pack.axis("step", [0, 1], { play: true });
  const fixed = () => mark("dots", { x: pack.channel([1], [1]), y: pack.channel([1], [1]) });
  const cursor = mark("cursor", {}, { axis: "step" });
  const scene = joined({
    spec: spec([step], [panel([fixed(), cursor, fixed()])]),
    buffers: pack.buffers,
  });
  const { still, moving } = layers(scene.panels[0], "step");
  expect(still.map(({ kind }) => kind)).toEqual(["dots"]);
  expect(moving.map(({ kind }) => kind)).toEqual(["cursor", "dots"]);
  expect(layers(scene.panels[0], undefined).moving).toEqual([]);
});

test("colours of series start again when they run out", () => {
  expect([0, 1, 2].map((k) => seriesColor(["a", "b"], k))).toEqual(["a", "b", "a"]);
  expect(seriesColor("a", 5)).toBe("a");
});

test("numbers are read about the origin and in the steps in which they were sent", () => {
  const place = { shape: [3], axes: [] as string[] };
  const channels = {
    near: { buffer: 0, dtype: "int16" as const, origin: 1, scale: 0.5, ...place },
    far: { buffer: 0, dtype: "int16" as const, origin: 1.7e9, scale: 0.01, ...place },
    fine: { buffer: 1, dtype: "float32" as const, origin: 1, scale: 1e-9, ...place },
    exact: { buffer: 2, dtype: "float64" as const, ...place },
  };
  const buffers = [
    new Int16Array([-2, -32768, 3]).buffer,
    new Float32Array([-1, 0, 0.5]).buffer,
    new Float64Array([0.15, 1e300, 1]).buffer,
  ];
  const read = (name: keyof typeof channels) => {
    const whole = spec([], [panel([mark("line", { x: channels[name] })])]);
    return [...slice(join(whole, buffers).panels[0].marks[0].channels.x, {}).values];
  };
  expect(read("near")).toEqual([0, Number.NaN, 2.5]);
  expect(read("far")).toEqual([1.7e9 - 0.02, Number.NaN, 1.7e9 + 0.03]);
  expect(read("fine")).toEqual([1 - 1e-9, 1, 1 + 0.5e-9]);
  expect(read("exact")).toEqual([0.15, 1e300, 1]);
});
