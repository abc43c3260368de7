// A typed answer beside what is expected: the same ladder as calclib/practice/comparison.py, down
// to the verdict, which that file has written beforehand.
import { fill, localNumber } from "../words/words";
import { withoutComparisons } from "./bounds";
import type { NumbersData, Row, Verdict } from "./data";
import { tellApart } from "./digits";
import { withoutFrames } from "./frames";
import { inNamedOrder } from "./labels";
import { withoutLeftSides } from "./leftSides";
import { decimalComma, isBlank, type Numbers, numbersIn, withPoints } from "./reading";
import { withoutThousands } from "./readings";
import { commaSentence, labelSentence, unreadable } from "./sentences";
import { forEach, withoutFalls } from "./spoken";

const near = 0.01; // a relative error below which an answer is called close
const sure = 1e-6; // how exactly sizes or ratios must agree
const slack = 1 + 1e-9;

/** Where numbers agree: |a - b| ≤ tolerance (s + |b|); s is 1, or the largest |b| below 1. */
function closeAt(
  values: readonly number[],
  other: readonly number[],
  tolerance: number,
): readonly boolean[] {
  const size = Math.min(1, Math.max(0, ...other.map(Math.abs))) || 1;
  return values.map(
    (value, k) => Math.abs(value - other[k]) <= tolerance * (size + Math.abs(other[k])),
  );
}

const areClose = (values: readonly number[], other: readonly number[], tolerance: number) =>
  values.length === other.length && closeAt(values, other, tolerance).every(Boolean);

/** Where numbers are others, rounded to the digits that were given. */
const roundedAt = (
  values: readonly number[],
  halves: readonly number[],
  other: readonly number[],
): readonly boolean[] =>
  values.map((value, k) => halves[k] > 0 && Math.abs(value - other[k]) <= halves[k] * slack);

const isWhole = (value: number) => value === Math.round(value);

/** Whether a row is about answers of this shape. */
const hasShape = ([, , sizes]: Row, given: Numbers, data: NumbersData) =>
  (sizes ?? data.shape.join()) === given.shape.join();

/** The place of the verdict on a slip of this exercise, or of every exercise; null for none. */
function namedSlip(
  values: readonly number[],
  given: Numbers,
  rows: readonly Row[],
  data: NumbersData,
): number | null {
  const row = rows.find(
    (one) => hasShape(one, given, data) && areClose(values, one[0], data.tolerance),
  );
  return row ? row[1] : null;
}

/**
 * The place of the verdict on a slip, rounded to the digits that were given. Where these do not tell
 * it from what is expected, as 6.91e3 does not tell 6907 from 6908, more digits are wanted.
 */
function roundedSlip(given: Numbers, data: NumbersData): number | null {
  const { values, halves } = given;
  const { shape, target, tolerance, slips } = data;
  if (!halves.some((half) => half > 0)) return null;
  const within = (other: readonly number[]) =>
    values.length === other.length &&
    values.every((value, k) => Math.abs(value - other[k]) <= halves[k] * slack);
  const row = slips.find((one) => hasShape(one, given, data) && within(one[0]));
  if (!row) return null;
  const coversBoth = given.shape.join() === shape.join() && target.every(isWhole) && within(target);
  return coversBoth && !areClose(values, row[0], tolerance) ? data.tooFewDigits : row[1];
}

/** Whether numbers are those expected, some of them rounded to fewer digits than are wanted. */
function isRoundedTooFar({ values, coarseHalves }: Numbers, data: NumbersData): boolean {
  const agree = closeAt(values, data.target, data.tolerance);
  const rounded = roundedAt(values, coarseHalves, data.target);
  return values.every((_, k) => agree[k] || rounded[k]);
}

/** The factor by which all numbers are off, which several together reveal; null for none. */
function oneFactor(values: readonly number[], target: readonly number[]): number | null {
  const certain = target.map((aim) => Math.abs(aim) > 1e-9);
  if (certain.filter(Boolean).length < 2) return null;
  const ratios = values.map((value, k) => value / target[k]);
  const factor = ratios[certain.indexOf(true)];
  const others = values.every(
    (value, k) => certain[k] || Math.abs(value - target[k]) <= sure * (1 + Math.abs(target[k])),
  );
  if (!others || !factor) return null;
  const some = ratios.filter((_, k) => certain[k]);
  return areClose(some, Array<number>(some.length).fill(factor), sure) ? factor : null;
}

/** The verdict with its blank {} filled by a number. */
function filled({ passed, said, spoken }: Verdict, number: string): Verdict {
  const written = localNumber(number);
  return { passed, said: fill(said, written), spoken: fill(spoken, written) };
}

/** What every exercise knows of wrong numbers of the right shape that are no slip of its own. */
function difference(values: readonly number[], given: Numbers, data: NumbersData): Verdict {
  const { target, tolerance, ordered, known, signs, verdicts, apart } = data;
  const first = closeAt(values, target, tolerance).indexOf(false);
  if (!ordered) return verdicts[apart[first][0]];
  const slip = namedSlip(values, given, known, data);
  if (slip !== null) return verdicts[slip];
  if (areClose(values.map(Math.abs), target.map(Math.abs), sure)) {
    const turned = values.findIndex((value, k) => Math.sign(value) !== Math.sign(target[k]));
    const sign = signs[turned] ?? null;
    if (sign !== null) return verdicts[sign];
  }
  const factor = oneFactor(values, target);
  if (factor !== null) {
    const place = Math.abs(factor - 1) <= near ? data.nearlyTimes : data.times;
    return filled(verdicts[place], tellApart(factor, 1));
  }
  const off = values.map((value, k) => Math.abs(value - target[k]));
  if (off.every((size, k) => size <= near * Math.abs(target[k]))) {
    const worst = off.indexOf(Math.max(...off));
    if (!isWhole(target[worst])) return verdicts[data.moreDigits];
    if (!isWhole(values[worst])) return verdicts[data.notWhole];
    const side = values[worst] > target[worst] ? 1 : 0;
    return filled(verdicts[data.offBy[worst][side]], off[worst].toFixed(0));
  }
  return verdicts[apart[first][values[first] > target[first] ? 1 : 0]];
}

