import { expect, test } from "vitest";
import { readTheme, themeColor } from "../../src/paint/theme";

test.each(["", "rgba(0, 0, 0, 0)", "rgba(255, 255, 255, 0.5)"])(
  "behind a ground of %o the paper is opaque, and unlike the ink",
  (backgroundColor) => {
    const style = { backgroundColor, textDecorationColor: "", borderTopColor: "", fontFamily: "" };
    const light = readTheme({ ...style, color: "rgb(33, 33, 33)" });
    expect([light.paper, light.dark]).toEqual(["rgb(255, 255, 255)", false]);
    const dark = readTheme({ ...style, color: "rgb(250, 250, 250)" });
    expect([dark.paper, dark.dark]).toEqual(["rgb(17, 17, 17)", true]);
  },
);

test("a theme tells light from dark, and black becomes ink", () => {
  const style = { color: "white", textDecorationColor: "", borderTopColor: "", fontFamily: "" };
  const dark = readTheme({ ...style, backgroundColor: "rgb(17, 17, 17)" });
  expect(dark.dark).toBe(true);
  expect(readTheme({ ...style, backgroundColor: "rgb(250, 250, 250)" }).dark).toBe(false);
  expect(themeColor("#000000", dark)).toBe("white");
  expect(themeColor("#0072b2", dark)).toBe("#0072b2");
});
