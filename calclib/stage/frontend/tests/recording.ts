// A 2-D context that paints nothing and remembers every call and every colour it was set to.
import type { Context } from "../src/paint/view";

export interface Recording {
  readonly context: Context;
  /** Every call as [name, ...arguments], every assignment as ["name=", value]. */
  readonly log: readonly (readonly [string, ...unknown[]])[];
  readonly calls: (name: string) => unknown[][];
}

export function recording(
  canvas: object = { width: 0, height: 0 },
  widthOf: (words: string) => number = () => 20,
): Recording {
  const log: [string, ...unknown[]][] = [];
  const results: Record<string, (...given: number[]) => unknown> = {
    measureText: (words) => ({ width: widthOf(String(words)) }),
    createImageData: (w, h) => ({ data: new Uint8ClampedArray(4 * w * h), width: w, height: h }),
  };
  const state: Record<string, unknown> = { canvas, globalAlpha: 1, lineWidth: 1 };
  const context = new Proxy(state, {
    get: (_, name: string) =>
      name in state
        ? state[name]
        : (...given: number[]) => {
            log.push([name, ...given]);
            return results[name]?.(...given);
          },
    set: (_, name: string, value) => {
      state[name] = value;
      log.push([`${name}=`, value]);
      return true;
    },
  }) as unknown as Context;
  const calls = (name: string) => log.filter((one) => one[0] === name).map((one) => one.slice(1));
  return { context, log, calls };
}
