// A .scene file, as calclib/stage/export.py writes it: gzip of the header's length, the header as
// JSON, and the buffers one after another.
import type { Answers } from "../model/questions";
import type { Report } from "../model/state";
import type { Bytes, Spec } from "../model/types";

export interface Contents {
  readonly spec: Spec;
  readonly state: Report;
  readonly answers: Answers;
  readonly buffers: readonly Bytes[];
}

/** What a .scene file holds. */
export async function unpack(zipped: ArrayBuffer): Promise<Contents> {
  const stream = new Blob([zipped]).stream().pipeThrough(new DecompressionStream("gzip"));
  const raw = await new Response(stream).arrayBuffer();
  const end = 4 + new DataView(raw).getUint32(0, true);
  const { sizes, ...header } = JSON.parse(
    new TextDecoder().decode(new Uint8Array(raw, 4, end - 4)),
  ) as Omit<Contents, "buffers"> & { readonly sizes: readonly number[] };
  let at = end;
  const buffers = sizes.map((size) => {
    at += size;
    return raw.slice(at - size, at);
  });
  return { ...header, buffers };
}
