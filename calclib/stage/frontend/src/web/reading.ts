// A typed answer as numbers: 0.125, 1/8, 2^-3, about 0.125, x = 0.125, or a list of these. What a
// notebook reads by calclib/practice is read here to the same numbers, or refused: one table of
// cases, tests/data/typed_numbers.json, is tested in both languages.
import { numberWords } from "../words/words";
import { evaluate } from "./arithmetic";
import { plainNotation } from "./notation";
import { type Entries, readings, split, withoutMarks } from "./readings";
import { unlabelled, withoutLimit, withoutWords } from "./wording";

export interface Numbers {
  readonly values: readonly number[];
  /** Half a unit of the last digit that was given, for each number; 0 where nothing is rounded. */
  readonly halves: readonly number[];
  /** The same where two digits are enough, of which it is said that more are wanted. */
  readonly coarseHalves: readonly number[];
  readonly shape: readonly number[];
}

const fewest = 2; // digits of which it is said that more are wanted; one digit would tell too much

interface Read {
  readonly value: number;
  readonly half: number;
  readonly coarseHalf: number;
}

const plainNumber = /^[-+−]?(?<whole>\d*)(?:\.(?<decimals>\d*))?(?:e(?<exponent>[-+]?\d+))?$/i;
const betweenDigits = /(?<=\d),(?=\d)/g;

export const isBlank = (text: string): boolean => /^[\s._…?]*$/.test(text);

const powerOfTen =
  /^([-+]?\d*\.?\d+)\s*[·*×∙⋅xX]\s*(?:10\s*(?:\^|\*\*)\s*\(?([-+]?\d+)\)?|1e([-+]?\d+))$/;
const mixed = /^([-+]?)\s*(\d+)\s+(\d+\s*[/⁄]\s*\d+|[¼-¾⅐-⅞])$/;
const ratio = /^([-+]?\d*\.?\d+)\s*:\s*(\d*\.?\d+)$/;
const bracketed = /^[([]\s*([-+]?\d*\.?\d*(?:e[-+]?\d+)?)\s*[)\]]$/;
const pointed = /(?<![\p{L}\p{N}_.,])[1-9]\d{0,2}(?:\.\d{3}){2,}(?![\p{L}\p{N}_.])/gu; // 1.000.000
const superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺";

/** A typed number with its decimal point moved, whose digits stay as many as they are. */
function movedPoint(number: string, places: number): string {
  const decimals = (number.split(".")[1] ?? "").length;
  return (Number(number) * 10 ** places).toFixed(Math.max(0, decimals - places));
}

/** A typed number in digits, a point and e; arithmetic stays as it is. */
function plainForm(typed: string): string {
  let text = plainNotation(typed).replace(
    /[⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺]+/g,
    (run) => `^${[...run].map((letter) => "0123456789-+"[superscripts.indexOf(letter)]).join("")}`,
  );
  text = withoutMarks(text).replace(pointed, (number) => number.replaceAll(".", ""));
  text = withoutWords(text).replace(/…$/, "").trimEnd();
  const power = powerOfTen.exec(text);
  if (power) return `${power[1]}e${power[2] ?? power[3]}`;
  const perCent = /^([-+]?\d*\.?\d+)\s*%$/.exec(text);
  if (perCent) return movedPoint(perCent[1], -2);
  const degrees = /^([-+]?\d*\.?\d+)\s*°$/.exec(text);
  if (degrees) return `${degrees[1]}*pi/180`;
  const whole = mixed.exec(text);
  if (whole) return `${whole[1]}(${whole[2]}+${whole[3]})`;
  const parts = ratio.exec(text);
  if (parts) return `${parts[1]}/${parts[2]}`;
  return bracketed.exec(text)?.[1] ?? text;
}

const isDigits = (text: string): boolean => plainNumber.test(text) && /\d/.test(text);

/** The value of what was typed; some words may stand before arithmetic: the limit is 2 pi. */
function numberIn(form: string): number {
  if (isDigits(form)) return Number(form.replace("−", "-"));
  const value = evaluate(form);
  return Number.isNaN(value) ? evaluate(unlabelled(form)) : value;
}

/** Half a unit of the last digit; 0 for fewer digits than asked for, and for fractions. */
export function halfUnit(typed: string, digits: number): number {
  const groups = plainNumber.exec(plainForm(typed))?.groups;
  if (!groups) return 0;
  const decimals = groups.decimals ?? "";
  const significant = `${groups.whole}${decimals}`.replace(/^0+/, "");
  if (significant.length < digits) return 0;
  return 0.5 * 10 ** (Number(groups.exponent ?? 0) - decimals.length);
}

