// A formula stands on a page twice, as letters and as MathML; results of a search show it once, and
// nothing of the data that cards hold.
const whole = Search.htmlToText;
Search.htmlToText = (html, anchor) => {
  const page = new DOMParser().parseFromString(html, "text/html");
  for (const one of page.querySelectorAll(".katex-mathml, calclib-guess, calclib-answer, calclib-exercise"))
    one.remove();
  return whole(page.documentElement.outerHTML, anchor);
};