/** The verdict on numbers that were read: one ladder, as `fault` in Python. */
function compare(given: Numbers, data: NumbersData): Verdict {
  const { shape, target, tolerance, ordered, slips, shapes, otherShape, right, verdicts } = data;
  const { values, halves } = given;
  const sizes = given.shape.join();
  const hasSameShape = sizes === shape.join();
  let judged = values;
  if (hasSameShape) {
    const agree = closeAt(values, target, tolerance);
    if (agree.every(Boolean)) return verdicts[right];
    if (ordered) {
      const slip = roundedSlip(given, data);
      if (slip !== null) return verdicts[slip];
      const rounded = roundedAt(values, halves, target);
      if (agree.every((one, k) => one || rounded[k])) return verdicts[right];
      // so that no right entry is called wrong
      judged = values.map((value, k) => (rounded[k] ? target[k] : value));
    }
  }
  let slip = namedSlip(values, given, slips, data);
  if (slip === null && !hasSameShape && ordered) slip = roundedSlip(given, data);
  if (slip !== null) return verdicts[slip];
  if (!hasSameShape) return verdicts[shapes[sizes] ?? otherShape];
  if (ordered && isRoundedTooFar(given, data)) return verdicts[data.tooFewDigits];
  return difference(judged, given, data);
}

/** The same numbers in the shape that is asked for, where no other reading is possible. */
function fitted(given: Numbers, shape: readonly number[]): Numbers {
  const one = shape.length === 1 && shape[0] === 1 && given.shape.length === 0;
  const line = shape.length === 1 && given.shape.length === 2 && given.shape.includes(1);
  return one || (line && given.values.length === shape[0]) ? { ...given, shape } : given;
}

/**
 * What was typed in the reading that has the shape asked for; where several have it, the first that
 * is near what is expected or is a slip; where none has it, the first that can be read.
 */
function taken(typed: string, data: NumbersData): Numbers | null {
  const { shape, target, slips, digits, ordered } = data;
  const sizes = shape.join();
  const fitting: Numbers[] = [];
  const others: Numbers[] = [];
  for (const read of numbersIn(typed, digits, ordered)) {
    const given = fitted(read, shape);
    const exact = given.values.every(
      (value, k) => Math.abs(value - target[k]) <= near * Math.abs(target[k]),
    );
    if (given.shape.join() === sizes && exact) return given;
    if (slips.some((row) => hasShape(row, given, data) && areClose(given.values, row[0], near)))
      return given;
    const isPlain = shape.length > 0 || withoutThousands(typed) === typed;
    (given.shape.join() === sizes && isPlain ? fitting : others).push(given);
  }
  return fitting[0] ?? others[0] ?? null;
}

const factorForm = /^\s*(.*[\d)])\s*[xX]\s*$|^\s*[xX]\s*(\d.*)$/s; // 32x
const longestWithLetters = 1000;

/** What was typed, with values for the letters to which its question gives some. */
function withKnownLetters(typed: string, { given, factor }: NumbersData): string {
  const found = factor ? factorForm.exec(typed) : null;
  if (found) return found[1] ?? found[2];
  return given.reduce(
    (text, [pattern, value]) => text.replace(new RegExp(pattern, "gu"), () => `(${value})`),
    typed,
  );
}

/** Check what was typed where numbers are asked for. */
export function checkNumbers(typed: string, data: NumbersData): Verdict {
  const verdict = checkPlain(typed, data);
  if (verdict.passed) return verdict;
  const workedOut = withKnownLetters(typed, data);
  const isOther = workedOut !== typed && workedOut.length <= longestWithLetters;
  return isOther ? checkPlain(workedOut, data) : verdict;
}

function checkPlain(given: string, data: NumbersData): Verdict {
  if (isBlank(given)) return data.verdicts[data.blank];
  const count = data.target.length;
  const change = withoutFalls(withPoints(given, count), data.signed);
  if (change === null) return data.verdicts[data.withoutSign];
  const several = forEach(withoutFrames(change, data.frames), data.shape.length === 1 ? count : 1);
  const right = withoutLeftSides(several, data.called);
  const plain = withoutComparisons(right, data.bound, data.names);
  if (typeof plain !== "string") return data.verdicts[data.otherWay[plain.otherWay]];
  const typed = inNamedOrder(plain, data.names);
  if (typeof typed !== "string") return labelSentence(typed);
  const numbers = taken(typed, data);
  const comma = decimalComma(typed, count);
  if (comma && numbers?.shape.join() !== data.shape.join())
    return commaSentence(typed.trim(), comma.pieces, comma.pointed);
  return numbers ? compare(numbers, data) : unreadable(data.shape.length > 0);
}
