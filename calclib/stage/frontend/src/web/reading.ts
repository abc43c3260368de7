// A typed answer as numbers: 0.125, 1/8, 2^-3, about 0.125, x = 0.125, or a list of these.
import { numberWords } from "../words/words";
import { evaluate, withExponent } from "./arithmetic";

export interface Numbers {
  readonly values: readonly number[];
  /** Half a unit of the last digit that was given, for each number; 0 where nothing is rounded. */
  readonly halves: readonly number[];
  readonly shape: readonly number[];
}

const plainNumber = /^[-+]?(?<whole>\d*)(?:\.(?<decimals>\d*))?(?:e(?<exponent>[-+]?\d+))?$/;
const betweenDigits = /(?<=\d),(?=\d)/g;
const lists = /^[[(].*[\])]$/s;

export const isBlank = (text: string): boolean => /^[\s._…?]*$/.test(text);

/** Split at commas, or at semicolons where there are some; not inside brackets. */
export function split(text: string): string[] {
  const mark = text.includes(";") ? ";" : ",";
  const inner = lists.test(text) && text.includes(mark) ? text.slice(1, -1) : text;
  const parts = [""];
  let depth = 0;
  for (const letter of inner) {
    if ("([".includes(letter)) depth += 1;
    if (")]".includes(letter)) depth -= 1;
    if (letter === mark && depth === 0) parts.push("");
    else parts[parts.length - 1] += letter;
  }
  return parts;
}

const thousands = /^[-+]?[1-9]\d{0,2}(?:[' \u00a0\u202f]\d{3})+(?:\.\d+)?$/;
const inFront = /^(?:about|approximately|approx\.?|ca\.?|circa|around|roughly|exactly)\s+/;
// A name, or a name with an argument, left of an equals sign: x, λ, d1, L(w), ‖g‖.
const label = /^[^\d\s=≈+*/^-][^\s=≈+*/^-]*$/u;
// Words behind a number that say what was counted; a word such as halves makes another number.
const unit = /^(?<number>.*\d)\s+(?<word>[a-z]{2,})$/s;
const changing = /^(?:pi|half|halves|thirds?|quarters?|\w+ths?|hundreds?|thousands?|\w+illions?)$/;

/** What is left of a typed number without the words and the name in front of it. */
function sides(text: string): string[] {
  const parts = text.split(/[=≈~]/).map((part) => part.trim());
  const [first, ...others] = parts;
  return others.length > 0 && (first === "" || label.test(first)) ? others : parts;
}

/** The digits as they were typed, without what says nothing, in the form of 1.25e-1. */
function plainForm(text: string): string {
  const bare = text.replace(inFront, "").replaceAll("−", "-");
  const counted = unit.exec(bare)?.groups;
  const number = counted && !changing.test(counted.word) ? counted.number : bare;
  return withExponent(thousands.test(number) ? number.replace(/[' \u00a0\u202f]/g, "") : number);
}

/** One number; NaN for what is no number. */
function readNumber(text: string): number {
  const values = sides(text).map((side) => evaluate(plainForm(side)));
  const [value, ...others] = values;
  // The sides of 1/4 = 0.25 are one number, the second perhaps rounded.
  const alike = others.every((other) => Math.abs(other - value) <= 1e-2 * Math.abs(value));
  return alike ? value : Number.NaN;
}

/** Half a unit of the last digit; 0 for fewer digits than asked for, and for fractions. */
export function halfUnit(text: string, digits: number): number {
  const groups = plainNumber.exec(plainForm(sides(text)[0] ?? ""))?.groups;
  if (!groups) return 0;
  const decimals = groups.decimals ?? "";
  const significant = `${groups.whole}${decimals}`.replace(/^0+/, "");
  if (significant.length < digits) return 0;
  return 0.5 * 10 ** (Number(groups.exponent ?? 0) - decimals.length);
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

const grouped = /(?<![\d.,])[1-9]\d{0,2}(?:,\d{3})+(?![\d])/g;

/** What was typed without the commas of 12,800, where that makes the count of numbers right. */
export function withoutThousands(typed: string, count: number): string {
  if (numberWords().decimal === "," || split(typed.trim()).length === count) return typed;
  const joined = typed.replace(grouped, (number) => number.replaceAll(",", ""));
  return split(joined.trim()).length === count ? joined : typed;
}

/** Numbers as typed; null for anything else, such as a formula. */
export function readNumbers(typed: string, digits: number): Numbers | null {
  const text = typed.trim().toLowerCase();
  const parts = split(text).map((part) => part.trim());
  const isList = parts.length > 1 || lists.test(text);
  if (!isList) {
    const value = readNumber(text);
    if (!Number.isFinite(value)) return null;
    return { values: [value], halves: [halfUnit(text, digits)], shape: [] };
  }
  const inner = parts.length > 1 ? parts : [text.slice(1, -1).trim()];
  const read = inner.map((part) => readNumbers(part, digits));
  const [first] = read;
  if (!first || read.some((one) => one?.shape.join() !== first.shape.join())) return null;
  return {
    values: read.flatMap((one) => one?.values ?? []),
    halves: read.flatMap((one) => one?.halves ?? []),
    shape: [read.length, ...first.shape],
  };
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
  const pointed = typed.trim().replace(betweenDigits, ".");
  if (parts.length === count || split(pointed).length !== count) return null;
  return { pieces: parts.map((part) => part.trim()), pointed };
}
