// Markdown on a page without Jupyter: the words of the cards, with the formulas that were set when
// the site was built.
import type { Words } from "../cards/dom";
import { plainWords } from "../cards/markdown";

/** Formulas as HTML, by their text with its dollar signs. */
export type Formulas = Readonly<Record<string, string>>;

const lesson = /^(?<page>\d\d-[a-z-]+)\.ipynb(?=#|$)/;

/** Words with formulas from a table, and links that lead to the pages of this site. */
export const wordsWith =
  (formulas: Formulas): Words =>
  (host, text) => {
    plainWords(host, text);
    for (const place of host.querySelectorAll("span.math")) {
      const formula = formulas[place.textContent ?? ""];
      // The table is part of the page and was made with it; no learner's word comes here.
      if (formula !== undefined) place.innerHTML = formula;
    }
    for (const link of host.querySelectorAll("a")) {
      const address = link.getAttribute("href") ?? "";
      link.setAttribute("href", address.replace(lesson, "$<page>.html"));
    }
  };
