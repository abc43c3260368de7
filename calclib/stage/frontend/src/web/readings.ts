// A typed list or matrix as its entries: with commas, semicolons or lines, or as NumPy prints it. It
// does for a page what calclib/practice/readings.py does for a notebook. One text may be read in
// several ways: 12,800 as two numbers or as one, [1 2] as two numbers or as a product. `readings`
// gives them, the plainest first; whoever knows how many numbers are asked for takes the first that
// fits.
import { plainNotation } from "./notation";
import { unlabelledList } from "./wording";

export type Entries = string | readonly Entries[];

const word = "[\\p{L}_][\\p{L}\\p{N}_]*[′″’*₀-₉\u0027]*";
const severalNames = new RegExp(
  `^\\s*[\\[(]?\\s*${word}(?:\\s*[,;]\\s*${word})+\\s*[\\])]?\\s*[=≈](?!=)`,
  "u",
);
const value = /[-+]?[\d.√½⅓¼¾⅐-⅞](?:[\p{L}\p{N}_./√½⅓¼¾⅐-⅞^]|(?<=[eE^])[-+](?=\d))*(?:[\s;,\])]|$)/u
  .source;
const gap = new RegExp(`(?<=[\\p{L}\\p{N}_.)\\]½⅓¼¾⅐-⅞])[ ]+(?=${value})`, "gu");
const withCommas = /^\s*[([]?\s*[-+]?\d+,\d+(?:\s+[-+]?\d+,\d+)+\s*[)\]]?\s*$/;
const named = /^\s*[^\d\s.+,;|&\n-][^,;|&\n]*$/; // before = and a list
const marks = /[,;\n|&]/;
/** A dual number, 12 + 14δ or 14δ + 12: its value and its slope. */
const dual = /^\s*([^-+δε]+)\s*([-+])\s*([^-+δε]*?)\s*[·*]?\s*[δε]\s*$/;
const dualBackwards = /^\s*([-+]?[^-+δε]*?)\s*[·*]?\s*[δε]\s*([-+])\s*([^-+δε]+)$/;
const unit = /(?<!\p{L})(?:delta|epsilon|eps)(?![\p{L}\p{N}])/gu;
const labels = /(?:^|(?<=[\s,;]))\(?([a-h]|\d)[).]\s+/; // a) 3 b) 5, or 1. 3 2. 5
const yes: Readonly<Record<string, string>> = {
  yes: "1",
  y: "1",
  true: "1",
  t: "1",
  no: "0",
  n: "0",
  false: "0",
  f: "0",
};
const signsOfYes: Readonly<Record<string, string>> = {
  "✓": " 1 ",
  "✔": " 1 ",
  "✅": " 1 ",
  "✗": " 0 ",
  "✘": " 0 ",
  "❌": " 0 ",
};
const ordinals = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth"];
const ordinal = new RegExp(
  `(?:\\bthe\\s+)?(?:\\b(${ordinals.join("|")}|\\d(?:st|nd|rd|th))\\b|#(?=\\d))` +
    "(?:\\s+(?:one|option|choice|answer|test|comparison|statement|line|row)\\b)?",
  "gi",
);

