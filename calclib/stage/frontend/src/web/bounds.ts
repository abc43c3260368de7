// A bound as a learner writes it: h ≤ 0.02, 0 < α < 0.2, up to 0.2, (0, 0.2), read as its number. It
// does for a page what calclib/practice/bounds.py does for a notebook.
import { isKnownName } from "./arithmetic";
import { atTop, denying, Labels, longest, type Names, split } from "./labels";
import { plainNotation } from "./notation";

/** On which side of the values asked for a bound lies; nothing for a number that is no bound. */
export type Side = "above" | "below" | "";

interface Found {
  readonly sign: string;
  readonly value: string;
}

const meant: Readonly<Record<string, Side>> = {
  "<": "above",
  "≤": "above",
  ">": "below",
  "≥": "below",
};
const turned: Readonly<Record<string, string>> = { "<": ">", "≤": "≥", ">": "<", "≥": "≤" };
const written: readonly (readonly [RegExp, string])[] = [
  [/<=|=<|[⩽≦]/g, "≤"],
  [/>=|[⩾≧]/g, "≥"],
];
const anySign = /[<>≤≥]/g;
const head = /^([^\d:<>≤≥]+):(?!=)\s*/;
/** Words that are a sign: those in front of the number, and those behind it. */
const saying: readonly (readonly [sign: string, words: RegExp])[] = [
  [
    "≤",
    /(?<![\p{L}\p{N}])(?:(?:no|not)\s+(?:more|larger|greater|bigger|higher|longer|above|over)(?:\s+than)?|at\s+(?:the\s+)?most|up\s+to|höchstens|bis(?:\s+zu)?)(?![\p{L}\p{N}])/giu,
  ],
  [
    "≥",
    /(?<![\p{L}\p{N}])(?:(?:no|not)\s+(?:less|smaller|lower|fewer|below|under)(?:\s+than)?|at\s+(?:the\s+)?least|from|starting\s+(?:at|from)|mindestens)(?![\p{L}\p{N}])/giu,
  ],
  [
    "<",
    /(?<![\p{L}\p{N}])(?:(?:less|smaller|lower|fewer)\s+than(?:\s+or\s+equal(?:\s+to)?)?|below|under|kleiner\s+als|weniger\s+als|unter)(?![\p{L}\p{N}])/giu,
  ],
  [
    ">",
    /(?<![\p{L}\p{N}])(?:(?:more|greater|larger|bigger|higher)\s+than(?:\s+or\s+equal(?:\s+to)?)?|above|over|beyond|exceeds?|größer\s+als|mehr\s+als|über)(?![\p{L}\p{N}])/giu,
  ],
];
const orLess =
  /^(?<value>[^<>≤≥]*\d[^<>≤≥]*?)\s*,?\s+(?:or|and)\s+(?:less|smaller|lower|fewer|below|under|down(?:wards)?)$/i;
const orMore =
  /^(?:from\s+)?(?<value>[^<>≤≥]*\d[^<>≤≥]*?)\s*,?\s+(?:(?:or|and)\s+(?:more|larger|greater|bigger|higher|above|over|up(?:wards)?)|onwards?|on)$/i;
const betweenEnds =
  /^(?<name>.*?)(?<![\p{L}\p{N}])(?:between\s+(?<low>[^,;]+?)\s+and|from\s+(?<first>[^,;]+?)\s+to)\s+(?<high>[^,;]+)$/iu;
const interval =
  /^(?:(?<name>[^()[\],;]*?)(?:=|∈|(?<![\p{L}\p{N}])in(?![\p{L}\p{N}])))?\s*[([\]]\s*(?<low>[^,;]+?)\s*[,;]\s*(?<high>[^,;]+?)\s*[)[\]]$/u;
const endless = /^\+?\s*(?:∞|oo|inf(?:inity)?)$/i;
const lowest = /^(?:0(?:\.0*)?|-\s*(?:∞|oo|inf(?:inity)?))$/i;
const word = /^(?:(?![\u00b2-\u00b9\u2070-\u2089])[\p{L}_])+[\d₀-₉]*[′\u0027*₊]*$/u;
const product = /^[α-ωΑ-Ω]{2,}$/u;

