// Arithmetic as it is typed where a number is asked for: 2^-17, 7.6·10⁻⁶, √2/2, 3π/4, |3 - 5|.
// Its only names are π, e and the functions of the course; a text with any other is no number.
// calclib/expressions reads the same in a notebook.

const token =
  /\s*(?:(?<number>(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)|(?<name>[a-z]+\d*)|(?<mark>\S))/iy;
const constants: Readonly<Record<string, number>> = {
  pi: Math.PI,
  tau: 2 * Math.PI,
  e: Math.E,
};
type OfOne = (x: number) => number;
const functions: Readonly<Record<string, OfOne>> = {
  sqrt: Math.sqrt,
  cbrt: Math.cbrt,
  square: (x) => x * x,
  exp: Math.exp,
  expm1: Math.expm1,
  log: Math.log,
  ln: Math.log,
  log2: Math.log2,
  log10: Math.log10,
  log1p: Math.log1p,
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  cot: (x) => 1 / Math.tan(x),
  sec: (x) => 1 / Math.cos(x),
  csc: (x) => 1 / Math.sin(x),
  asin: Math.asin,
  arcsin: Math.asin,
  acos: Math.acos,
  arccos: Math.acos,
  atan: Math.atan,
  arctan: Math.atan,
  sinh: Math.sinh,
  cosh: Math.cosh,
  tanh: Math.tanh,
  sech: (x) => 1 / Math.cosh(x),
  asinh: Math.asinh,
  arcsinh: Math.asinh,
  acosh: Math.acosh,
  arccosh: Math.acosh,
  atanh: Math.atanh,
  arctanh: Math.atanh,
  abs: Math.abs,
  sign: Math.sign,
  floor: Math.floor,
  ceiling: Math.ceil,
  relu: (x) => Math.max(x, 0),
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  softplus: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
};
const ofSeveral: Readonly<Record<string, (...numbers: number[]) => number>> = {
  max: Math.max,
  min: Math.min,
  pow: (...numbers) => (numbers.length === 2 ? numbers[0] ** numbers[1] : Number.NaN),
  power: (...numbers) => (numbers.length === 2 ? numbers[0] ** numbers[1] : Number.NaN),
};
const longest = 200; // characters
const raised = "⁰¹²³⁴⁵⁶⁷⁸⁹";

const isFunction = (name: string | undefined): name is string =>
  name !== undefined && (Object.hasOwn(functions, name) || Object.hasOwn(ofSeveral, name));

/** Whether a word is the name of a constant or of a function. */
export const isKnownName = (word: string): boolean =>
  isFunction(word) || Object.hasOwn(constants, word);

/** Another notation of the same number, in letters and signs that a keyboard has. */
function plain(text: string): string {
  return text
    .replace(/[−–—]/g, "-")
    .replace(/[·⋅×∙∗]/g, "*")
    .replace(/[÷⁄∕]/g, "/")
    .replaceAll("**", "^")
    .replaceAll("π", " pi ")
    .replaceAll("τ", " tau ")
    .replaceAll("σ", " sigmoid ")
    .replaceAll("√", " sqrt ")
    .replaceAll("∛", " cbrt ")
    .replace(/[\u00a0\u2009]/g, " ")
    .replace(/(\d*)([¼-¾⅐-⅞])/g, (_, whole: string, part: string) => {
      const fraction = part.normalize("NFKC").replace("⁄", "/");
      return whole ? `(${whole}+${fraction})` : `(${fraction})`;
    })
    .replace(/[⁻⁺⁰¹²³⁴⁵⁶⁷⁸⁹]+/g, (run) => {
      const digits = [...run].map((letter) =>
        letter === "⁻" ? "-" : letter === "⁺" ? "+" : `${raised.indexOf(letter)}`,
      );
      return `^(${digits.join("")})`;
    });
}

class NotANumber extends Error {}

class Reader {
  private readonly tokens: RegExpExecArray[] = [];
  private place = 0;

  constructor(text: string) {
    token.lastIndex = 0;
    let found = token.exec(text);
    while (found) {
      this.tokens.push(found);
      found = token.exec(text);
    }
  }

  read(): number {
    const value = this.sum();
    if (this.place < this.tokens.length) throw new NotANumber();
    return value;
  }

  private get mark(): string {
    return this.tokens[this.place]?.groups?.mark ?? "";
  }

  private get name(): string | undefined {
    const name = this.tokens[this.place]?.groups?.name;
    // Abs, Max and E are what SymPy and books write.
    return name && /^(?:Abs|Max|Min|E)$/.test(name) ? name.toLowerCase() : name;
  }

  private get number(): string | undefined {
    return this.tokens[this.place]?.groups?.number;
  }

  private get opens(): boolean {
    return this.mark === "(" || this.mark === "[";
  }

  private take(mark: string): boolean {
    if (this.mark !== mark) return false;
    this.place += 1;
    return true;
  }

  private sum(): number {
    let value = this.product();
    while (this.mark === "+" || this.mark === "-") {
      const sign = this.take("-") ? -1 : this.take("+") ? 1 : 0;
      value += sign * this.product();
    }
    return value;
  }

  /** Products and quotients from left to right, also where no sign stands between: 1/2π is π/2. */
  private product(): number {
    let value = this.signed();
    for (;;) {
      if (this.take("*")) value *= this.signed();
      else if (this.take("/")) value /= this.signed();
      else if (this.name !== undefined || this.opens) value *= this.power();
      else return value;
    }
  }

  private signed(): number {
    if (this.take("-")) return -this.signed();
    return this.take("+") ? this.signed() : this.power();
  }

  private power(): number {
    const base = this.atom();
    return this.take("^") ? base ** this.signed() : base;
  }

  /** What stands between brackets, with commas between several. */
  private group(): number[] {
    const closing = this.mark === "(" ? ")" : "]";
    this.place += 1;
    const values = [this.sum()];
    while (this.take(",")) values.push(this.sum());
    if (!this.take(closing)) throw new NotANumber();
    return values;
  }

  private atom(): number {
    if (this.opens) {
      const [value, ...others] = this.group();
      if (others.length > 0) throw new NotANumber();
      return value;
    }
    if (this.take("|")) {
      const value = this.sum();
      if (!this.take("|")) throw new NotANumber();
      return Math.abs(value);
    }
    const { name, number } = this;
    this.place += 1;
    if (number !== undefined) return Number(number);
    if (isFunction(name)) return this.call(name);
    if (name !== undefined && Object.hasOwn(constants, name)) return constants[name];
    throw new NotANumber();
  }

  /** The value of a function: sqrt(2), sqrt 2, sin^2(1), sin 2 pi. */
  private call(name: string): number {
    const exponent = this.take("^") ? this.exponentOfFunction() : 1;
    const numbers = this.opens ? this.group() : [this.argument()];
    const isOfSeveral = Object.hasOwn(ofSeveral, name);
    if (isOfSeveral !== numbers.length > 1) throw new NotANumber();
    if (isOfSeveral) return ofSeveral[name](...numbers) ** exponent;
    return functions[name](numbers[0]) ** exponent;
  }

  /** The power of a function; sin^-1 is 1/sin to some and arcsin to others. */
  private exponentOfFunction(): number {
    const exponent = this.atom();
    if (exponent === -1) throw new NotANumber();
    return exponent;
  }

  /** What a function without brackets acts on: one product, 2 pi in sin 2 pi cos 1. */
  private argument(): number {
    if (this.take("-")) return -this.argument();
    if (isFunction(this.name)) return this.atom();
    let value = 1;
    let count = 0;
    while (this.number !== undefined || (this.name !== undefined && !isFunction(this.name))) {
      if (count > 0 && this.number !== undefined) throw new NotANumber(); // √2 3
      value *= this.power();
      count += 1;
    }
    if (count === 0 || this.opens) throw new NotANumber(); // sin 2(1 + 1) may be meant in two ways
    return value;
  }
}

/** The value of what is typed; NaN for what is no arithmetic of numbers. */
export function evaluate(text: string): number {
  if (text.length > longest) return Number.NaN;
  try {
    return new Reader(plain(text)).read();
  } catch (error) {
    if (error instanceof NotANumber) return Number.NaN;
    throw error;
  }
}
