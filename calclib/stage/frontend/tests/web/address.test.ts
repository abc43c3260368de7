// The state of a scene in an address: what is written is read again, and nonsense is ignored.
import { expect, test } from "vitest";
import type { Spec } from "../../src/model/types";
import { report, stateText } from "../../src/web/address";

const axes = [
  { name: "step", slug: "step", count: 41 },
  { name: "learning rate", slug: "learning-rate", count: 5 },
];
const spec = { axes } as unknown as Spec;

test("a state in an address is the state that it was written from", () => {
  const plain = { index: { step: 3, "learning rate": 2 } };
  expect(report(`?${stateText("cell-04", plain, spec)}`, "cell-04", spec)).toEqual(plain);
  const more = { ...plain, speed: 2, loop: true, hidden: ["a, b"] };
  expect(report(`?${stateText("cell-04", more, spec)}`, "cell-04", spec)).toEqual(more);
});

test("each scene reads its own part of the address", () => {
  expect(report("?cell-04=step:3", "cell-06", spec)).toBeNull();
  expect(report("?cell-04=step:3", "", spec)).toBeNull();
});

test("what the scene does not have, and what is no state, is ignored", () => {
  expect(report("?a=speed:3,step:x,learning-rate:1,,:", "a", spec)).toEqual({
    index: { "learning rate": 1 },
  });
  expect(report("?a={oops", "a", spec)).toBeNull();
});