/** A text with signs for the words that compare: less than 0.2 as < 0.2. */
function withSigns(typed: string): string {
  const text = written.reduce((all, [pattern, sign]) => all.replace(pattern, sign), typed);
  const less = orLess.exec(text)?.groups;
  if (less) return `≤ ${less.value.trim()}`;
  const more = orMore.exec(text)?.groups;
  if (more) return `≥ ${more.value.trim()}`;
  return saying.reduce((all, [sign, words]) => all.replace(words, sign), text);
}

/** Whether one side of a comparison names what is bounded, and computes nothing. */
function isQuantity(text: string): boolean {
  const words = text.replace(/^\|([^|]*)\|$/, "$1").split(/\s+/);
  const isKnown = (one: string) => (isKnownName(one) && one !== "tau") || denying.has(one);
  const letters = words.filter((one) => one.length === 1);
  const areNames = words.every((one) => word.test(one) && !product.test(one) && !isKnown(one));
  return areNames && letters.length < 2;
}

/** What stands before the sign or a colon, and the comparison without the colon. */
function labelled(part: string): readonly [label: string, comparison: string] {
  const found = head.exec(part);
  if (found) return [found[1].trim(), part.slice(found[0].length)];
  return [withSigns(part).split(anySign)[0].trim(), part];
}

/** The sign and the number of h ≤ 0.02, of 0.02 ≥ h and of ≤ 0.02. */
function oneSided(text: string): Found | null {
  const signs = atTop(anySign, text);
  if (signs.length !== 1) return null;
  const [{ 0: sign, index }] = signs;
  const left = text.slice(0, index).trim();
  const right = text.slice(index + 1).trim();
  if (left === "" || isQuantity(left)) return { sign, value: right };
  return isQuantity(right) ? { sign: turned[sign], value: left } : null;
}

/** The lower and the upper end of 0 < α < 0.2, (0, 0.2) and between 0 and 0.2. */
function endsOf(typed: string): readonly [low: string, high: string] | null {
  const found = (interval.exec(typed) ?? betweenEnds.exec(typed))?.groups;
  if (found) {
    const name = found.name?.trim() ?? "";
    return name === "" || isQuantity(name) ? [found.low ?? found.first, found.high] : null;
  }
  const text = withSigns(typed);
  const signs = atTop(anySign, text).map(([sign]) => sign);
  if (signs.length !== 2 || meant[signs[0]] !== meant[signs[1]]) return null;
  const [low, name, high] = text.split(anySign).map((part) => part.trim());
  if (!isQuantity(name)) return null;
  return meant[signs[0]] === "above" ? [low, high] : [high, low];
}

/** The one end that bounds anything, where the other is 0, its negative or endless. */
function openEnd(low: string, high: string): Found | null {
  if (endless.test(high)) return { sign: ">", value: low };
  const isOpen = lowest.test(low) || low.replaceAll(" ", "") === `-${high}`.replaceAll(" ", "");
  return isOpen ? { sign: "<", value: high } : null;
}

/** The sign of a bound and its number, from one comparison; null where there is none. */
function numberOf(text: string): Found | null {
  const ends = endsOf(text);
  return ends ? openEnd(...ends) : oneSided(withSigns(text));
}

/**
 * What was typed with the numbers of its bounds in the place of the comparisons, as it was typed
 * where there are none; or the side to which a comparison should point, and does not.
 */
export function withoutComparisons(
  typed: string,
  bound: readonly Side[],
  names: Names,
): string | { readonly otherWay: Side } {
  if (bound.length === 0 || typed.length > longest) return typed;
  const text = plainNotation(typed);
  const labels = new Labels(names);
  const parts = bound.length === 1 ? [text] : split(text);
  const changed: string[] = [];
  for (const [number, part] of parts.entries()) {
    const [label, comparison] = labelled(part);
    const place = bound.length === 1 || label === "" ? null : labels.placeOf(label);
    const side = bound[place ?? number] ?? "";
    const found = side === "" ? null : numberOf(comparison);
    if (found && meant[found.sign] !== side) return { otherWay: side };
    const value = found?.value ?? part;
    changed.push(found && place !== null ? `${label} = ${value}` : value);
  }
  return changed.join() === parts.join() ? typed : changed.join("; ");
}
