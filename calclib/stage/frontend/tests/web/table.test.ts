// What is typed where numbers are asked for is read as in a notebook: tests/practice/test_typed_numbers.py
// runs the same table.
import { expect, test } from "vitest";
import table from "../../../../../tests/data/typed_numbers.json";
import type { Side } from "../../src/web/bounds";
import { checkNumbers } from "../../src/web/comparison";
import type { NumbersData } from "../../src/web/data";

type Nested = number | readonly Nested[];
type Row = readonly [text: string, shape: readonly number[], read: Nested, kind?: string];
type Named = readonly [
  text: string,
  names: readonly (string | readonly string[])[],
  read: readonly number[] | null,
  kind?: string,
];
type Refused = readonly [text: string, shape: readonly number[]];
const rows = table.right as unknown as readonly Row[];
const wrong = table.wrong as unknown as readonly Row[];
const refused = table.refused as unknown as readonly Refused[];

type Bounded = readonly [
  text: string,
  bound: readonly Side[],
  names: Named[1],
  read: readonly number[],
  said: "right" | "other way" | "wrong",
];
const bounded = table.bounds as unknown as readonly Bounded[];
const named = table.named as unknown as readonly Named[];

const flat = (numbers: Nested): number[] =>
  typeof numbers === "number" ? [numbers] : numbers.flatMap(flat);
const words = ["Right.", "Blank.", "Of another shape.", "Wrong.", "Other way.", "No sign."];
const verdicts = words.map((spoken, k) => ({ passed: k === 0, said: spoken, spoken }));

/** An exercise that asks for these numbers, and names no slip. */
function asking(
  target: readonly number[],
  shape: readonly number[],
  ordered: boolean,
  names: Named[1] = [],
  bound: readonly Side[] = [],
  signed = false,
): NumbersData {
  return {
    kind: "numbers",
    verdicts,
    shape,
    target,
    tolerance: 1e-6,
    digits: 3,
    ordered,
    given: [],
    factor: false,
    names: names.map((one) => [one].flat()),
    bound,
    called: ["1/λ", "v_+/v²"],
    frames: [],
    signed,
    withoutSign: 5,
    otherWay: { above: 4, below: 4 },
    right: 0,
    blank: 1,
    slips: [],
    known: [],
    shapes: {},
    otherShape: 2,
    signs: target.map(() => null),
    tooFewDigits: 3,
    times: 3,
    nearlyTimes: 3,
    moreDigits: 3,
    notWhole: 3,
    offBy: target.map(() => [3, 3]),
    apart: target.map(() => [3, 3]),
  };
}

/** What a page says to a row that is typed where these numbers are asked for. */
const said = ([text, shape, , kind]: Row, target: number[]) =>
  checkNumbers(text, asking(target, shape, kind !== "choices")).spoken;

test("what a notebook reads as a number is that number", () => {
  expect(rows.length).toBeGreaterThan(800);
  const others = rows.filter((row) => said(row, flat(row[2])) !== "Right.");
  expect(others).toEqual([]);
});

test("it is no other number", () => {
  for (const change of [(x: number) => 1.02 * x + 0.7, (x: number) => -1.3 * x - 1.1]) {
    const accepted = rows.filter((row) => said(row, flat(row[2]).map(change)) === "Right.");
    expect(accepted).toEqual([]);
  }
});

test("what a notebook reads as something else is not right", () => {
  expect(wrong.filter((row) => said(row, flat(row[2])) === "Right.")).toEqual([]);
});

test("numbers that have names are read in the order of the names", () => {
  const others = named.filter(([text, names, read, kind]) => {
    const target = read ?? [4 / 3, -1 / 3];
    const told = (numbers: readonly number[]) =>
      checkNumbers(text, asking(numbers, [numbers.length], kind !== "choices", names)).spoken;
    const turned = [...target.slice(-1), ...target.slice(0, -1)];
    return (told(target) === "Right.") !== (read !== null) || told(turned) === "Right.";
  });
  expect(others).toEqual([]);
});

test("a left side that is what is asked for says nothing", () => {
  const called = table.called as unknown as readonly [string, number, boolean][];
  const others = called.filter(([text, read, isRight]) => {
    const told = (number: number) => checkNumbers(text, asking([number], [], true)).spoken;
    return (told(read) === "Right.") !== isRight || told(1.02 * read + 0.7) === "Right.";
  });
  expect(others).toEqual([]);
});

test("a number may stand in what the question writes around it", () => {
  const framed = table.framed as unknown as readonly [string, number, boolean][];
  const others = framed.filter(([text, read, isRight]) => {
    const frames = ["ε^…", "… × …"];
    const told = (number: number) =>
      checkNumbers(text, { ...asking([number], [], true), frames }).spoken;
    return (told(read) === "Right.") !== isRight || told(1.02 * read + 0.7) === "Right.";
  });
  expect(others).toEqual([]);
});

test("a fall is negative where a change is asked for, and has no sign elsewhere", () => {
  const spoken = table.falls as unknown as readonly [string, number, boolean][];
  const others = spoken.filter(([text, read, isRight]) => {
    const told = (number: number, signed: boolean) =>
      checkNumbers(text, asking([number], [], true, [], [], signed)).spoken;
    const without = told(read, false) === "Right." || told(-read, false) === "Right.";
    return (told(read, true) === "Right.") !== isRight || told(-read, true) === "Right." || without;
  });
  expect(others).toEqual([]);
});

test("a bound may be a comparison that points to its side", () => {
  const others = bounded.filter(([text, bound, names, read, wanted]) => {
    const shape = bound.length > 1 ? [read.length] : [];
    const told = (numbers: readonly number[], sides: readonly Side[]) =>
      checkNumbers(text, asking(numbers, shape, true, names, sides)).spoken;
    const turned = read.map((number) => 1.02 * number + 0.7);
    const is = told(read, bound);
    return (
      (is === "Right.") !== (wanted === "right") ||
      (is === "Other way.") !== (wanted === "other way") ||
      told(turned, bound) === "Right."
    );
  });
  expect(others).toEqual([]);
});

test("what a notebook refuses is no answer, and is not called a mistake in a number", () => {
  for (const [text, shape] of refused) {
    const target = Array(shape.reduce((a, b) => a * b, 1)).fill(0.123456);
    const told = said([text, shape, 0], target);
    expect(["Right.", "Wrong."], text).not.toContain(told);
  }
});

// A pattern that looks for a match in too many ways would not come to an end here.
test("the longest answer that is taken is answered, whatever it is made of", () => {
  const pieces = [
    "1 ",
    "1,234 ",
    "(",
    "[1,",
    "= ",
    "\\frac{",
    "x = 1 and ",
    "½",
    "1/",
    "about ",
    "±",
    "h < ",
    "up to ",
    "between 1 and ",
    "1 or ",
  ];
  for (const one of pieces)
    for (const other of pieces) {
      const text = (one + other).repeat(1000).slice(0, 1000);
      for (const names of [[], ["x", "1"]]) {
        const data = asking([2, 3], [2], true, names);
        expect(checkNumbers(text, data).passed, one + other).not.toBe(true);
      }
      expect(checkNumbers(text, asking([2], [], true)).passed, one + other).not.toBe(true);
      const bounded = asking([2], [], true, [], ["above"]);
      expect(checkNumbers(text, bounded).passed, one + other).not.toBe(true);
    }
});
