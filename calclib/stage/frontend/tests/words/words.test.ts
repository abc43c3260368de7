// The tables of words: each language has each of them, and no other file holds words of its own.
/// <reference types="vite/client" />
import { afterEach, expect, test } from "vitest";
import * as en from "../../../../words/en.json";
import { formatNumber } from "../../src/model/numbers";
import { makeScale } from "../../src/model/scales";
import { readNumbers, withPoints } from "../../src/web/reading";
import { fill, listed, localNumber, playerWords, speak, spoken } from "../../src/words/words";

type Table = Readonly<Record<string, string>>;
type Tables = Readonly<Record<string, Table>>;

const found = import.meta.glob<Tables>("../../../../words/*.json", {
  import: "default",
  eager: true,
});
const tables = Object.entries(found).map(([path, table]) => [path.split("/").at(-1), table]);
const sources = import.meta.glob<string>("../../src/**/*.ts", {
  query: "?raw",
  import: "default",
  eager: true,
});

afterEach(() => speak("en"));

const flat = (all: Tables) =>
  Object.entries(all).flatMap(([section, table]) =>
    Object.entries(table).map(([key, text]) => [`${section}.${key}`, text] as const),
  );
const blanks = (text: string) => text.match(/\{\}/g)?.length ?? 0;

test("each language has each word, with as many blanks as in English", () => {
  expect(tables.length).toBeGreaterThan(1);
  const { default: english } = en as unknown as { default: Tables };
  const wanted = flat(english).map(([key, text]) => [key, blanks(text)]);
  for (const [name, table] of tables) {
    const own = flat(table as Tables).map(([key, text]) => [key, blanks(text)]);
    expect([name, own]).toEqual([name, wanted]);
  }
});

// Strings of several words that nobody reads: classes, a selector, an event's name.
const technical = /\bclass: "[^"]*"|"row long"|"article details"|"let go"/g;
const styled = /px|\bvar\(|gradient\(/;
const severalWords = /\p{L}{2,} \p{L}{2,}/u;
// A word alone, where people read or hear it.
const alone =
  /(?:aria-label|title|placeholder)"?: "[A-Za-z][^"]*"|textContent = "[A-Za-z][^"]*"|\.append\("[A-Za-z][^"]*"/g;

test("no word stands in the sources: all come from the tables", () => {
  const literal = /"(?:[^"\\\n]|\\.)*"|`(?:[^`\\\n]|\\.)*`/g;
  const read: string[] = [];
  for (const [path, text] of Object.entries(sources)) {
    if (path.endsWith("style.ts")) continue;
    const code = text
      .replace(/\/\*[\s\S]*?\*\//g, "")
      .replace(/(^|\s)\/\/.*$/gm, "$1")
      .replace(technical, "");
    for (const [quoted] of code.matchAll(literal)) {
      const words = quoted.slice(1, -1).replace(/\$\{[^}]*\}/g, "");
      if (severalWords.test(words) && !styled.test(quoted)) read.push(`${path}: ${quoted}`);
    }
    for (const [where] of code.matchAll(alone)) read.push(`${path}: ${where}`);
  }
  expect(read).toEqual([]);
});

test("a page speaks the language that it is told, and English where it does not know it", () => {
  speak("de-AT");
  expect([spoken(), playerWords().pause, playerWords().play]).toEqual(["de", "Pause", "Abspielen"]);
  speak("xx");
  expect([spoken(), playerWords().play]).toEqual(["en", "Play"]);
  speak(undefined);
  expect(spoken()).toBe("en");
});

test("blanks are filled in order, and a word is never read as a blank or a pattern", () => {
  expect(fill("{} of {}", "$&", "{}")).toBe("$& of {}");
});

test("in German numbers have a decimal comma: in readouts, ticks and lists", () => {
  speak("de");
  expect(formatNumber(0.125, ".3g")).toBe("0,125");
  expect(formatNumber(-12345.6, ",.1f")).toBe("−12.345,6");
  expect(formatNumber(Number.NaN, ".3g")).toBe("–");
  const linear = makeScale({ label: "", scale: "linear", domain: [0, 1] }, 0, 100);
  expect(linear.ticks(3).map(({ words }) => words)).toEqual(["0,0", "0,5", "1,0"]);
  const log = makeScale({ label: "", scale: "log", domain: [0.01, 1] }, 0, 100);
  expect(log.ticks(3).map(({ words }) => words)).toEqual(["0,01", "0,1", "1"]);
  expect(listed(["0,5", "1"])).toBe("0,5; 1");
  expect(localNumber("1,234.5")).toBe("1.234,5");
});

test("in German a typed comma is the decimal sign, unless the count of numbers needs it", () => {
  speak("de");
  const values = (typed: string, count: number) =>
    readNumbers(withPoints(typed, count), 3)?.values ?? null;
  expect(values("0,125", 1)).toEqual([0.125]);
  expect(values("0.125", 1)).toEqual([0.125]);
  expect(values("0,5; 1", 2)).toEqual([0.5, 1]);
  expect(values("[0,5; 1,25]", 2)).toEqual([0.5, 1.25]);
  expect(values("0,5, 1", 2)).toEqual([0.5, 1]);
  expect(values("1,2", 2)).toEqual([1, 2]);
  speak("en");
  expect(withPoints("0,125", 1)).toBe("0,125");
});
