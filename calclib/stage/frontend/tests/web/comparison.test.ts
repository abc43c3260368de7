// The ladder of a check, on a table as Python writes it: right, slip, close, wrong.
import { expect, test } from "vitest";
import { checkNumbers } from "../../src/web/comparison";
import type { NumbersData } from "../../src/web/data";

const words = [
  "Right.",
  "Not answered yet.",
  "A slip.",
  "Twice.",
  "Of another shape.",
  "Close.",
  "Too small.",
  "Too large.",
  "One sign.",
  "The last point alone.",
  "More digits.",
  "{} times.",
  "Nearly {} times.",
  "Whole, please.",
  "{} too small.",
  "{} too large.",
];
const verdicts = words.map((spoken, k) => ({ passed: k === 0, said: spoken, spoken }));

const one: NumbersData = {
  kind: "numbers",
  verdicts,
  shape: [],
  target: [1 / 3],
  tolerance: 1e-6,
  digits: 3,
  ordered: true,
  names: [],
  bound: [],
  called: [],
  frames: [],
  signed: false,
  withoutSign: 1,
  otherWay: {},
  given: [],
  factor: false,
  right: 0,
  blank: 1,
  slips: [[[0.5], 2]],
  known: [[[2 / 3], 3]],
  shapes: { "2": 4 },
  otherShape: 4,
  signs: [null],
  tooFewDigits: 10,
  times: 11,
  nearlyTimes: 12,
  moreDigits: 5,
  notWhole: 13,
  offBy: [[14, 15]],
  apart: [[6, 7]],
};
const pair: NumbersData = {
  ...one,
  shape: [2],
  target: [1, 2],
  slips: [
    [[2, 1], 2],
    [[2], 9, ""],
  ],
  known: [[[2, 4], 3]],
  shapes: { "": 4 },
  signs: [8, 8],
  offBy: [
    [14, 15],
    [14, 15],
  ],
  apart: [
    [6, 7],
    [6, 7],
  ],
};
const said = (typed: string, data = one) => checkNumbers(typed, data).spoken;

test("a right answer is right in each form, and rounded to three digits", () => {
  for (const typed of ["1/3", "0.333", "0.33333333", "3.33e-1"]) expect(said(typed)).toBe("Right.");
  expect(said("0.33")).toBe("More digits.");
  expect(said("0.3")).toBe("Too small.");
});

test("a slip is named before anything else is said", () => {
  expect(said("0.5")).toBe("A slip.");
  expect(said("0.500")).toBe("A slip.");
  expect(said("2/3")).toBe("Twice.");
});

test("close, too small and too large are told apart", () => {
  expect(said("0.3344444")).toBe("Close.");
  expect(said("0.2")).toBe("Too small.");
  expect(said("7")).toBe("Too large.");
});

test("a list is compared entry by entry", () => {
  expect(said("1, 2", pair)).toBe("Right.");
  expect(said("2, 1", pair)).toBe("A slip.");
  expect(said("[2, 4]", pair)).toBe("Twice.");
  expect(said("-1, 2", pair)).toBe("One sign.");
  expect(said("1, 9", pair)).toBe("Too large.");
  expect(said("1", pair)).toBe("Of another shape.");
  expect(said("2", pair)).toBe("The last point alone.");
  expect(said("1, 2, 3", pair)).toBe("Of another shape.");
});

test("a factor of all entries is told, and a whole number is off by a whole number", () => {
  expect(said("1.5, 3", pair)).toBe("1.5 times.");
  expect(said("1.002345, 2.00469", pair)).toBe("Nearly 1.002 times.");
  const great = { ...pair, target: [1000, 2000], known: [] };
  expect(said("1000, 2003", great)).toBe("3 too large.");
  expect(said("998, 2001", great)).toBe("2 too small.");
  expect(said("1000, 2003.5", great)).toBe("Whole, please.");
});

test("an entry that counts as rounded is not called wrong", () => {
  const rough = { ...pair, target: [0.0986868, 4.05] };
  expect(said("0.0987, 4.2", rough)).toBe("Too large.");
  expect(said("0.0985, 4.05", rough)).toBe("Close.");
  const apart: NumbersData["apart"] = [
    [0, 1],
    [6, 7],
  ];
  expect(said("0.0987, 4.2", { ...rough, apart })).toBe("Too large.");
});

test("a slip that the digits do not tell from a right count is no slip yet", () => {
  const count = { ...one, target: [6907], slips: [[[6908], 2]] as NumbersData["slips"] };
  expect(said("6.91e3", count)).toBe("More digits.");
  expect(said("6908", count)).toBe("A slip.");
});

test("numbers that name choices are never too large", () => {
  const named: NumbersData = {
    ...pair,
    ordered: false,
    known: [],
    apart: [
      [8, 8],
      [8, 8],
    ],
  };
  expect(said("3, 2", named)).toBe("One sign.");
});

test("a blank and what cannot be read are no mistakes", () => {
  expect(said("")).toBe("Not answered yet.");
  const unread = checkNumbers("x^2/3", one);
  expect(unread.passed).toBeNull();
  expect(unread.spoken).toContain("live notebook");
});

test("a decimal comma is named, and what was typed stays text", () => {
  const verdict = checkNumbers("0,333", one);
  expect(verdict.passed).toBe(false);
  expect(verdict.spoken).toContain("0,333 means 0 and 333. The decimal sign is a point: 0.333.");
  expect(checkNumbers("`a,b`", one).said).not.toContain("<");
});
