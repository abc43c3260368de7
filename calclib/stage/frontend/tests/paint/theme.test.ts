import { expect, test } from "vitest";
import { readTheme, themeColor } from "../../src/paint/theme";

test("a theme tells light from dark, and black becomes ink", () => {
  const style = { color: "white", textDecorationColor: "", borderTopColor: "", fontFamily: "" };
  const dark = readTheme({ ...style, backgroundColor: "rgb(17, 17, 17)" });
  expect(dark.dark).toBe(true);
  expect(readTheme({ ...style, backgroundColor: "rgb(250, 250, 250)" }).dark).toBe(false);
  expect(themeColor("#000000", dark)).toBe("white");
  expect(themeColor("#0072b2", dark)).toBe("#0072b2");
});
