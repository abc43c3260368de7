// The panels as elements: what each one has on the page, and how large it is.

import { corner, hostOf, layout } from "../model/layout";
import type { Panel, Scene } from "../model/scene";
import type { PanelPainter, Strip } from "../paint/layer";
import { makeFlatPanel } from "../paint/panel";
import type { Theme } from "../paint/theme";
import type { Context } from "../paint/view";
import { makePanel3d } from "../solid/panel3d";
import { playerWords } from "../words/words";
import { button, keys, make } from "./elements";
import { type Legend, makeLegend, signature } from "./legend";
import { remember, rememberAlive } from "./memo";

/** The elements of one panel, which stay while scenes of the same shape follow each other. */
export interface Sheet {
  readonly element: HTMLElement;
  /** What the canvases lie in, and the insets over them. */
  readonly paper: HTMLElement;
  readonly still: HTMLCanvasElement;
  readonly moving: HTMLCanvasElement;
  /** Between the two, while the scene plays and a line is all that moves. */
  readonly strip: Strip;
  readonly where: HTMLElement;
  readonly key: HTMLElement;
  /** Around the point that the pointer is nearest to, with its words. */
  readonly ring: HTMLElement;
  readonly tip: HTMLElement;
  /** The point that a learner drags: a button for keys; pointers drag it on the canvas. */
  readonly handle: HTMLButtonElement | null;
  /** Write what belongs to a panel of this scene: its words and its legend. */
  readonly fill: (panel: Panel, alt: string) => Legend;
}

/** alpha: whether the page is seen through it; what is opaque the browser copies, it need not blend. */
const context = (canvas: HTMLCanvasElement, alpha = true) =>
  canvas.getContext("2d", { alpha }) as Context;

/** What the elements of a scene's panels depend on: as long as this stays, they stay. */
export const shape = ({ panels }: Scene): string => panels.map(classes).join();

/** The look and the gestures of a panel, as classes. */
const classes = ({ camera, drag, pick, inset }: Panel): string =>
  ["panel", camera && "solid", drag && "drag", pick && "pick", inset && "inset"]
    .filter(Boolean)
    .join(" ");

/** What the elements of a panel ask of the stage. */
export interface Wishes {
  readonly signal: AbortSignal;
  /** The panel of the scene that shows now. */
  readonly panel: () => Panel;
  /** Show or hide what has this label. */
  readonly toggle: (label: string) => void;
  /** Turn 3-D panels back. */
  readonly face: () => void;
  /** Move the handle by a key. */
  readonly nudge: (event: KeyboardEvent) => void;
}

/** The elements of one panel, by its number; the moving canvas speaks for both. */
export function makeSheet(panel: Panel, k: number, wishes: Wishes): Sheet {
  const still = make("canvas", { class: "still", "aria-hidden": "true" });
  const moving = make("canvas", { class: "moving", role: "img" });
  const where = make("span", { class: "where" });
  const title = make("span", { class: "title" });
  const key = make("ul", { class: "key" });
  const tip = make("span", { class: "tip" });
  const ring = make("span", { class: "ring" }, tip);
  ring.hidden = true;
  const own = { type: "button", class: "handle", "data-drag": panel.drag ?? "", ...keys };
  const handle = panel.drag ? make("button", own) : null;
  handle?.addEventListener("keydown", wishes.nudge, { signal: wishes.signal });
  const turns = panel.camera && { ...ofTurning(), "data-panel": `${k}` };
  const paper = make("div", { class: "paper", ...turns }, still, moving, where, ring, handle ?? "");
  const head = make("div", { class: "head" }, title);
  if (panel.camera) head.append(makeReset(wishes));
  const element = make("div", { class: classes(panel) }, head, paper, key);
  /** A legend stays as long as it names the same, and with it the focus. */
  const legend = rememberAlive(wishes.signal, (signal, _signature: string) => {
    const made = makeLegend(wishes.panel(), signal, wishes.toggle);
    key.replaceChildren(...made.elements);
    key.hidden = made.elements.length === 0;
    return made;
  });
  const fill = (shown: Panel, alt: string) => {
    title.textContent = shown.title;
    head.hidden = shown.title === "" && Boolean(shown.inset);
    moving.setAttribute("aria-label", alt);
    return legend(signature(shown));
  };
  const strip = makeStrip(moving);
  return { element, paper, still, moving, strip, where, key, ring, tip, handle, fill };
}

/** What lets the paper of a 3-D panel take the keys that turn it. */
const ofTurning = () => ({
  tabindex: "0",
  role: "application",
  "aria-label": playerWords().solid,
  ...keys,
});

function makeStrip(moving: HTMLElement): Strip {
  const canvas = make("canvas", { class: "strip", "aria-hidden": "true" });
  const own = remember(() => context(canvas));
  // The canvas that the strip stands for is blank; without this the browser would still lay all of its
  // pixels over the panel in every frame. It keeps its name and its pointer.
  const swap = (opacity: string) => {
    moving.style.opacity = opacity;
  };
  const show = (left: number, top: number) => {
    if (!canvas.isConnected) {
      moving.before(canvas);
      swap("0");
    }
    canvas.style.translate = `${left}px ${top}px`;
    return own();
  };
  const hide = () => {
    if (!canvas.isConnected) return;
    canvas.remove();
    swap("");
  };
  return { show, hide };
}

function makeReset({ face, signal }: Wishes): HTMLElement {
  const { resetView } = playerWords();
  const element = button(resetView, { signal }, face, { class: "reset" });
  element.append(resetView);
  return element;
}

// A legend of more names than this stands below all panels, where there is room for it.
const crowd = 6;

/** Put each legend below its panel; a long one that is the only one goes below the whole stage. */
export function placeLegends(sheets: readonly Sheet[], below: HTMLElement): void {
  const [only, another] = sheets.filter(({ key }) => !key.hidden);
  for (const { element, key } of sheets) {
    const across = key === only?.key && !another && key.childElementCount > crowd;
    const place = across ? below : element;
    if (key.parentElement !== place) place.append(key);
  }
}

// Pixels between an inset and the edges of the frame that it lies in.
const insetGap = 7;

/** Size the canvases for a width and make every panel ready to paint. */
export function fitSheets(
  scene: Scene,
  sheets: readonly Sheet[],
  { width, theme, ratio }: { width: number; theme: Theme; ratio: number },
): { stacked: boolean; painted: PanelPainter[] } {
  const { stacked, sizes, beside } = layout(width, scene.panels, scene.rows);
  const spare = () => context(document.createElement("canvas"));
  const painted = sheets.map(({ element, still, moving, strip }, k) => {
    const size = sizes[k];
    element.style.width = `${size.width}px`;
    element.style.marginRight = `${beside[k]}px`;
    for (const canvas of [still, moving]) {
      canvas.width = Math.round(size.width * ratio);
      canvas.height = Math.round(size.height * ratio);
      canvas.style.width = `${size.width}px`;
      canvas.style.height = `${size.height}px`;
    }
    const canvases = { still: context(still, false), moving: context(moving), spare, strip };
    const panel = scene.panels[k];
    const set = panel.camera ? makePanel3d : makeFlatPanel;
    return set(scene, panel, canvases, { size, theme, ratio });
  });
  for (const [k, { inset }] of scene.panels.entries()) {
    const host = hostOf(scene.panels, k);
    for (const [side, away] of corner(inset ?? "", painted[host].frame, sizes[host]))
      sheets[k].element.style.setProperty(side, `${away + insetGap}px`);
  }
  return { stacked, painted };
}
