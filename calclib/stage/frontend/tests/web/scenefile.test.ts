// @vitest-environment node
// A .scene file as calclib/stage/export.py writes it.
import { expect, test } from "vitest";
import { unpack } from "../../src/web/scenefile";

async function gzip(bytes: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("gzip"));
  return new Response(stream).arrayBuffer();
}

/** A file with three buffers of the same four numbers 1, 2, 3, 5, in each order of bytes. */
const plain = [1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 5, 0, 0, 0];
const apart = [1, 2, 3, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
const differences = [1, 1, 1, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];

test("a scene file gives back its header and each buffer", async () => {
  const text = JSON.stringify({
    spec: { axes: [] },
    state: {},
    answers: {},
    sizes: [16, 16, 16],
    orders: [0, 1, 2],
  });
  const header = new TextEncoder().encode(text);
  const length = new Uint8Array(new Uint32Array([header.length]).buffer);
  const bytes = new Uint8Array([...length, ...header, ...plain, ...apart, ...differences]);
  const { spec, buffers } = await unpack(await gzip(bytes));
  expect(spec).toEqual({ axes: [] });
  const numbers = buffers.map((one) => [...new Uint8Array(one as ArrayBuffer)]);
  expect(numbers).toEqual([plain, plain, plain]);
});

test("differences that pass below zero come back whole", async () => {
  const header = new TextEncoder().encode('{"sizes":[8],"orders":[2]}');
  const length = new Uint8Array(new Uint32Array([header.length]).buffer);
  // 7, then 7 - 2: the difference is 2³² - 2.
  const bytes = new Uint8Array([...length, ...header, 7, 254, 0, 255, 0, 255, 0, 255]);
  const { buffers } = await unpack(await gzip(bytes));
  expect([...new Uint32Array(buffers[0] as ArrayBuffer)]).toEqual([7, 5]);
});

test("differences of short numbers come back whole", async () => {
  const header = new TextEncoder().encode('{"sizes":[6],"orders":[3]}');
  const length = new Uint8Array(new Uint32Array([header.length]).buffer);
  // 300, then 300 - 302, a difference of 2¹⁶ - 302, then - 2 + 1.
  const bytes = new Uint8Array([...length, ...header, 44, 210, 1, 1, 254, 0]);
  const { buffers } = await unpack(await gzip(bytes));
  expect([...new Int16Array(buffers[0] as ArrayBuffer)]).toEqual([300, -2, -1]);
});
