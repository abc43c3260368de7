// Making and changing elements: what every other file that touches the page uses.

export type Attributes = Readonly<Record<string, string>>;

/** Set an attribute only where it changes: after each write the browser checks the page's styles. */
export function put(element: Element | null, name: string, value: string): void {
  if (element?.getAttribute(name) !== value) element?.setAttribute(name, value);
}

/** Write words only where they change. */
export function write(element: Element, words: string): void {
  if (element.textContent !== words) element.textContent = words;
}

/** An element with attributes and children. */
export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

const ns = "http://www.w3.org/2000/svg";

/** A small drawing; `shapes` are [tag, attributes]. */
export function drawing(width: number, height: number, shapes: [string, Attributes][]): SVGElement {
  const svg = document.createElementNS(ns, "svg");
  const own = { width: `${width}`, height: `${height}`, "aria-hidden": "true" };
  const all: [Element, Attributes][] = [[svg, own]];
  for (const [tag, attributes] of shapes) {
    const shape = document.createElementNS(ns, tag);
    svg.append(shape);
    all.push([shape, attributes]);
  }
  for (const [element, attributes] of all)
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return svg;
}

export const icons = {
  play: "M4 2.5v11l9.5-5.5z",
  pause: "M3.5 2.5h3v11h-3zM9.5 2.5h3v11h-3z",
  back: "M11 3v10L4.5 8zM3 3h1.5v10H3z",
  forward: "M5 3v10l6.5-5zM11.5 3h1.5v10h-1.5z",
  loop: "M3 7a4 4 0 0 1 4-4h3V1l4 3-4 3V5H7a2 2 0 0 0-2 2zM13 9a4 4 0 0 1-4 4H6v2l-4-3 4-3v2h3a2 2 0 0 0 2-2z",
  copy: "M5.5 1.5h8v10h-8zM7 3v7h5V3zM2.5 4.5H4V13h6v1.5H2.5z",
};

export const icon = (name: keyof typeof icons) =>
  drawing(16, 16, [["path", { d: icons[name], fill: "currentColor", "fill-rule": "evenodd" }]]);

// JupyterLab's command mode takes keys such as Space unless the very element says it wants them.
export const keys = { "data-lm-suppress-shortcuts": "true" };

/** A button; `title` shows its name to those who see only its picture. */
export function button(
  name: string,
  { signal }: { readonly signal: AbortSignal },
  press: () => void,
  attributes: Attributes = {},
) {
  const element = make("button", { type: "button", "aria-label": name, ...keys, ...attributes });
  element.addEventListener("click", press, { signal });
  return element;
}
