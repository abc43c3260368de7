// The colours of the page around the player.

export interface Theme {
  readonly paper: string;
  readonly ink: string;
  readonly muted: string;
  readonly rule: string;
  readonly font: string;
  readonly dark: boolean;
}

type Colors = Pick<
  CSSStyleDeclaration,
  "backgroundColor" | "color" | "textDecorationColor" | "borderTopColor" | "fontFamily"
>;

const channels = (color: string) => (color.match(/[\d.]+/g) ?? []).map(Number);

/** Relative luminance of an rgb() colour, near enough to tell light from dark. */
function luminance(color: string): number {
  const [r = 255, g = 255, b = 255] = channels(color);
  return (0.2126 * r + 0.7152 * g + 0.0722 * b) / 255;
}

/** Read the theme from the root's computed style, where the browser has resolved every variable. */
export function readTheme(style: Colors): Theme {
  const ink = style.color || "rgb(33, 33, 33)";
  const [, , blue, alpha = 1] = channels(style.backgroundColor);
  const isOpaque = blue !== undefined && alpha === 1;
  // Where the page is seen through, the ink tells whether it is light or dark.
  const page = luminance(ink) > 0.5 ? "rgb(17, 17, 17)" : "rgb(255, 255, 255)";
  const paper = isOpaque ? style.backgroundColor : page;
  return {
    paper,
    ink,
    muted: style.textDecorationColor || "rgb(97, 97, 97)",
    rule: style.borderTopColor || "rgb(224, 224, 224)",
    font: style.fontFamily || "sans-serif",
    dark: luminance(paper) < 0.5,
  };
}

/** A colour of the scene as this theme shows it. */
export function themeColor(color: string | undefined, theme: Theme): string {
  if (color === "muted") return theme.muted;
  // Black is the one colour of the palette that cannot be seen on a dark page.
  if (color === undefined || color === "ink" || color === "#000000") return theme.ink;
  return color;
}
