// A typed answer as numbers: 0.125, 1/8, 1.25e-1, or a list of these.
import { numberWords } from "../words/words";

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

function readOne(text: string): number {
  const match = plainNumber.exec(text);
  const digits = `${match?.groups?.whole ?? ""}${match?.groups?.decimals ?? ""}`;
  return digits === "" ? Number.NaN : Number(text);
}

/** One number, perhaps as a fraction; NaN for what is no number. */
function readNumber(text: string): number {
  const [above, below, ...rest] = text.split("/").map((part) => readOne(part.trim()));
  if (rest.length > 0) return Number.NaN;
  return below === undefined ? above : above / below;
}

/** Half a unit of the last digit; 0 for fewer digits than asked for, and for fractions. */
export function halfUnit(text: string, digits: number): number {
  const groups = plainNumber.exec(text)?.groups;
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

/** Numbers as typed; null for anything else, such as a formula. */
export function readNumbers(typed: string, digits: number): Numbers | null {
  const text = typed
    .trim()
    .toLowerCase()
    .replaceAll("−", "-")
    .replace(/^[≈~]\s*/, "");
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
