// Markdown on a page without Jupyter: the words of the cards, with the formulas that were set when
// the site was built.
import type { Words } from "../cards/dom";
import { plainWords } from "../cards/markdown";

/** Formulas as HTML, by their text with its dollar signs. */
export type Formulas = Readonly<Record<string, string>>;

/** Sets one formula, given without its dollar signs, as HTML. */
export type Typesetter = (formula: string, display: boolean) => string;

/** A live page brings one, for formulas that nobody knew when the site was built. */
let typesetter: Typesetter | null = null;

export function setTypesetter(one: Typesetter): void {
  typesetter = one;
}

const lesson = /^(?<page>\d\d-[a-z-]+)\.ipynb(?=#|$)/;

function setFormula(text: string, typeset: Typesetter): string {
  const isDisplay = text.startsWith("$$");
  const dollars = isDisplay ? 2 : 1;
  return typeset(text.slice(dollars, -dollars), isDisplay);
}

/** Words with formulas from a table, and links that lead to the pages of this site. */
export const wordsWith =
  (formulas: Formulas): Words =>
  (host, text) => {
    plainWords(host, text);
    for (const place of host.querySelectorAll("span.math")) {
      const text = place.textContent ?? "";
      const formula = formulas[text];
      // The table is part of the page and was made with it; no learner's word comes here.
      if (formula !== undefined) place.innerHTML = formula;
      else if (typesetter) place.innerHTML = setFormula(text, typesetter);
    }
    for (const link of host.querySelectorAll("a")) {
      const address = link.getAttribute("href") ?? "";
      link.setAttribute("href", address.replace(lesson, "$<page>.html"));
    }
  };
