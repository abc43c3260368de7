// The widget: a model's spec and buffers in, a playing scene out.
import { make, makeControls } from "./controls";
import { formatted } from "./numbers";
import { makeReadout, makeSheet, type Sheet, setSheets } from "./page";
import { painters } from "./painters";
import { nearest, type Painted } from "./panel";
import { join, type Scene } from "./scene";
import { type Event, initial, reduce, type State } from "./state";
import { css } from "./style";
import { readTheme } from "./theme";
import type { Bytes, Index, Kind, Spec } from "./types";

interface Told {
  readonly index?: Index;
  readonly speed?: number;
}

/** The part of an anywidget model that the player uses. */
export interface Model {
  get(name: "spec"): Spec;
  get(name: "buffers"): readonly Bytes[];
  get(name: "state"): Told | undefined;
  set(name: "state", value: Told): void;
  save_changes(): void;
  on(name: string, callback: () => void): void;
  off(name: string, callback: () => void): void;
}

export const kinds = Object.keys(painters) as Kind[];

// A held arrow key lets go of the slider many times a second; Python hears the last of them.
const settling = 200;
// After a hidden tab comes back, play goes on where it was.
const longestTick = 0.25;
const slim = 480;
const keyed = {
  ...{ tabindex: "0", role: "group", "data-lm-suppress-shortcuts": "true" },
  "aria-label": "Stage: Space plays, arrow keys step, Home and End go to the ends",
};
// Before the page has laid the player out.
const unknownWidth = 720;

/** One player on a page: the state, the scene it shows, and the frame that is due. */
class Player {
  private scene: Scene;
  private state: State;
  private sheets: Sheet[] = [];
  private painted: Painted[] = [];
  private build = new AbortController();
  private update: (state: State) => void = () => {};
  private speak: () => void = () => {};
  private frame = 0;
  private timer = 0;
  private before = 0;
  private paints = 0;
  private width = 0;
  private stale = true;
  private readonly life = new AbortController();
  private readonly root = make("figure", { class: "calclib", "data-calclib": "player" });
  private readonly calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  private readonly observers: { disconnect(): void }[] = [];

  constructor(
    private readonly model: Model,
    host: HTMLElement,
  ) {
    this.scene = join(model.get("spec"), model.get("buffers"));
    this.state = this.opening(model.get("state") ?? {});
    host.append(this.root);
    this.width = Math.round(this.root.getBoundingClientRect().width) || unknownWidth;
    this.assemble();
    this.watch();
  }

  /** The state to open in: where Python last saw it, else the first index, else (calm) the end. */
  private opening(told: Told): State {
    const ends = this.scene.axes.filter((axis) => axis.play).map((a) => [a.name, a.count - 1]);
    const wanted = { ...(this.calm ? Object.fromEntries(ends) : {}), ...told.index };
    return initial(this.scene.axes, this.scene.first, wanted, told.speed ?? 1);
  }

  readonly dispatch = (event: Event): void => {
    const was = this.state;
    this.state = reduce(this.scene.axes, was, event);
    if (this.state.playing && !was.playing) this.before = performance.now();
    if (was.playing && !this.state.playing && event.type !== "move") this.settle();
    this.request();
  };

