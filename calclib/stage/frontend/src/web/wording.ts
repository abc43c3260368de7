// The words around a typed number that say nothing: about 5, the slope is 5, 5 steps, 5 kg. It does
// for a page what calclib/practice/wording.py does for a notebook. A word that changes the number,
// such as half in "5 halves", is read or refused and never dropped.
import { isKnownName } from "./arithmetic";

const inFrontOf =
  /^(?:(?:at least|at most|up to|about|approximately|approx|ca|circa|around|roughly|exactly|precisely|equals?|is|are|it's|its|it|the|my|answer|result|value|solution|limit|slope|step|steps|after|at|to|so|then|hence|therefore|and|both|gives?|nearly|almost|maybe|perhaps|probably|i think|i guess|should|would|be|vector|point|number|choice|option|test|comparison|statement|by|(?:by )?(?:a )?(?:factor|width|velocity|rate|batch)(?: of)?)(?![\p{L}\p{N}_])\.?\s*|[=≈~≃≅→⇒∴]\s*)+(?=\S)/iu;
const inFrontOfList = new RegExp(`${inFrontOf.source}(?=[\\[(])`, "iu");
const label =
  /^(?:[^\d:=;,]{1,40}:(?!=)\s*(?=\S)|(?!.*\b(?:not|never|nor)\b)(?:\p{L}[^\d:=;,]{0,40})?(?<![\p{L}\p{N}_])(?:is|are|equals?|gives?|becomes?|reaches|approaches|(?:changes?|rises?|grows?|increases?) by|(?:tends?|goes|go|converges?|settles|comes|lands?|ends?|arrives?|stops?)(?: down| up)?(?: to| towards| on| at)?)\s+(?=[-+]?\s*[\d.√(½⅓¼¾⅐-⅞]|minus\b))/u;
const sign = /(minus|negative|plus)\s+(?=[\d.(])/i;
const words =
  /zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty/;
const counts = words.source.split("|");
const count = new RegExp(`\\b(?:${words.source})\\b`, "gi");
const parts: Readonly<Record<string, number>> = {
  half: 2,
  halves: 2,
  third: 3,
  quarter: 4,
  fourth: 4,
  fifth: 5,
  sixth: 6,
  seventh: 7,
  eighth: 8,
  ninth: 9,
  tenth: 10,
  twelfth: 12,
  hundredth: 100,
  thousandth: 1000,
};
const zeros: Readonly<Record<string, number>> = { hundred: 2, thousand: 3, million: 6, billion: 9 };
const article = /\ban?\s+(?=(?:half|third|quarter|\w+th|hundred|thousand|million|billion)\b)/gi;
const part = new RegExp(`^([-+]?\\d+)[\\s-]+(${Object.keys(parts).join("|")})s?$`, "i");
const many = /^([-+]?\d*\.?\d+)\s*(hundred|thousand|million|billion)$/i;
/** What a limit is taken for: 15 as k → ∞. */
const limit =
  /(?<=\S)\s*,?\s*\(?\b(?:as|when|for|if)\s+\p{L}[\p{L}\p{N}_]*\s*(?:→|[-=]?->|goes to|tends to|to)\s*(?:[+-]?(?:∞|oo|inf|infinity|\d+))\)?$|(?<=\S)\s*,?\s*\bfor (?:large|many|great) [\p{L}\p{N}_]+$/iu;
/** A factor: 32-fold, 32×, ×32, 32x as large. */
const fold =
  /^(?:([-+]?\d*\.?\d+(?:e[-+]?\d+)?)\s*(?:[-\s]?fold|[×✕✖])(?:\s+(\p{L}.*))?|([-+]?\d*\.?\d+(?:e[-+]?\d+)?)\s*[xX]\s+(?:(?:as|more|less|larger|smaller|longer|shorter|steeper|faster|slower|bigger|greater|higher|lower|the|what|its|of)\b.*)|[×✕✖]\s*([-+]?\d*\.?\d+(?:e[-+]?\d+)?))$/iu;
const perCent = /(?<=\d)\s*(?:per\s?cent|pct|％)\.?/gi;
const degrees = /(?<=\d)\s*(?:degrees?|deg)/gi;
const behind = /(?<=[\d)\]…²³¼-¾⅐-⅞])\s*(?:\s|\()\s*(?<words>\p{L}+(?:[\s/-]+\p{L}+)*)\.?\s*\)?$/u;
const unit =
  /(?<=\d)\s*(?:kg|g|mm|cm|km|m|ms|s|min|px|nats?|bits?|bytes?|rad|st|nd|rd|th)(?:\/[a-z]+)?$/;
/** Words that make another number of it, or no number at all. */
const changing =
  /^(?:or|and|not|no|never|to|over|by|plus|minus|divided|less|more|below|above|under|too|off|least|most|between|power|roots?|mod|modulo|choose|factorial|per|wrong|negative|half|halves|thirds?|quarters?|fourths?|fifths?|sixths?|sevenths?|eighths?|ninths?|tenths?|hundredths?|thousandths?|millionths?|hundreds?|thousands?|millions?|billion|dozen|percent|degrees?|deg|squared|square|cubed)$/;

/** Whether words behind a number name what was counted, and change nothing. */
function sayNothing(text: string): boolean {
  const several = text.toLowerCase().split(/[\s/-]+/);
  const areWords = text.includes("/") || several.every((word) => word.length > 1);
  return areWords && !several.some((word) => isKnownName(word) || changing.test(word));
}

/** A typed answer without the words behind it that say what its limit is taken for. */
export const withoutLimit = (text: string): string => text.replace(limit, "");

/** A typed answer without the words in front of it. */
export const unlabelled = (text: string): string =>
  text.trim().replace(label, "").replace(inFrontOf, "");

/** The same for a list alone, which keeps what it is called. */
export const unlabelledList = (text: string): string => text.replace(inFrontOfList, "");

/** A typed number without the words around it. */
export function withoutWords(typed: string): string {
  let text = withoutLimit(unlabelled(typed));
  const factor = fold.exec(text);
  if (factor && (!factor[2] || sayNothing(factor[2]))) return factor[1] ?? factor[3] ?? factor[4];
  text = text.replace(article, "1 ");
  if (text.trim().toLowerCase() === "half") text = "1 half";
  text = text.replace(count, (word) => `${counts.indexOf(word.toLowerCase())}`);
  text = text.replace(sign, (_, word: string) => (word.toLowerCase() === "plus" ? "+" : "-"));
  const asPart = part.exec(text);
  if (asPart) return `${asPart[1]}/${parts[asPart[2].toLowerCase()]}`;
  const asMany = many.exec(text);
  if (asMany) return `${asMany[1]}e${zeros[asMany[2].toLowerCase()]}`;
  text = text.replace(perCent, "%").replace(degrees, "°");
  const asUnit = unit.exec(text);
  if (asUnit) return text.slice(0, asUnit.index);
  const found = behind.exec(text);
  return found && sayNothing(found.groups?.words ?? "")
    ? text.slice(0, found.index).trimEnd()
    : text;
}
