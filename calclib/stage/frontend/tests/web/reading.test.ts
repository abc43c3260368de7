// Typed numbers: what is read, how exactly it was given, and a comma that means a point.
import { expect, test } from "vitest";
import { decimalComma, halfUnit, isBlank, numbersIn, readNumbers } from "../../src/web/reading";
import { split, withoutThousands } from "../../src/web/readings";

const values = (text: string) => readNumbers(text, 3)?.values ?? null;

test("a number is read however it is written", () => {
  for (const text of ["0.125", ".125", "1/8", "+0.125", "1.25e-1", "125E-3", " 0.125 ", "≈ 0.125"])
    expect(values(text)).toEqual([0.125]);
  expect(values("−3")).toEqual([-3]);
  expect(values("-1/4")).toEqual([-0.25]);
});

test("a number is read in the notations in which it is written elsewhere", () => {
  const forms: [number, string[]][] = [
    [
      0.125,
      ["2^-3", "2**-3", "2⁻³", "⅛", "12.5%", "about 0.125", "x = 0.125", "λ ≈ 1/8", "1/8 = 0.125"],
    ],
    [7.6e-6, ["7.6·10⁻⁶", "7.6*10^-6", "7.6 × 10^(-6)", "7.6e-6"]],
    [12800, ["12 800", "12'800", "12800 steps"]],
    [Math.SQRT2 / 2, ["√2/2", "sqrt(2)/2", "1/sqrt(2)", "√(1/2)", "2^(-1/2)"]],
    [Math.PI * 0.75, ["3π/4", "3pi/4", "0.75 pi"]],
    [1.5, ["1½", "3/2", "(1+2)/2", "1 + 1/2"]],
  ];
  for (const [value, texts] of forms)
    for (const text of texts) {
      const [read] = values(text) ?? [Number.NaN];
      expect(Math.abs(read / value - 1), text).toBeLessThan(1e-12);
    }
});

test("a comma between thousands goes where that makes the count right", () => {
  const inReadings = (typed: string, count: number) =>
    [...numbersIn(typed, 3, true)].map((one) => one.values).filter((one) => one.length === count);
  expect(inReadings("12,800", 1)).toEqual([[12800]]);
  expect(inReadings("12,800, 213,248", 2)).toEqual([[12800, 213248]]);
  expect(inReadings("12,800", 2)).toEqual([[12, 800]]);
  expect(inReadings("0,125", 1)).toEqual([]);
  expect(withoutThousands("0,125")).toBe("0,125");
});

test("words that make another number of it are not dropped", () => {
  for (const [text, value] of [
    ["5 halves", 2.5],
    ["3 thirds", 1],
    ["5 hundredths", 0.05],
  ] as const)
    expect(values(text), text).toEqual([value]);
  for (const text of ["8 or 9", "1/4 = 0.5", "5 millionths", "9 squared"])
    expect(readNumbers(text, 3), text).toBeNull();
});

test("digits count in every notation", () => {
  for (const text of ["x = 0.333", "≈ 0.333", "about 0.333", "3.33·10⁻¹"])
    expect(readNumbers(text, 3)?.halves[0], text).toBeCloseTo(0.0005, 12);
  expect(readNumbers("1/3", 3)?.halves).toEqual([0]);
});

test("what is no number is not guessed at", () => {
  for (const text of ["x", "2x", "1/0", ".", "1 2", "[", "(1", "1,a", "NaN", "Infinity"])
    expect(readNumbers(text, 3)).toBeNull();
});

test("quotients go from left to right, as in a notebook", () => {
  expect(values("1/2/3")?.[0]).toBeCloseTo(1 / 6, 12);
  expect(values("1/2pi")?.[0]).toBeCloseTo(Math.PI / 2, 12);
  expect(values("--1")).toEqual([1]);
});

test("a list is read with its shape", () => {
  expect(readNumbers("1, 1/2", 3)?.shape).toEqual([2]);
  expect(readNumbers("[1; 2; 3]", 3)?.shape).toEqual([3]);
  expect(readNumbers("[1]", 3)?.shape).toEqual([]); // one number, which a list of one may be too
  const matrix = readNumbers("[[1, 2], [3, 4]]", 3);
  expect(matrix?.shape).toEqual([2, 2]);
  expect(matrix?.values).toEqual([1, 2, 3, 4]);
  expect(readNumbers("[[1, 2], [3]]", 3)).toBeNull();
});

test("commas within brackets do not split", () => {
  expect(split("[[1, 2], [3, 4]]")).toEqual(["[1, 2]", " [3, 4]"]);
});

test("half a unit of the last digit counts from three digits on", () => {
  expect(halfUnit("0.333", 3)).toBeCloseTo(0.0005, 12);
  expect(halfUnit("0.33", 3)).toBe(0);
  expect(halfUnit("1000", 3)).toBe(0.5);
  expect(halfUnit("2e3", 3)).toBe(0);
  expect(halfUnit("1/3", 3)).toBe(0);
});

test("a comma means a point only where that makes the count right", () => {
  expect(decimalComma("0,125", 1)).toEqual({ pieces: ["0", "125"], pointed: "0.125" });
  expect(decimalComma("1,5", 2)).toBeNull();
  expect(decimalComma("0.125", 1)).toBeNull();
});

test("dots and dashes are a blank", () => {
  for (const text of ["", "  ", "...", "___", "?"]) expect(isBlank(text)).toBe(true);
  expect(isBlank("0")).toBe(false);
});