  /** Tell Python and the live region where the learner stopped, once things are quiet. */
  private readonly settle = (): void => {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => {
      if (this.state.playing) return;
      this.model.set("state", { index: this.state.index, speed: this.state.speed });
      this.model.save_changes();
      this.speak();
    }, settling);
  };

  /** Ask for a paint; any number of requests before the next frame make one. */
  private request(): void {
    if (this.frame === 0) this.frame = requestAnimationFrame(this.turn);
  }

  private readonly turn = (now: number): void => {
    this.frame = 0;
    if (this.state.playing) {
      const seconds = Math.min(longestTick, Math.max(0, now - this.before) / 1000);
      this.before = now;
      this.dispatch({ type: "tick", seconds });
    }
    this.paint();
  };

  private paint(): void {
    if (this.stale) this.arrange();
    for (const one of this.painted) one.paint(this.state.index);
    this.update(this.state);
    for (const { name, slug } of this.scene.axes)
      this.root.setAttribute(`data-index-${slug}`, `${this.state.index[name]}`);
    this.root.setAttribute("data-painted", `${++this.paints}`);
  }

  /** Build the elements of the present scene. */
  private assemble(): void {
    this.build.abort();
    this.build = new AbortController();
    const { scene, dispatch, settle, calm } = this;
    const { signal } = this.build;
    this.sheets = scene.panels.map((panel) => makeSheet(panel, scene.alt));
    const panels = make(
      "div",
      { class: "panels", ...keyed },
      ...this.sheets.map((sheet) => sheet.element),
    );
    const controls = makeControls(scene, { dispatch, settle, signal, calm });
    const readout = makeReadout(scene);
    const spoken = make("div", { class: "spoken", "aria-live": "polite" });
    const title = scene.title ? [make("figcaption", {}, scene.title)] : [];
    this.root.replaceChildren(make("style", {}, css), ...title, panels);
    this.root.append(readout.element, controls.element, spoken);
    this.update = (state) => {
      controls.update(state);
      readout.update(state.index);
    };
    this.speak = () => {
      spoken.textContent = readout.sentence(this.state.index);
    };
    this.sheets.forEach((sheet, k) => {
      this.point(sheet, k, signal);
    });
    this.stale = true;
    this.request();
  }

  /** Fit canvases to the width, the theme and the pixel ratio. */
  private arrange(): void {
    const style = getComputedStyle(this.root);
    const padding = Number.parseFloat(style.paddingLeft) + Number.parseFloat(style.paddingRight);
    const width = Math.max(240, Math.floor(this.width - (padding || 0)));
    const ratio = window.devicePixelRatio || 1;
    const theme = readTheme(style);
    const { stacked, painted } = setSheets(this.scene, this.sheets, { width, theme, ratio });
    this.root.querySelector(".panels")?.classList.toggle("stacked", stacked);
    this.root.classList.toggle("slim", width < slim);
    this.painted = painted;
    this.stale = false;
  }

  /** Listen to the pointer over one panel: it reads positions, and picks where a panel says so. */
  private point({ panel, moving, where }: Sheet, k: number, signal: AbortSignal): void {
    const axis = this.scene.axes.find((one) => one.name === panel.pick);
    const hint = axis ? `click to choose the ${axis.name}` : "";
    where.textContent = hint;
    const pick = ({ offsetX, offsetY }: PointerEvent) => {
      if (!axis) return;
      const view = this.painted[k].view(this.state.index);
      this.dispatch({ type: "move", axis: axis.name, to: nearest(axis, view, offsetX, offsetY) });
    };
    const move = (event: PointerEvent) => {
      const { x, y, frame } = this.painted[k].view(this.state.index);
      const { offsetX: px, offsetY: py } = event;
      const inside = px > frame.left && px < frame.right && py > frame.top && py < frame.bottom;
      const [u, v] = [x.value(px), y.value(py)].map((value) => formatted(value, ".3g"));
      where.textContent = inside ? `(${u}, ${v})` : hint;
      if (event.buttons === 1) pick(event);
    };
    const leave = () => {
      where.textContent = hint;
    };
    moving.addEventListener("pointermove", move, { signal });
    moving.addEventListener("pointerleave", leave, { signal });
    moving.addEventListener("pointerdown", pick, { signal });
    if (axis) moving.addEventListener("pointerup", this.settle, { signal });
  }

  private readonly press = (event: KeyboardEvent): void => {
    const onPanels = (event.target as HTMLElement).classList.contains("panels");
    const onSlider = event.target instanceof HTMLInputElement;
    if (event.key === " " && (onPanels || onSlider)) {
      this.dispatch({ type: this.calm ? "jump" : "toggle" });
      if (this.calm) this.settle();
      event.preventDefault();
      return;
    }
    const by = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity }[event.key];
    if (!onPanels || by === undefined) return;
    this.dispatch({ type: "step", by });
    this.settle();
    event.preventDefault();
  };

  /** Follow the model, the keys, the page's width and its theme. */
  private watch(): void {
    const { signal } = this.life;
    this.root.addEventListener("keydown", this.press, { signal });
    this.model.on("change:spec", this.replace);
    this.model.on("change:buffers", this.replace);
    const restyle = () => {
      this.stale = true;
      this.request();
    };
    const sizes = new ResizeObserver(() => {
      const width = Math.round(this.root.getBoundingClientRect().width);
      if (width === this.width || width === 0) return;
      this.width = width;
      restyle();
    });
    const themes = new MutationObserver(restyle);
    const sight = new IntersectionObserver(([{ isIntersecting }]) => {
      if (!isIntersecting && this.state.playing) this.dispatch({ type: "pause" });
    });
    sizes.observe(this.root);
    sight.observe(this.root);
    for (const element of [document.documentElement, document.body])
      themes.observe(element, {
        attributes: true,
        attributeFilter: [
          "class",
          "style",
          "data-jp-theme-light",
          "data-jp-theme-name",
          "data-theme",
        ],
      });
    this.observers.push(sizes, themes, sight);
    for (const query of ["(prefers-color-scheme: dark)", `(resolution: ${devicePixelRatio}dppx)`])
      matchMedia(query).addEventListener("change", restyle, { signal });
  }

  /** A new scene from Python takes the place of the old one; axes that stay keep their index. */
  private readonly replace = (): void => {
    this.scene = join(this.model.get("spec"), this.model.get("buffers"));
    const { index, playing, speed } = this.state;
    const state = initial(this.scene.axes, this.scene.first, index, speed);
    this.state = { ...state, playing: playing && this.scene.axes.some((axis) => axis.play) };
    this.assemble();
  };

  /** Undo everything: after this the page is as it was. */
  readonly close = (): void => {
    this.life.abort();
    this.build.abort();
    for (const observer of this.observers) observer.disconnect();
    cancelAnimationFrame(this.frame);
    clearTimeout(this.timer);
    this.model.off("change:spec", this.replace);
    this.model.off("change:buffers", this.replace);
    this.root.remove();
  };
}

/** Show the model in an element; the result undoes it. */
function render({ model, el }: { model: Model; el: HTMLElement }): () => void {
  return new Player(model, el).close;
}

export default { render };
