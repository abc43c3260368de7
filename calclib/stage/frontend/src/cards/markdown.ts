// A little Markdown for pages that have no renderer of their own: what the texts of practice use.
// Everything is put on the page as text; nothing in it can become a tag.

type Words = (host: HTMLElement, text: string) => void;

const inline =
  /(?<fence>`+)(?!`)(?<code>.*?[^`])\k<fence>(?!`)|\*\*(?<bold>.+?)\*\*|\[(?<words>[^\]]*)\]\((?<href>[^)\s]+)\)|(?<math>\$\$[^$]+\$\$|\$[^$\n]+\$)|\\(?<escaped>[!-/:-@[-`{-~])|&(?<entity>lt|amp);/gs;
const entities: Readonly<Record<string, string>> = { lt: "<", amp: "&" };
/** Only what leads to a page or to a lesson is a link; a colon before any / ? # ends a scheme. */
const safe = /^(https?:|[^:/?#]*([/?#]|$))/i;

function link(words: string, href: string): HTMLElement {
  const element = document.createElement("a");
  element.textContent = words;
  if (safe.test(href)) element.href = href;
  return element;
}

function span(tag: string, text: string): HTMLElement {
  const element = document.createElement(tag);
  element.textContent = text;
  return element;
}

function put(host: HTMLElement, text: string): void {
  let end = 0;
  for (const match of text.matchAll(inline)) {
    host.append(text.slice(end, match.index));
    end = match.index + match[0].length;
    const { code, bold, words, href, math, escaped, entity } = match.groups ?? {};
    if (code !== undefined) host.append(span("code", code.trim() === "" ? code : code.trim()));
    else if (bold !== undefined) put(host.appendChild(document.createElement("strong")), bold);
    else if (href !== undefined) host.append(link(words ?? "", href));
    else if (math !== undefined) {
      const formula = span("span", math);
      formula.className = "math";
      host.append(formula);
    } else host.append(escaped ?? entities[entity ?? ""] ?? "");
  }
  host.append(text.slice(end));
}

function table(lines: readonly string[]): HTMLElement {
  const element = document.createElement("table");
  const rows = lines.filter((line) => !/^[|\s:-]+$/.test(line));
  for (const [number, line] of rows.entries()) {
    const row = element.insertRow();
    for (const cell of line.split("|").slice(1, -1)) {
      const place = document.createElement(number === 0 ? "th" : "td");
      put(row.appendChild(place), cell.trim());
    }
  }
  return element;
}

/** Show Markdown in an element: paragraphs, bold, code, links, tables; formulas stay as written. */
export const plainWords: Words = (host, text) => {
  const blocks = text.split(/\n\s*\n/).filter((block) => block.trim() !== "");
  const elements = blocks.map((block) => {
    const lines = block.split("\n");
    if (lines.every((line) => line.startsWith("|"))) return table(lines);
    const paragraph = document.createElement("p");
    put(paragraph, block);
    return paragraph;
  });
  host.replaceChildren(...elements);
};
