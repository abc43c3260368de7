// What can change around a player: its width, the page's theme, whether it is in sight.

const themed = ["class", "style", "data-jp-theme-light", "data-jp-theme-name", "data-theme"];
const preferences = [
  "(prefers-color-scheme: dark)",
  "(forced-colors: active)",
  "(prefers-contrast: more)",
];

export interface Watchers {
  readonly width: (width: number) => void;
  readonly style: () => void;
  /** The player has come into sight, or left it. */
  readonly sight: (seen: boolean) => void;
}

/** Watch an element and its page until the signal stops it. */
export function watch(
  root: HTMLElement,
  signal: AbortSignal,
  { width, style, sight }: Watchers,
): void {
  const sizes = new ResizeObserver(() => {
    const now = Math.round(root.getBoundingClientRect().width);
    if (now > 0) width(now);
  });
  const themes = new MutationObserver(style);
  const seen = new IntersectionObserver((all) => sight(all[all.length - 1].isIntersecting));
  sizes.observe(root);
  seen.observe(root);
  for (const element of [document.documentElement, document.body])
    themes.observe(element, { attributes: true, attributeFilter: themed });
  for (const query of [...preferences, `(resolution: ${devicePixelRatio}dppx)`])
    matchMedia(query).addEventListener("change", style, { signal });
  signal.addEventListener("abort", () => {
    for (const observer of [sizes, themes, seen]) observer.disconnect();
  });
}