/** The number of the third or of the 3rd; nothing for no word. */
function ordinalOf(word: string | undefined): string {
  if (word === undefined) return "";
  const place = ordinals.indexOf(word.toLowerCase());
  return place < 0 ? word[0] : `${place + 1}`;
}
const grouped =
  /(?<![\p{L}\p{N}_.,])[1-9]\d{0,2}([,_ \u00a0\u2009\u202f'’])\d{3}(?:\1\d{3})*(?![\p{L}\p{N}_]|,\d)/gu;
const betweenDigits = /(?<=\d),(?=\d)/g;

/** A typed number, or a list of them, without the commas of 12,800. */
export const withoutThousands = (text: string): string =>
  text.replace(grouped, (number) => number.replaceAll(",", ""));

/** A typed number without the other marks between thousands: 12 800, 12'800. */
export const withoutMarks = (text: string): string =>
  text.replace(grouped, (number) => number.replace(/[_ \u00a0\u2009\u202f'’]/g, ""));

/** Whether one pair of brackets stands around all of a text. */
function isWrapped(text: string): boolean {
  if (!/^(?:\[.*\]|\(.*\))$/s.test(text)) return false;
  let depth = 0;
  for (let place = 0; place < text.length; place += 1) {
    if ("([".includes(text[place])) depth += 1;
    if (")]".includes(text[place])) depth -= 1;
    if (depth === 0) return place === text.length - 1;
  }
  return false;
}

/** Split a text at a mark that stands outside brackets. */
function splitAt(text: string, mark: string): string[] {
  const parts = [""];
  let depth = 0;
  for (const letter of text) {
    if ("([".includes(letter)) depth += 1;
    if (")]".includes(letter)) depth -= 1;
    if (letter === mark && depth <= 0) parts.push("");
    else parts[parts.length - 1] += letter;
  }
  return parts;
}

/** Split a list at its commas, or at semicolons where there are some; "and" counts as a comma. */
export function split(text: string): string[] {
  const plain = text.replace(
    /(?<=[\p{L}\p{N}_)\]])\s+(?:and|und)\s+(?=[-−\p{L}\p{N}_.([])/gu,
    ", ",
  );
  const mark = plain.includes(";") ? ";" : ",";
  const inner = isWrapped(plain) && plain.includes(mark) ? plain.slice(1, -1) : plain;
  return splitAt(inner, mark);
}

/** Split a text at its lines, or its semicolons, or its commas: at the highest that it has. */
function splitRows(text: string): string[] {
  const lines = splitAt(text, "\n")
    .map((line) => line.trim().replace(/[,;]+$/, ""))
    .filter((line) => line !== "");
  return lines.length > 1 ? lines : split(lines[0] ?? "");
}

/** The entries of a text that stands so many lists deep. */
function entries(typed: string, depth = 0): Entries {
  if (depth > 4) return typed;
  const text = depth === 0 ? typed.replace(severalNames, "") : typed;
  let inner = unlabelledList(text.trim());
  const equals = inner.indexOf("=");
  const rest = inner.slice(equals + 1).trim();
  if (equals >= 0 && isWrapped(rest) && named.test(inner.slice(0, equals))) inner = rest;
  const isList = isWrapped(inner) && marks.test(inner);
  const inside = (isList ? inner.slice(1, -1).trim() : inner).replace(/\]\s*\[/g, "], [");
  const parts = splitRows(inside);
  const isListOfOne = isList && isWrapped(inside) && marks.test(inside);
  if (parts.length < 2 && !isListOfOne) return text;
  return parts.map((part) => entries(part, depth + 1));
}

/** The parts of a text that numbers them, a) b) … or 1. 2. …; null for any other. */
function labelledParts(text: string): string[] | null {
  const [before, ...found] = text.split(labels);
  const given = found.filter((_, k) => k % 2 === 0).join("");
  if (before.trim() !== "" || given.length < 2) return null;
  if (!"abcdefgh".startsWith(given) && !"12345678".startsWith(given)) return null;
  return found
    .filter((_, k) => k % 2 === 1)
    .map((part) => part.replace(/^[ ,;\n]+|[ ,;\n]+$/g, ""));
}

/** The ways in which the commas, gaps and lines of a text can be meant. */
function* variants(typed: string, ordered: boolean): Generator<string> {
  let text = typed;
  if (!ordered) {
    text = text.replace(/[✓✔✅✗✘❌]/gu, (sign) => signsOfYes[sign]).trim();
    if (/^[yntf]{2,}$/i.test(text)) text = [...text].join(" "); // ynny
    text = text.replace(/\p{L}+/gu, (letters) => yes[letters.trim().toLowerCase()] ?? letters);
    text = text.replace(/\b[A-Z]\s*[:=]?\s*(?=\d\b)/g, "");
    text = text.replace(ordinal, (_, word: string | undefined) => ordinalOf(word));
  }
  yield text;
  const joined = withoutThousands(text);
  yield joined;
  if (/[;\n]/.test(text)) yield text.replace(betweenDigits, ".");
  // 1,5 2,5
  if (withCommas.test(text)) yield text.replaceAll(",", ".").replace(gap, ", ");
  if (/\b(?:and|und)\b/.test(text)) yield text.replace(/\s*,?\s*\b(?:and|und)\b\s*/g, ", ");
  yield text.replace(gap, ", ");
  yield joined.replace(gap, ", ");
  if (text.includes("\n")) {
    const line = text.trim().split(/\s+/).join(" ");
    yield line;
    yield line.replace(gap, ", ");
  }
  const parts = labelledParts(text);
  if (parts) yield parts.join(", ");
  if (text.split("|").length === 2) yield text.replace("|", ";");
  if (text.includes("&")) yield text.replaceAll("&", ",");
  if (text.includes("→")) yield text.replaceAll("→", ";");
  if (text.includes("±")) {
    const both = text.slice(text.indexOf("=") + 1);
    yield ["-", "+"].map((sign) => both.replaceAll("±", sign)).join(", ");
  }
  const number = dual.exec(text.replace(unit, "δ"));
  if (number) yield `${number[1]}, ${number[2]}${number[3] || 1}`;
  const backwards = number ? null : dualBackwards.exec(text.replace(unit, "δ"));
  if (backwards) {
    const [, slope, sign, value] = backwards;
    yield `${sign}${value}, ${/^[-+]?$/.test(slope) ? `${slope}1` : slope}`;
  }
  if (!ordered && /^\d+$/.test(text)) yield [...text].join(", ");
}

/** The entries of what was typed, in every way in which it can be read, the plainest first. */
export function* readings(typed: string, ordered: boolean): Generator<Entries> {
  const found = new Set<string>();
  for (const variant of variants(plainNotation(typed), ordered)) {
    const read = entries(variant);
    const written = JSON.stringify(read);
    if (!found.has(written)) yield read;
    found.add(written);
  }
}
