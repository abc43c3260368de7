// A typed answer beside what is expected: the same ladder as calclib/practice/comparison.py, down
// to the verdict, which that file has written beforehand.
import type { NumbersData, Row, Verdict } from "./data";
import {
  decimalComma,
  isBlank,
  type Numbers,
  readNumbers,
  withoutThousands,
  withPoints,
} from "./reading";
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

/** Check what was typed where numbers are asked for. */
export function checkNumbers(given: string, data: NumbersData): Verdict {
  if (isBlank(given)) return data.verdicts[data.blank];
  const count = data.target.length;
  const typed = withoutThousands(withPoints(given, count), count);
  const comma = decimalComma(typed, count);
  if (comma) return commaSentence(typed.trim(), comma.pieces, comma.pointed);
  const numbers = readNumbers(typed, data.digits);
  return numbers ? data.verdicts[compare(numbers, data)] : unreadable(data.shape.length > 0);
}
