// The pole in the browser is Python's, which is gymnasium's; and the laws of a learner's tries.
import { expect, test } from "vitest";
import stored from "../../../../../tests/data/pole_oracle.json";
import {
  beginHolding,
  type Given,
  type Holding,
  type HoldingEvent,
  pushesRight,
  reduceHolding,
} from "../../src/model/holding";
import { edge, fallen, isLost, type PoleState, pole } from "../../src/model/pole";

const starts = [
  [0.01, -0.02, 0.03, 0.01],
  [0, 0, -0.04, 0.02],
] as const;
const hold = [0, 1, 2, 3].map((k): PoleState => [0.1 * k, 0, 0, 0]);
const given: Given = { starts, hold, longest: 500 };
const still = beginHolding(given, [], false);
const after = (was: Holding, ...events: HoldingEvent[]) => events.reduce(reduceHolding, was);
const right = { type: "press", side: "right" } as const;
const left = { type: "press", side: "left" } as const;
const pass = (seconds: number): HoldingEvent => ({ type: "pass", seconds });

const asState = (numbers: readonly number[]) => numbers as unknown as PoleState;
const away = (one: readonly number[], other: readonly number[]) =>
  Math.max(...one.map((value, k) => Math.abs(value - other[k])));

test("single steps are those of Python and of gymnasium to 1e-12", () => {
  for (const [before, push, next] of stored.single as [number[], number, number[]][])
    expect(away(pole(asState(before), push === 1), next)).toBeLessThan(1e-12);
});

test("five hundred chained steps are those of Python and of gymnasium to 1e-12", () => {
  expect(stored.pushes.length).toBe(500);
  let state = asState(stored.start);
  for (const [k, push] of stored.pushes.entries()) {
    state = pole(state, push === 1);
    expect(away(state, stored.states[k])).toBeLessThan(1e-12);
  }
});

test("the pole is lost beyond twelve degrees and beyond the ends of the track", () => {
  for (const sign of [-1, 1]) {
    expect(isLost([sign * edge, 0, sign * fallen, 0])).toBe(false);
    expect(isLost([sign * (edge + 1e-9), 0, 0, 0])).toBe(true);
    expect(isLost([0, 0, sign * (fallen + 1e-9), 0])).toBe(true);
  }
});

test("nothing moves before the first push, and that one begins", () => {
  expect(after(still, pass(1), pass(1))).toEqual(still);
  expect(after(still, right).phase).toBe("trying");
  expect(after(still, right, pass(0.02)).pole).toEqual(pole(starts[0], true));
  expect(after(still, left, pass(0.02)).pole).toEqual(pole(starts[0], false));
});

test("the side that was pressed last pushes, and with nothing down the pushes cancel", () => {
  expect(pushesRight(after(still, right, left))).toBe(false);
  const released = after(still, right, left, { type: "release", side: "left" });
  expect(pushesRight(after(released, pass(0.02)))).toBe(true);
  let now: Holding = { ...after(still, right, { type: "let go" }), due: null };
  const pushes: boolean[] = [];
  for (let k = 0; k < 8; k++) {
    pushes.push(pushesRight(now));
    now = after(now, pass(0.02));
  }
  expect(pushes).toEqual([true, false, false, true, true, false, false, true]);
});

test("a press that was let go before the next step pushes for that step", () => {
  const tapped = after(still, right, left, { type: "let go" });
  expect(after(tapped, pass(0.02)).pole).toEqual(pole(starts[0], false));
  expect(pushesRight(after(tapped, pass(0.02)))).toBe(false); // the second of the turns
  expect(pushesRight(after(tapped, pass(0.02), pass(0.06)))).toBe(true);
});

test("slow takes four times as long for the same steps, and a try says so", () => {
  const slow = after(still, { type: "slow", on: true }, right, pass(0.08));
  expect(slow.pole).toEqual(after(still, right, pass(0.02)).pole);
  let now = after(slow, { type: "slow", on: false });
  while (now.phase === "trying") now = after(now, pass(0.02));
  expect(now.tries).toEqual([{ seconds: expect.any(Number), slow: true }]);
});

test("a push that never changes side loses the pole, and a press at once begins nothing", () => {
  let now = after(still, right);
  while (now.phase === "trying") now = after(now, pass(0.02));
  expect(now.phase).toBe("over");
  expect(isLost(now.pole)).toBe(true);
  expect(now.tries[0].seconds).toBeCloseTo(0.02 * now.steps);
  expect(after(now, left).phase).toBe("over");
  for (let k = 0; k < 40; k++) now = after(now, pass(0.02));
  const second = after(now, left);
  expect([second.phase, second.pole, second.steps]).toEqual(["trying", starts[1], 0]);
});

test("who pushes against the lean and the fall holds the pole to the end", () => {
  let now = after(still, right);
  while (now.phase === "trying") {
    const [x, speed, angle, turning] = now.pole;
    const side = 0.1 * x + 0.5 * speed + 10 * angle + 3 * turning > 0 ? "right" : "left";
    now = after(now, { type: "let go" }, { type: "press", side }, pass(0.02));
  }
  expect(now.steps).toBe(500);
  expect(now.tries).toEqual([{ seconds: 10, slow: false }]);
});

test("a policy's hold is played state by state, or shown at its end at once", () => {
  let now = after(still, { type: "watch", atOnce: false });
  for (const [k, state] of hold.entries()) {
    expect(now.pole).toEqual(state);
    if (k < hold.length - 1) now = after(now, pass(0.02));
  }
  expect(now.phase).toBe("over");
  expect(now.tries).toEqual([]);
  expect(after(still, { type: "watch", atOnce: true }).pole).toEqual(hold[3]);
});