const name =
  "[∇Δ]?(?:lim\\s+)?[\\p{L}_][\\p{L}\\p{N}_]*(?:(?<=_)[+-])?[′″*₊₋∞\u0022\u0027\u0300-\u036f]*\\+?";
/** What stands between the sides of an equation. */
export const sides = /(?<![<>≤≥!])={1,2}(?!>)|[≈≃≅]|→|[-=]+>/;
const labels = [
  new RegExp(`^${name}$`, "u"),
  /^$/,
  /^[d∂].*\/\s*[d∂].*$/su,
  /^\(.*\)\s*[′″\u0027\u0022]+$/su,
  /^E[^\p{L}\p{N}_].*$/su,
  /^‖.*‖$/su,
  new RegExp(`^\\(?${name}(?:\\s*,\\s*${name})+\\)?$`, "u"),
  /^\p{L}{2,}(?:\s+\p{L}{2,})+$/u,
];
const called = /^[∇Δ]?([\p{L}_][\p{L}\p{N}_]*)([′″*\u0022\u0027]*)\s*\([^()=]*\)$/u;

/** Whether what stands before = names the value and computes nothing: f(3), dy/dx, the slope. */
function isLabel(side: string): boolean {
  const call = called.exec(side);
  if (call) return call[2] !== "" || Number.isNaN(evaluate(`${call[1]}(1)`));
  return labels.some((kind) => kind.test(side));
}

/** The number that is meant in α = 1/4 = 0.25; null where the sides differ or one is no number. */
function readNumber(typed: string, digits: number): Read | null {
  const given = withoutLimit(plainNotation(typed)).split(sides);
  const last = given.length - 1;
  const told = given.filter((side, k) => k === last || !isLabel(side.trim())).map(plainForm);
  const values = told.map(numberIn);
  if (values.some((value) => !Number.isFinite(value))) return null;
  const exact = told.map(isDigits).lastIndexOf(false);
  const best = exact < 0 ? told.length - 1 : exact;
  for (const [k, value] of values.entries()) {
    const rounded = Math.max(halfUnit(told[k], 1), halfUnit(told[best], 1), 1e-9 * Math.abs(value));
    if (Math.abs(value - values[best]) > rounded * (1 + 1e-9)) return null;
  }
  return {
    value: values[best],
    half: halfUnit(told[best], digits),
    coarseHalf: halfUnit(told[best], fewest),
  };
}

/** The numbers of entries; null where one is no number, or rows differ in length. */
function numbersOf(read: Entries, digits: number): Numbers | null {
  if (typeof read === "string") {
    const number = readNumber(read, digits);
    return (
      number && {
        values: [number.value],
        halves: [number.half],
        coarseHalves: [number.coarseHalf],
        shape: [],
      }
    );
  }
  const parts = read.map((part) => numbersOf(part, digits));
  const [first] = parts;
  if (!first || parts.some((one) => one?.shape.join() !== first.shape.join())) return null;
  return {
    values: parts.flatMap((one) => one?.values ?? []),
    halves: parts.flatMap((one) => one?.halves ?? []),
    coarseHalves: parts.flatMap((one) => one?.coarseHalves ?? []),
    shape: [parts.length, ...first.shape],
  };
}

/** What was typed as numbers, in every way in which it can be read, the plainest first. */
export function* numbersIn(typed: string, digits: number, ordered: boolean): Generator<Numbers> {
  for (const read of readings(typed, ordered)) {
    const numbers = numbersOf(read, digits);
    if (numbers) yield numbers;
  }
}

/** Numbers in the plainest reading; null for anything else, such as a formula. */
export function readNumbers(typed: string, digits: number): Numbers | null {
  const [plainest] = readings(typed, true);
  return numbersOf(plainest, digits);
}

/**
 * What was typed with a point as the decimal sign, where the language of the page has a comma: in
 * 0,5; 1 and, where one number is asked for, in 0,125. A comma that the count needs stays one.
 */
export function withPoints(typed: string, count: number): string {
  if (numberWords().decimal !== ",") return typed;
  if (typed.includes(";")) return typed.replace(betweenDigits, ".");
  return decimalComma(typed, count)?.pointed ?? typed;
}

/**
 * A comma that means a decimal point, 0,125 where one number is asked for: the pieces that it
 * makes, and the answer with points. Null where the count of numbers fits.
 */
export function decimalComma(
  typed: string,
  count: number,
): { pieces: string[]; pointed: string } | null {
  const parts = split(typed.trim());
  const changed = typed.trim().replace(betweenDigits, ".");
  if (parts.length === count || split(changed).length !== count) return null;
  return { pieces: parts.map((part) => part.trim()), pointed: changed };
}
