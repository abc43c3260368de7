// @vitest-environment node
// A .scene file as calclib/stage/export.py writes it.
import { expect, test } from "vitest";
import { unpack } from "../../src/web/scenefile";

async function gzip(bytes: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("gzip"));
  return new Response(stream).arrayBuffer();
}

test("a scene file gives back its header and each buffer", async () => {
  const text = '{"spec":{"axes":[]},"state":{},"answers":{},"sizes":[2,1]}';
  const header = new TextEncoder().encode(text);
  const length = new Uint8Array(new Uint32Array([header.length]).buffer);
  const zipped = await gzip(new Uint8Array([...length, ...header, 7, 8, 9]));
  const { spec, buffers } = await unpack(zipped);
  expect(spec).toEqual({ axes: [] });
  const numbers = buffers.map((one) => [...new Uint8Array(one as ArrayBuffer)]);
  expect(numbers).toEqual([[7, 8], [9]]);
});
