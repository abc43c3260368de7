// Numbers that have names: an answer whose parts say which they are, brought to the order asked. It
// does for a page what calclib/practice/labels.py does for a notebook.
import { evaluate } from "./arithmetic";
import { plainNotation } from "./notation";

/** The names of each part; the first of them is told. */
export type Names = readonly (readonly string[])[];

/** What is wrong with labels: one that nobody asked for, one given twice, or one that is missing. */
export type Fault =
  | { readonly kind: "unknown"; readonly label: string; readonly names: string }
  | { readonly kind: "twice"; readonly label: string; readonly values: readonly [string, string] }
  | { readonly kind: "missing"; readonly names: string };

interface Pair {
  readonly label: string; // empty for a value without one
  readonly value: string;
}

/** Characters of an answer in which labels are looked for. */
export const longest = 1000;
const sign = /:=|(?<![<>≤≥!:=])={1,2}(?!=)|≈|(?<!\p{Nd}):(?!=)|(?<=\p{Nd}):\s|[-=]?->|→|↦/gu;
const mark = /[,;\n&|]|(?<![\p{L}\p{N}])(?:and|und|so|then|hence|while|but)(?![\p{L}\p{N}])/gu;
const valueSource =
  "(?:[-+]?\\s*[\\d.√½⅓¼¾⅐-⅞(]\\S*(?:\\s+[-+*/·×^]\\s+\\S+)*|yes|no|y|n|true|false)";
const value = new RegExp(`^${valueSource}$`, "u");
const valueBehind = new RegExp(`\\s+(?=${valueSource}$)`, "gu");
const labelBehindValue = new RegExp(
  `^(?<value>${valueSource})(?:\\s+(?:for|is|as|=)?\\s*|\\s*\\()(?<label>[\\p{L}_].*?)\\)?$`,
  "u",
);
const saidOf = /^(?<label>.+?)\s+(?:is|are|equals?|being)\s+(?<value>\S.*)$/u;
const ordinals = ["first", "second", "third", "fourth", "fifth", "sixth"];
const shortOrdinals = ["1st", "2nd", "3rd", "4th", "5th", "6th"];
/** Words that say nothing about which part is meant, unless they are part of a name. */
const fillers: ReadonlySet<string> = new Set([
  "the",
  "that",
  "my",
  "our",
  "of",
  "for",
  "at",
  "in",
  "on",
  "along",
  "by",
  "to",
  "per",
  "value",
  "entry",
  "number",
  "answer",
  "slope",
  "derivative",
  "partial",
  "gradient",
  "grad",
  "weight",
  "variable",
  "respect",
  "case",
  "part",
  "one",
  "machine",
  "is",
  "be",
  "from",
]);
export const denying: ReadonlySet<string> = new Set([
  "not",
  "no",
  "never",
  "without",
  "neither",
  "nor",
]);
const greek = [
  "alpha",
  "beta",
  "gamma",
  "delta",
  "epsilon",
  "zeta",
  "eta",
  "theta",
  "iota",
  "kappa",
  "lambda",
  "mu",
  "nu",
  "xi",
  "omicron",
  "pi",
  "rho",
  "sigma",
  "sigma",
  "tau",
  "upsilon",
  "phi",
  "chi",
  "psi",
  "omega",
];

/** The name of a Greek letter. */
export const nameOfLetter = (letter: string): string =>
  greek[(letter.toLowerCase().codePointAt(0) ?? 0) - 0x3b1] ?? letter;

/** The matches of a pattern that stand outside brackets. */
export function atTop(pattern: RegExp, text: string): RegExpExecArray[] {
  const depths: number[] = [];
  let depth = 0;
  for (let place = 0; place < text.length; place += 1) {
    if ("([{".includes(text[place])) depth += 1;
    if (")]}".includes(text[place])) depth -= 1;
    depths.push(depth);
  }
  return [...text.matchAll(pattern)].filter((found) => depths[found.index] === 0);
}

