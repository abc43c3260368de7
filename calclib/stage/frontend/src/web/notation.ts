// The notations from which numbers are copied, brought to one: LaTeX, Python and print. It does for
// a page what calclib/practice/notation.py does for a notebook, in the same order; what names
// variables has no place here, for a page reads numbers alone.

/** Letters and digits of East Asian width, and fractions that are one character, in ASCII. */
const plainCharacters = (text: string): string => text.normalize("NFKC").replaceAll("⁄", "/");

const dashes = /[−–—‑‐﹣－]/g;
const spaces = /[\u00a0\u2002\u2003\u2007\t]/g;
const printed: Readonly<Record<string, string>> = {
  "∗": "*",
  "∕": "/",
  "⟨": "(",
  "⟩": ")",
  "’": "\u0027",
  "‘": "\u0027",
  ℯ: "e",
  ⅇ: "e",
  "⟶": "→",
  "⟹": "⇒",
  "│": "|",
  "∣": "|",
  ǀ: "|",
};
const quotes: Readonly<Record<string, string>> = {
  "\u0022": "\u0022",
  "\u0027": "\u0027",
  "\u0060": "\u0060",
  "“": "”",
  "„": "“",
  "«": "»",
  $: "$",
};

const displayed = /^\\\((.*)\\\)$|^\\\[(.*)\\\]$/s;

/** A text without the quotation marks, or the signs of a formula, around all of it. */
function unquoted(whole: string): string {
  const formula = displayed.exec(whole);
  const text = formula ? (formula[1] ?? formula[2]).trim() : whole;
  const last = text.at(-1);
  const inside = text.slice(1, -1).replace(/^\$+|\$+$/g, "");
  if (text.length < 2 || quotes[text[0]] !== last || inside.includes(text[0])) return text;
  return unquoted(text.slice(1, -1).trim());
}

const commands: Readonly<Record<string, string>> = {
  cdot: "*",
  times: "*",
  div: "/",
  approx: "≈",
  simeq: "≈",
  pm: "±",
  le: "≤",
  leq: "≤",
  ge: "≥",
  geq: "≥",
  partial: "∂",
  nabla: "∇",
  lvert: "|",
  rvert: "|",
  vert: "|",
  to: "→",
};
const wordOfLatex = /\\(?:operatorname|mathrm|text|mathbf)\*?\s*\{\s*([a-zA-Z]+)\s*\}/g;
const setAside =
  /\\(?:left|right|displaystyle|[bB]igg?[lr]?|limits|text|mathrm|mathbf|operatorname|quad|qquad|hspace\{[^}]*\})(?![a-zA-Z])|\\[,;!: ]/g;
const matrixBegins = /\\begin\{[a-zA-Z]*matrix\*?\}|\\begin\{array\}(?:\{[lcr|]*\})?/g;
const matrixEnds = /\\end\{[a-zA-Z*]+\}/g;

/** Where the brace closes that was opened just before a place; the end where none does. */
function endOfGroup(text: string, start: number): number {
  let depth = 1;
  for (let place = start; place < text.length; place += 1) {
    if (text[place] === "{") depth += 1;
    if (text[place] === "}") depth -= 1;
    if (depth === 0) return place;
  }
  return text.length;
}

