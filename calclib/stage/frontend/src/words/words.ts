// The words that the page says by itself, and its decimal sign, in one language at a time. They stand
// in calclib/words, one table a language, which Python reads too.
import * as de from "../../../../words/de.json";
import * as en from "../../../../words/en.json";

// A namespace is used by its sections alone, so that a bundle holds only those that it needs.
const languages = ["en", "de"] as const;
export type Language = (typeof languages)[number];

// A page has one language, as it has one theme: what opens first on it, or its <html lang>, says which.
const page: { language: Language } = { language: "en" };

/** Let the page speak a language, named as in <html lang>, such as "de" or "de-AT"; else English. */
export function speak(code: string | undefined): void {
  const [name] = (code ?? "").toLowerCase().split("-");
  page.language = languages.find((one) => one === name) ?? "en";
}

export const spoken = (): Language => page.language;

const choose =
  <Table>(tables: Readonly<Record<Language, Table>>) =>
  (): Table =>
    tables[page.language];

export const numberWords = /* @__PURE__ */ choose({ en: en.number, de: de.number });
export const playerWords = /* @__PURE__ */ choose({ en: en.player, de: de.player });
export const cardWords = /* @__PURE__ */ choose({ en: en.cards, de: de.cards });
export const loaderWords = /* @__PURE__ */ choose({ en: en.loader, de: de.loader });
export const poleWords = /* @__PURE__ */ choose({ en: en.pole, de: de.pole });
export const liveWords = /* @__PURE__ */ choose({ en: en.live, de: de.live });
export const pageWords = /* @__PURE__ */ choose({ en: en.page, de: de.page });

/** A text with its blanks {} filled, one after another. */
export const fill = (text: string, ...words: readonly (string | number)[]): string =>
  words.reduce<string>((filled, word) => filled.replace("{}", () => `${word}`), text);

/** A number as digits with a point, 1,234.5 in English, as this language writes it. */
export function localNumber(written: string): string {
  const { decimal, thousands } = numberWords();
  if (decimal === ".") return written;
  return written.replace(/[.,]/g, (sign) => (sign === "." ? decimal : thousands));
}

/** Numbers, or words, side by side: 0.5, 1 in English, 0,5; 1 where a comma is the decimal sign. */
export const listed = (parts: readonly string[]): string => parts.join(numberWords().separator);
