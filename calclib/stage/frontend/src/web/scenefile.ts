// A .scene file, as calclib/stage/scenefile.py writes it: gzip of the header's length, the header as
// JSON, and the buffers one after another, each in the order of bytes that takes the least room.
import type { Answers } from "../model/questions";
import type { Report } from "../model/state";
import type { Bytes, Spec } from "../model/types";

export interface Contents {
  readonly spec: Spec;
  readonly state: Report;
  readonly answers: Answers;
  readonly buffers: readonly Bytes[];
}

/** Bytes that stand place by place: all first ones, all second ones, …; back to whole numbers. */
function together(block: Uint8Array, width = 4): Uint8Array<ArrayBuffer> {
  const count = block.length / width;
  const bytes = new Uint8Array(block.length);
  for (let k = 0; k < count; k += 1)
    for (let place = 0; place < width; place += 1)
      bytes[width * k + place] = block[place * count + k];
  return bytes;
}

/** Differences of neighbours, back to what they are differences of. */
function sums(block: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = together(block);
  const view = new DataView(bytes.buffer);
  for (let at = 4; at < bytes.length; at += 4)
    view.setUint32(at, view.getUint32(at - 4, true) + view.getUint32(at, true), true);
  return bytes;
}

/** The same for numbers of two bytes. */
function shortSums(block: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = together(block, 2);
  const view = new DataView(bytes.buffer);
  for (let at = 2; at < bytes.length; at += 2)
    view.setUint16(at, view.getUint16(at - 2, true) + view.getUint16(at, true), true);
  return bytes;
}

/** By the number in the header. */
const orders = [
  (block: Uint8Array) => new Uint8Array(block),
  (block: Uint8Array) => together(block),
  sums,
  shortSums,
];

/** What a .scene file holds. */
export async function unpack(zipped: ArrayBuffer): Promise<Contents> {
  const stream = new Blob([zipped]).stream().pipeThrough(new DecompressionStream("gzip"));
  const raw = await new Response(stream).arrayBuffer();
  const end = 4 + new DataView(raw).getUint32(0, true);
  const text = new TextDecoder().decode(new Uint8Array(raw, 4, end - 4));
  const header = JSON.parse(text) as Omit<Contents, "buffers"> & {
    readonly sizes: readonly number[];
    readonly orders: readonly number[];
  };
  let at = end;
  const buffers = header.sizes.map((size, k) => {
    at += size;
    return orders[header.orders[k]](new Uint8Array(raw, at - size, size)).buffer;
  });
  const { spec, state, answers } = header;
  return { spec, state, answers, buffers };
}