/** Fractions of LaTeX with a slash. */
function withoutFractions(text: string): string {
  const found = /\\[dt]?frac\s*\{/.exec(text);
  if (!found) return text;
  const inside = found.index + found[0].length;
  const above = endOfGroup(text, inside);
  const isGroup = text[above + 1] === "{";
  const start = above + (isGroup ? 2 : 1);
  const end = isGroup ? endOfGroup(text, start) : start + 1;
  const fraction = `((${text.slice(inside, above)})/(${text.slice(start, end)}))`;
  return withoutFractions(
    text.slice(0, found.index) + fraction + text.slice(isGroup ? end + 1 : end),
  );
}

/** Roots of LaTeX with an index as powers, or as a cube root. */
function withoutRoots(text: string): string {
  const found = /\\sqrt\s*\[([^[\]]*)\]\s*\{/.exec(text);
  if (!found) return text;
  const inside = found.index + found[0].length;
  const end = endOfGroup(text, inside);
  const inner = text.slice(inside, end);
  const index = found[1].trim();
  const root = index === "3" ? `cbrt(${inner})` : `((${inner})^(1/(${index})))`;
  return withoutRoots(text.slice(0, found.index) + root + text.slice(end + 1));
}

/** LaTeX in plain characters. */
function withoutLatex(text: string): string {
  let plain = text.replaceAll("{,}", ",").replaceAll("$", "").replaceAll("\\%", "%");
  plain = plain.replace(matrixBegins, "[").replace(matrixEnds, "]");
  plain = plain.replaceAll("\\\\", ";").replaceAll("\\{", "{").replaceAll("\\}", "}");
  if (/[\\[]/.test(plain)) plain = plain.replaceAll("&", ",");
  plain = plain
    .replace(wordOfLatex, " $1 ")
    .replace(setAside, "")
    .replace(/\\[dt]?frac\s*(\d)\s*(\d)/g, "(($1)/($2))");
  plain = plain.replace(/_\{([^{}]*)\}/g, (_, index: string) => `_${index.replace(/\W/g, "")}`);
  plain = withoutRoots(withoutFractions(plain)).replace(/\\sqrt\s*\{/g, "sqrt{");
  plain = plain.replace(/\\([a-zA-Z]+)/g, (_, word: string) => commands[word] ?? ` ${word} `);
  return plain.replaceAll("{", "(").replaceAll("}", ")").trim();
}

const libraries = /\b(?:np|numpy|[mM]ath|cmath|sp|sympy|torch|jnp|jax)\.(?=[A-Za-z])/g;
const arrays =
  /^\s*(?:as)?(?:array|Array|tensor|list|tuple|Matrix|ImmutableDenseMatrix|Series)\s*\((.*)\)\s*$/s;
/** What is printed behind the numbers of an array. */
const options =
  /,\s*(?:dtype|device|name|grad_fn|requires_grad|layout|weak_type)\s*=\s*(?:<[^<>]*>|[\w.':]+)/g;
const lastLineOfSeries = /\s*(?:\bName:\s*[\w ]+,\s*)?\bdtype:\s*\w+\s*$/;
const typed = /\b(?:float(?:16|32|64)?|int(?:8|16|32|64)?|Float|Integer)\(([^()]*)\)/g;
const fractions = /\b(?:Fraction|Rational)\(([^(),]+),([^(),]+)\)/g;
const otherNames: Readonly<Record<string, string>> = {
  ReLU: "relu",
  sgn: "sign",
  signum: "sign",
  Sqrt: "sqrt",
  Exp: "exp",
  Ln: "ln",
  fabs: "abs",
};
/** The dot of Octave, in 2.^-3, and the capitals of Mathematica, in Sqrt[2] and Pi. */
const byEntries = /(?<=[\w)\]])\s*\.(?=[*/^])/g;
const capital = /\b(?:[A-Z][A-Za-z]+(?=\[)|(?:M_)?P[iI]\b)/g;

/** Python without its libraries, its types and its other names of functions. */
function withoutCode(text: string): string {
  let plain = text.replace(libraries, "").replace(/^\s*return\s+/, "");
  plain = plain.replace(/\blog\s?_\s?\(?(2|10)\b\)?/g, "log$1");
  for (let found = arrays.exec(plain); found; found = arrays.exec(plain))
    plain = found[1].replace(options, "");
  const end = lastLineOfSeries.exec(plain);
  if (end) {
    plain = plain.slice(0, end.index);
    const lines = plain.split("\n").map((line) => line.trim().split(/\s+/));
    if (lines.every((line) => line.length === 2))
      plain = lines.map(([, value]) => value).join(", ");
  }
  plain = plain.replace(typed, "($1)").replace(fractions, "(($1)/($2))");
  plain = plain.replace(byEntries, "");
  plain = plain.replace(
    /\b(?:ReLU|sgn|signum|Sqrt|Exp|Ln|fabs)(?=\s*[\w(])/g,
    (name) => otherNames[name],
  );
  plain = plain.replace(capital, (name) => name.toLowerCase().replace("m_", ""));
  return plain.replace(/\bsigma(?=\s*(?:\^\s*(?:\d+|\(\d+\)))?\s*\()/g, "sigmoid");
}

const smallFraction = /([⁰¹²³⁴-⁹]+)⁄([₀-₉]+)/g; // ³⁄₇
const angled = /^<([^<>=]*[,;][^<>=]*)>$/;
const differentials = /\(\(\s*([d∂]\s*\w*)\s*\)\/\(\s*([d∂]\s*\w+)\s*\)\)/g;
const transposed = /^(\s*[([][^()[\];\n]*[)\]])\s*(?:\^\(?T\)?|\.T|')\s*$/; // of one line

/** Numbers as they are typed or copied, in the notation of formulas. */
export function plainNotation(text: string): string {
  let plain = text.replace(/[\uff01-\uff5e]/g, plainCharacters);
  plain = unquoted(plain.replace(dashes, "-").replace(spaces, " ").trim());
  plain = plain.replace(/[∗∕⟨⟩’‘ℯⅇ│∣ǀ⟶⟹]/g, (sign) => printed[sign]);
  plain = plain.replace(
    smallFraction,
    (_, above: string, below: string) =>
      `((${plainCharacters(above)})/(${plainCharacters(below)}))`,
  );
  plain = plain.replace(/(\d*\.?\d+)\s*°/g, "($1*pi/180)").replace(angled, "($1)");
  if (/[\\{]/.test(plain)) plain = withoutLatex(plain);
  if (plain.split("$").length > 2) plain = plain.replaceAll("$", ""); // $a$, $b$
  plain = withoutCode(plain.replace(differentials, "$1/$2"));
  plain = plain.replaceAll("ᵀ", "^(T)").replace(dashes, "-").replace(transposed, "$1");
  plain = plain.replace(/(?<=[\p{L}\p{N}_.]),\s*(?=[)\]])/gu, ""); // (1.5,)
  plain = plain.replace(/(?<=\d)\s?\.\.\.+/g, "…");
  if (!/(?![xXe])\p{L}/u.test(plain)) plain = plain.replace(/(?<=\d)\s*[xX]\s*(?=\d)(?!0x)/g, "·"); // 8 x 5
  return /[^\s.]\s*[.;,]+\s*$/.test(plain) ? plain.replace(/[ .;,]+$/, "") : plain;
}
