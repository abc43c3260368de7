// A typed answer beside what is expected: the same ladder as calclib/practice/comparison.py, down
// to the verdict, which that file has written beforehand.
import type { NumbersData, Row, Verdict } from "./data";
import { decimalComma, isBlank, type Numbers, numbersIn, withPoints } from "./reading";
import { withoutThousands } from "./readings";
import { commaSentence, unreadable } from "./sentences";

const near = 0.01; // a relative error below which an answer is called close
const sure = 1e-6; // how exactly a sign alone must be wrong

const agree = (a: number, b: number, tolerance: number) =>
  Math.abs(a - b) <= tolerance * (1 + Math.abs(b));

const all = (one: readonly number[], other: readonly number[], tolerance: number) =>
  one.length === other.length && one.every((value, k) => agree(value, other[k], tolerance));

/** Whether numbers are others, rounded to the digits that were given. */
const isRoundedTo = ({ values, halves }: Numbers, other: readonly number[]) =>
  values.length === other.length &&
  values.every((value, k) => Math.abs(value - other[k]) <= halves[k] * (1 + 1e-9));

const isWhole = (value: number) => value === Math.round(value);

/** The place of the verdict on numbers of the right shape that are not what is expected. */
function wrong(given: Numbers, data: NumbersData): number {
  const { target, tolerance, ordered, slips, known, signs, close, apart } = data;
  const { values } = given;
  const row = [...slips, ...known].find(
    ([numbers, , sizes]) => sizes === undefined && all(values, numbers, tolerance),
  );
  if (row) return row[1];
  const first = values.findIndex((value, k) => !agree(value, target[k], tolerance));
  if (!ordered) return apart[first][0];
  const sizes = values.map(Math.abs);
  if (all(sizes, target.map(Math.abs), sure)) {
    const verdict =
      signs[values.findIndex((value, k) => Math.sign(value) !== Math.sign(target[k]))];
    if (verdict !== null && verdict !== undefined) return verdict;
  }
  const off = values.map((value, k) => Math.abs(value - target[k]));
  if (off.every((size, k) => size <= near * Math.abs(target[k]))) {
    const worst = off.indexOf(Math.max(...off));
    const verdict = close[worst][isWhole(values[worst]) ? 0 : 1];
    if (verdict !== null) return verdict;
  }
  return apart[first][values[first] > target[first] ? 1 : 0];
}

/** The verdict on numbers that were read. */
function compare(given: Numbers, data: NumbersData): number {
  const { shape, target, tolerance, ordered, slips, shapes, otherShape, right } = data;
  const sizes = given.shape.join();
  const isSlip = ([numbers, , other = shape.join()]: Row) =>
    other === sizes && all(given.values, numbers, tolerance);
  if (sizes !== shape.join()) return slips.find(isSlip)?.[1] ?? shapes[sizes] ?? otherShape;
  if (all(given.values, target, tolerance)) return right;
  if (ordered) {
    const slip = slips.find(
      ([numbers, , other = sizes]) => other === sizes && isRoundedTo(given, numbers),
    );
    if (slip) return slip[1];
    const counts = given.values.every(
      (value, k) =>
        agree(value, target[k], tolerance) ||
        (given.halves[k] > 0 && Math.abs(value - target[k]) <= given.halves[k] * (1 + 1e-9)),
    );
    if (counts) return right;
  }
  return wrong(given, data);
}

/** Whether numbers are others within one per cent of these. */
function isNear({ values, shape }: Numbers, other: readonly number[], sizes: string): boolean {
  if (shape.join() !== sizes || values.length !== other.length) return false;
  const size = Math.min(1, Math.max(0, ...other.map(Math.abs))) || 1;
  return values.every(
    (value, k) => Math.abs(value - other[k]) <= near * (size + Math.abs(other[k])),
  );
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
    if (slips.some(([numbers, , other = sizes]) => isNear(given, numbers, other))) return given;
    const isPlain = shape.length > 0 || withoutThousands(typed) === typed;
    (given.shape.join() === sizes && isPlain ? fitting : others).push(given);
  }
  return fitting[0] ?? others[0] ?? null;
}

/** Check what was typed where numbers are asked for. */
export function checkNumbers(given: string, data: NumbersData): Verdict {
  if (isBlank(given)) return data.verdicts[data.blank];
  const count = data.target.length;
  const typed = withPoints(given, count);
  const numbers = taken(typed, data);
  const comma = decimalComma(typed, count);
  if (comma && numbers?.shape.join() !== data.shape.join())
    return commaSentence(typed.trim(), comma.pieces, comma.pointed);
  return numbers ? data.verdicts[compare(numbers, data)] : unreadable(data.shape.length > 0);
}