/** A text without the brackets around all of it, and without dict in front of them. */
function unwrapped(typed: string): string {
  const text = typed.replace(/^dict\s*(?=\()/, "");
  if (!["()", "[]", "{}"].includes(text.slice(0, 1) + text.slice(-1))) return text;
  let depth = 0;
  for (let place = 0; place < text.length; place += 1) {
    if ("([{".includes(text[place])) depth += 1;
    if (")]}".includes(text[place])) depth -= 1;
    if (depth === 0) return place === text.length - 1 ? text.slice(1, -1).trim() : text;
  }
  return text;
}

/** What stands between some matches in a text. */
function between(text: string, found: readonly RegExpExecArray[]): string[] {
  const starts = [0, ...found.map((one) => one.index + one[0].length)];
  const ends = [...found.map((one) => one.index), text.length];
  return starts.map((start, k) => text.slice(start, ends[k]).trim());
}

/** A text split at commas, semicolons, lines and words such as and; not between thousands. */
export function split(text: string): string[] {
  const marks = atTop(mark, text).filter(
    (one) => one[0] !== "," || !/^\d,\d{3}(?!\d)/.test(text.slice(Math.max(0, one.index - 1))),
  );
  const parts = between(text, marks).filter((part) => part !== "");
  return parts.length > 0 ? parts : [""];
}

/** A label in the form in which labels are compared: a letter, or small words in one row. */
export function keyOf(label: string): string {
  let text = label.replaceAll("∂", "d").replaceAll("″", "''").replaceAll("′", "'");
  text = unwrapped(text.normalize("NFKC").replace(/^[ .*"\\$_]+|[ .*"\\$_]+$/g, ""));
  text = text.replace(/[α-ωΑ-Ω]/g, nameOfLetter).replace(/\s*([/=])\s*/g, "$1");
  text = text.replace(/(?<![\p{L}\p{N}])(\p{L})_(?=[\p{L}\p{N}_])/gu, "$1");
  text = text.replace(/[\s_-]+/g, " ");
  return /\p{L}{3}/u.test(text)
    ? text.toLowerCase()
    : text.replace(/(?<=[\p{L}\p{N}_]) (?=\d+$)/u, "");
}

/** Whether a text begins as a number does, and not as a label. */
const isValue = (text: string): boolean =>
  /^(?:yes|no|y|n|true|false)$/i.test(text) || /^[-+]?\s*[\d.√½⅓¼¾⅐-⅞(…?]/.test(text);

/** Whether two values of one part are the same, as text or as numbers. */
function isSame(one: string, other: string): boolean {
  if (one.replace(/\s/g, "") === other.replace(/\s/g, "")) return true;
  const [first, second] = [evaluate(one), evaluate(other)];
  return Math.abs(first - second) <= 5e-4 * Math.abs(second);
}

/** The names of the parts of an answer. */
export class Labels {
  private readonly keys = new Map<string, number>();
  private readonly small = new Map<string, number>();
  private readonly words = new Set<string>();

  constructor(private readonly names: Names) {
    for (const [place, several] of names.entries()) {
      for (const one of several) {
        const key = keyOf(one);
        this.keys.set(key, place);
        this.small.set(key.toLowerCase(), place);
        for (const word of key.split(" ")) this.words.add(word);
      }
    }
  }

  private get shown(): string {
    return this.names.map(([first]) => first).join(", ");
  }

  /** The place of the part that a label names; null for no part. */
  placeOf(label: string): number | null {
    const key = keyOf(label);
    for (const one of this.formsOf(key)) {
      const place = this.keys.get(one);
      if (place !== undefined) return place;
      const loosely = this.small.get(one.toLowerCase());
      if (loosely !== undefined && this.small.size === this.keys.size) return loosely;
      const ordinal = Math.max(ordinals.indexOf(one), shortOrdinals.indexOf(one));
      if (ordinal >= 0 && ordinal < this.names.length) return ordinal;
    }
    if (/[<>≤≥≠]/.test(label)) return null;
    const words = new Set(key.split(" "));
    const held = new Set<number>();
    for (const [one, place] of this.keys)
      if (one.length > 2 && one.split(" ").every((word) => words.has(word))) held.add(place);
    const [only] = held;
    const isWords = ![...words].some((word) => denying.has(word) || /^[.+]?\d/.test(word));
    return held.size === 1 && isWords ? only : null;
  }

  /** What a label may be short for: f(2) for f, dL/dm for m, the slope along b for b. */
  private *formsOf(key: string): Generator<string> {
    yield key;
    yield key.replace(/\s*\([^()]*\)$/, "");
    const words = key.split(" ");
    yield words.filter((word) => !fillers.has(word) || this.words.has(word)).join(" ");
    yield words.filter((word) => !fillers.has(word)).join(" ");
    const slope = /^d[\p{L}\p{N}_]*\/d([\p{L}\p{N}_]+)$/u.exec(key.replaceAll(" ", ""));
    if (slope) yield slope[1];
  }

  /** The values of labelled parts in the order asked, with semicolons; null without labels. */
  read(text: string): string | Fault | null {
    const inner = unwrapped(text.trim());
    const pairs =
      this.shared(inner) ?? this.heads(inner) ?? this.signed(inner) ?? this.spoken(inner);
    return pairs && this.ordered(pairs);
  }

  /** The pairs of "a = b = 4/3" and "a and b: 4/3", one value for all. */
  private shared(text: string): Pair[] | null {
    const signs = atTop(sign, text);
    if (signs.length === 0) return null;
    const pieces = between(text, signs);
    const last = pieces[pieces.length - 1];
    const labels = pieces.slice(0, -1).flatMap((head) => split(unwrapped(head)));
    const places = new Set(labels.map((label) => this.placeOf(label)));
    const { length } = this.names;
    const isForAll = length > 1 && labels.length === length && places.size === length;
    if (!isForAll || places.has(null) || split(unwrapped(last)).length > 1) return null;
    return labels.map((label) => ({ label, value: last }));
  }

  /** The pairs of "a, b = 4/3, -1/3", with all labels in front. */
  private heads(text: string): Pair[] | null {
    const signs = atTop(sign, text);
    if (signs.length !== 1) return null;
    const [before, after] = between(text, signs);
    const labels = split(unwrapped(before)).filter((part) => part !== "");
    if (labels.length < 2 || labels.some((label) => !/\p{L}/u.test(label))) return null;
    const values = split(unwrapped(after));
    if (values.length !== labels.length) return null;
    return labels.map((label, k) => ({ label, value: values[k] }));
  }

  /** The pairs of "b = -1/3, a = 4/3", with a sign behind each label. */
  private signed(text: string): Pair[] | null {
    const signs = atTop(sign, text);
    const pieces = between(text, signs);
    if (signs.length === 0) return null;
    const [loose, first] = this.labelBehind(pieces[0]);
    if (first === null) return null;
    let label = first;
    const pairs = loose.map((one) => this.pairOf(one));
    let held: string[] = [];
    for (const piece of pieces.slice(1, -1)) {
      const [values, following] = this.labelBehind(piece);
      if (following === null || (values.length === 0 && this.placeOf(following) === null)) {
        held.push(piece); // 1/3 in a = 1/3 = 0.333
        continue;
      }
      if (values.length > 0 || held.length > 0)
        pairs.push(...this.pairsOf(label, [...held, ...values.slice(0, 1)], values.slice(1)));
      label = following; // without a value: a word for all, as in answer: a = 1
      held = [];
    }
    const rest = split(pieces[pieces.length - 1]);
    if (pairs.length === 0 && rest.length > 1 && this.placeOf(label) === null) return null;
    pairs.push(...this.pairsOf(label, [...held, rest[0]], rest.slice(1)));
    return this.counted(pairs);
  }

  /** The same pairs, where no label is known, by their numbers: k1, k2 are first and second. */
  private counted(pairs: Pair[]): Pair[] | null {
    if (pairs.length < 2) return null; // f = 12 + 14ε
    const labels = pairs.filter(({ label }) => label !== "").map(({ label }) => keyOf(label));
    if (labels.some((label) => this.placeOf(label) !== null)) return pairs;
    if (new Set(labels).size < 2) return null;
    const stems = new Set(labels.map((label) => label.replace(/[0-9]+$/, "")));
    const [stem] = stems;
    const numbers = labels.map((label) => label.slice(stem.length));
    const wanted = this.names.map((_, k) => `${k + 1}`);
    if (stems.size > 1 || [...numbers].sort().join() !== wanted.join()) return pairs;
    return pairs.map(({ value }, k) => ({ label: ordinals[Number(numbers[k]) - 1], value }));
  }

  private pairOf = (part: string): Pair => this.spokenPair(part) ?? { label: "", value: part };

  /** A label and its value, and what stands behind it without a sign. */
  private pairsOf(label: string, sides: readonly string[], more: readonly string[]): Pair[] {
    return [{ label, value: sides.join(" = ") }, ...more.map(this.pairOf)];
  }

  /** The values in front of a label, and the label: "1/3, b" has 1/3 and b. */
  private labelBehind(piece: string): [values: string[], label: string | null] {
    const parts = split(piece);
    const last = parts[parts.length - 1];
    const others = parts.slice(0, -1);
    if (this.placeOf(last) !== null) return [others, last];
    for (const found of last.matchAll(/\s+(?=\p{L}|∂)/gu)) {
      const label = last.slice(found.index + found[0].length);
      if (this.placeOf(label) !== null) return [[...others, last.slice(0, found.index)], label];
    }
    return isValue(last) ? [parts, null] : [others, last];
  }

  /** The pairs of "slope 2, intercept 1" and of "544 edges, 4096 paths". */
  private spoken(text: string): Pair[] | null {
    if (atTop(sign, text).length > 0) return null;
    let parts = split(text).filter((part) => part !== "");
    if (parts.length === 1) parts = this.beforeNames(text);
    const pairs = parts.map((part) => this.spokenPair(part));
    if (!pairs.some((pair) => pair?.label)) return null;
    return pairs.every((pair) => pair !== null) ? pairs : null;
  }

  /** The parts of a text, each of which begins with a name. */
  private beforeNames(text: string): string[] {
    const parts: string[][] = [[]];
    for (const word of text.split(/\s+/)) {
      const part = parts[parts.length - 1];
      const last = part[part.length - 1];
      if (last !== undefined && this.placeOf(word) !== null && isValue(last)) parts.push([word]);
      else part.push(word);
    }
    return parts.map((part) => part.join(" "));
  }

  /** The label and the value of "slope 2" or "2 edges"; without a label for a value alone. */
  private spokenPair(part: string): Pair | null {
    const said = saidOf.exec(part)?.groups;
    if (said && this.placeOf(said.label) !== null) return { label: said.label, value: said.value };
    for (const found of part.matchAll(valueBehind)) {
      const label = part.slice(0, found.index).replace(/\s+of$/, "");
      if (this.placeOf(label) !== null)
        return { label, value: part.slice(found.index + found[0].length) };
    }
    const behind = labelBehindValue.exec(part)?.groups;
    if (behind && this.placeOf(behind.label) !== null)
      return { label: behind.label, value: behind.value };
    return value.test(part) ? { label: "", value: part } : null;
  }

  /** The values in the order of the names; those without a label fill what is left. */
  private ordered(pairs: readonly Pair[]): string | Fault {
    const given = new Map<number, string>();
    const loose = pairs.filter(({ label }) => label === "").map((pair) => pair.value);
    for (const { label, value: said } of pairs) {
      if (label === "") continue;
      const place = this.placeOf(label);
      if (place === null) return { kind: "unknown", label, names: this.shown };
      const before = given.get(place);
      if (before !== undefined && !isSame(before, said))
        return { kind: "twice", label, values: [before, said] };
      given.set(place, said);
    }
    const left = [...this.names.keys()].filter((place) => !given.has(place));
    if (left.length > loose.length) return { kind: "missing", names: this.shown };
    for (const [k, place] of left.entries()) given.set(place, loose[k]);
    const places = [...given.keys()].sort((a, b) => a - b);
    return [...places.map((place) => given.get(place) ?? ""), ...loose.slice(left.length)].join(
      "; ",
    );
  }
}

/**
 * What was typed in the order that is asked for, where its parts are labelled: "4/3; -1/3" for
 * "b = -1/3, a = 4/3"; as it was typed where they are not; or what is wrong with the labels.
 */
export function inNamedOrder(typed: string, names: Names): string | Fault {
  if (names.length === 0 || typed.length > longest) return typed;
  return new Labels(names).read(plainNotation(typed)) ?? typed;
}
