// Arithmetic as it is typed where a number is asked for: 2^-17, 7.6·10⁻⁶, √2/2, 3π/4, 12%.
// Its only names are π, e and a few functions; a text with any other is no number.

const token = /\s*(?:(?<number>(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)|(?<name>[a-z]+)|(?<mark>\S))/y;
const constants: Readonly<Record<string, number>> = { pi: Math.PI, e: Math.E };
const functions: Readonly<Record<string, (x: number) => number>> = {
  sqrt: Math.sqrt,
  exp: Math.exp,
  ln: Math.log,
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  abs: Math.abs,
};
const longest = 200; // characters
const raised = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const fractions: Readonly<Record<string, string>> = {
  "½": "1/2",
  "⅓": "1/3",
  "⅔": "2/3",
  "¼": "1/4",
  "¾": "3/4",
  "⅛": "1/8",
};

/** Another notation of the same number, in letters and signs that a keyboard has. */
function plain(text: string): string {
  return text
    .replace(/[−–—]/g, "-")
    .replace(/[·⋅×∙]|\\cdot|\\times/g, "*")
    .replaceAll("**", "^")
    .replaceAll("π", "pi")
    .replaceAll("√", "sqrt ")
    .replace(/(\d?)\s*([½⅓⅔¼¾⅛])/g, (_, whole: string, part: string) =>
      whole ? `(${whole}+${fractions[part]})` : `(${fractions[part]})`,
    )
    .replace(/[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+/g, (run) => {
      const digits = [...run].map((letter) =>
        letter === "⁻" ? "-" : letter === "⁺" ? "" : `${raised.indexOf(letter)}`,
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
    if (this.mark() === "%") {
      this.place += 1;
      this.end();
      return value / 100;
    }
    this.end();
    return value;
  }

  private end(): void {
    if (this.place < this.tokens.length) throw new NotANumber();
  }

  private mark(): string {
    return this.tokens[this.place]?.groups?.mark ?? "";
  }

  private take(mark: string): boolean {
    if (this.mark() !== mark) return false;
    this.place += 1;
    return true;
  }

  private sum(): number {
    let value = this.product();
    while (this.mark() === "+" || this.mark() === "-") {
      const sign = this.take("-") ? -1 : this.take("+") ? 1 : 0;
      value += sign * this.product();
    }
    return value;
  }

  private product(): number {
    let value = this.signed();
    let divided = false;
    for (;;) {
      if (this.take("*")) value *= this.signed();
      else if (this.take("/")) {
        if (divided) throw new NotANumber(); // 1/2/3 may be meant in two ways
        divided = true;
        value /= this.signed();
      } else if (this.tokens[this.place]?.groups?.name || this.mark() === "(") {
        if (divided) throw new NotANumber(); // and so may 1/2π
        value *= this.power();
      } else return value;
    }
  }

  private signed(): number {
    if (this.take("-")) return -this.power();
    this.take("+");
    return this.power();
  }

  private power(): number {
    const base = this.atom();
    return this.take("^") ? base ** this.signed() : base;
  }

  private atom(): number {
    if (this.take("(")) {
      const value = this.sum();
      if (!this.take(")")) throw new NotANumber();
      return value;
    }
    const { number, name } = this.tokens[this.place]?.groups ?? {};
    this.place += 1;
    if (number !== undefined) return Number(number);
    if (name !== undefined && Object.hasOwn(constants, name)) return constants[name];
    if (name !== undefined && Object.hasOwn(functions, name)) return functions[name](this.atom());
    throw new NotANumber();
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

/** A decimal number with a power of ten behind it, 7.6·10⁻⁶ or 7.6*10^-6, written 7.6e-6. */
export const withExponent = (text: string): string =>
  plain(text).replace(
    /^\s*([-+]?[\d.]+)\s*\*\s*10\s*\^\s*\(?\s*([-+]?\d+)\s*\)?\s*$/,
    (_, digits: string, exponent: string) => `${digits}e${exponent}`,
  );
