// Numbers in few digits, as Python writes them; each pair is what f"{number:.3g}" gives there.
import { expect, test } from "vitest";
import { general, tellApart } from "../../src/web/digits";

const written: readonly (readonly [number, string])[] = [
  [1.125, "1.12"],
  [1.375, "1.38"],
  [-1.625, "-1.62"],
  [0.0625, "0.0625"],
  [1.0071, "1.01"],
  [1234, "1.23e+03"],
  [0.00012345, "0.000123"],
  [0.000012345, "1.23e-05"],
  [999.6, "1e+03"],
  [100, "100"],
  [-0.5, "-0.5"],
];

test("a number has three digits, and a tie goes to the even one", () => {
  for (const [number, text] of written) expect(general(number, 3)).toBe(text);
});

test("as many digits are shown as tell two numbers apart", () => {
  expect(tellApart(15.5, 15.4996)).toBe("15.5");
  expect(tellApart(1.002345678, 1)).toBe("1.002");
  expect(tellApart(1234, 6)).toBe("1234");
});
