// What learners say of numbers in words: both are −2, each 0.5, falls by 0.2. It does for a page what
// calclib/practice/spoken.py does for a notebook.

const value = "(?:minus\\s+)?[-+−]?\\s*[\\d.√½⅓¼¾][^,;\\n&|<>=]*?";
const each = new RegExp(
  "^\\s*(?:they\\s+are\\s+)?(both|each|all|beide|jeweils)(?:\\s+of\\s+them)?" +
    "(?:\\s+(?!(?:but|except|minus|not|never|no)(?![\\p{L}\\p{N}_]))\\p{L}+)?\\s*" +
    `(?:[:=]|(?<![\\p{L}\\p{N}_])(?:are|is|sind)(?![\\p{L}\\p{N}_]))?\\s*(${value})\\s*$`,
  "iu",
);
const forEachOf = new RegExp(
  `^\\s*(${value})\\s*,?\\s+(?:for\\s+|in\\s+|für\\s+)?(both|each|all|beide|jeweils)(?:\\s+of\\s+them)?\\s*$`,
  "iu",
);
const otherWords = /(?<![\p{L}\p{N}])(?:and|or|but|not|except|und|oder)(?![\p{L}\p{N}])/iu;
const falls =
  /^\s*(?:(?!.*(?<![\p{L}\p{N}_])(?:not|never)(?![\p{L}\p{N}_]))[^\d:=;,]*?(?<![\p{L}\p{N}]))?(?:falls?|drops?|decreases?|sinks?|shrinks?|declines?|reduced|lowered|(?:goes|go|comes?)\s+down)\s+by\s+([^\s<>=].*)$/iu;

/** One number that is said of each of several, so many times; else what was typed. */
export function forEach(typed: string, count: number): string {
  const before = each.exec(typed);
  const behind = before ? null : forEachOf.exec(typed);
  const all = (before?.[1] ?? behind?.[2] ?? "").toLowerCase();
  const said = before?.[2] ?? behind?.[1] ?? "";
  if (count < 2 || said === "" || otherWords.test(said)) return typed;
  if (["both", "beide"].includes(all) && count !== 2) return typed;
  return Array(count).fill(said).join("; ");
}

/** A change with its sign for one said in words, else what was typed; null where it has no sign. */
export function withoutFalls(typed: string, signed: boolean): string | null {
  const size = falls.exec(typed)?.[1].trim();
  if (size === undefined) return typed;
  return signed && !/^(?:[-−]|minus|negative)/i.test(size) ? `-(${size})` : null;
}
