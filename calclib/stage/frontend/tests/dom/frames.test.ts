import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { cancelFrame, requestFrame } from "../../src/dom/frames";

let asked: Map<number, FrameRequestCallback>;

/** The page paints a frame. */
function paint(now = 16): void {
  const calls = [...asked.values()];
  asked.clear();
  for (const call of calls) call(now);
}

beforeEach(() => {
  asked = new Map();
  let next = 1;
  vi.stubGlobal("requestAnimationFrame", (call: FrameRequestCallback) => {
    asked.set(next, call);
    return next++;
  });
  vi.stubGlobal("cancelAnimationFrame", (id: number) => asked.delete(id));
});

afterEach(() => vi.unstubAllGlobals());

test("however many ask, the page is asked once, and all are called with its time", () => {
  const calls = [vi.fn(), vi.fn(), vi.fn()];
  for (const call of [...calls, ...calls]) requestFrame(call);
  expect(asked.size).toBe(1);
  paint(40);
  for (const call of calls) expect(call.mock.calls).toEqual([[40]]);
  expect(asked.size).toBe(0);
});

test("who asks while a frame runs is called in the next one", () => {
  const call = vi.fn(() => requestFrame(call));
  requestFrame(call);
  paint();
  expect(call).toHaveBeenCalledTimes(1);
  paint();
  expect(call).toHaveBeenCalledTimes(2);
  cancelFrame(call);
  expect(asked.size).toBe(0);
});

test("who takes the request back is not called, in the frame that runs as well", () => {
  const last = vi.fn();
  const first = vi.fn(() => cancelFrame(last));
  requestFrame(first);
  requestFrame(last);
  paint();
  expect(first).toHaveBeenCalled();
  expect(last).not.toHaveBeenCalled();
  requestFrame(last);
  cancelFrame(last);
  expect(asked.size).toBe(0);
});

test("one that fails does not hold up the others, and its error is told", () => {
  const told: (() => void)[] = [];
  vi.stubGlobal("queueMicrotask", (call: () => void) => told.push(call));
  const after = vi.fn();
  requestFrame(() => {
    throw new Error("wrong");
  });
  requestFrame(after);
  paint();
  expect(after).toHaveBeenCalled();
  expect(() => told[0]()).toThrow("wrong");
});
