// The panels on the page: their elements, their size, and what a pointer or a key does on them.

import { hostOf } from "../model/layout";
import type { Answer } from "../model/questions";
import type { Panel, Scene } from "../model/scene";
import type { Event, State } from "../model/state";
import type { Camera } from "../model/types";
import { shown } from "../model/visibility";
import type { Painted } from "../paint/layer";
import { readTheme } from "../paint/theme";
import { keys, make, put } from "./elements";
import { nudged, seen, stands } from "./handle";
import type { Kernel } from "./kernel";
import { cameraOf } from "./keys";
import { listen } from "./pointer";
import { makeSheet, type Sheet, setKeys, setSheets, shape } from "./sheets";

const slim = 480;
const narrowest = 240;
const keyed = {
  ...{ class: "panels", tabindex: "0", role: "group", ...keys },
  "aria-label": "Stage: Space plays, arrow keys step, Home and End go to the ends",
};

/** What the stage asks of the player. */
export interface Director {
  readonly kernel: Kernel;
  readonly state: () => State;
  readonly dispatch: (event: Event) => void;
  readonly settle: () => void;
}

export class Stage {
  readonly element = make("div", keyed);
  /** Below the panels, as wide as all of them. */
  readonly below = make("div");
  private sheets: readonly Sheet[] = [];
  private painted: readonly Painted[] = [];
  /** The panels as they are seen: without what is switched off. */
  private panels: readonly Panel[] = [];
  private again: readonly (() => void)[] = [];
  private life = new AbortController();

  constructor(
    private scene: Scene,
    private readonly director: Director,
  ) {
    this.build();
  }

  /** Show another scene; panels that look the same keep their elements, and with them the focus. */
  replace(scene: Scene): void {
    const same = shape(this.scene) === shape(scene);
    this.scene = scene;
    if (same) this.fill();
    else this.build();
  }

  private build(): void {
    this.life.abort();
    this.life = new AbortController();
    const { signal } = this.life;
    const { dispatch, settle } = this.director;
    const choose = (event: Event) => {
      dispatch(event);
      settle();
    };
    const toggle = (label: string) => choose({ type: "show", label });
    const face = () => choose({ type: "face" });
    this.panels = this.scene.panels;
    this.sheets = this.panels.map((panel) => makeSheet(panel, { signal, toggle, face }));
    this.again = this.sheets.map((sheet, k) => {
      const nudge = (event: KeyboardEvent) => this.nudge(event, k);
      sheet.handle?.addEventListener("keydown", nudge, { signal });
      return listen(sheet, this.ground(k), signal);
    });
    this.element.replaceChildren();
    this.below.replaceChildren();
    for (const [k, { element }] of this.sheets.entries()) {
      const host = hostOf(this.panels, k);
      (host === k ? this.element : this.sheets[host].paper).append(element);
    }
    this.fill();
  }

  private fill(): void {
    for (const [k, sheet] of this.sheets.entries())
      sheet.fill(this.scene.panels[k], this.scene.alt);
    setKeys(this.sheets, this.below);
  }

  /** Fit the panels to a width and to the theme and pixel ratio of the page. */
  arrange(root: HTMLElement, outer: number): void {
    const style = getComputedStyle(root);
    const padding = Number.parseFloat(style.paddingLeft) + Number.parseFloat(style.paddingRight);
    const width = Math.max(narrowest, Math.floor(outer - (padding || 0)));
    const look = { width, theme: readTheme(style), ratio: window.devicePixelRatio || 1 };
    this.panels = shown(this.scene.panels, this.director.state().hidden);
    const { stacked, painted } = setSheets(
      { ...this.scene, panels: this.panels },
      this.sheets,
      look,
    );
    this.element.classList.toggle("stacked", stacked);
    root.classList.toggle("slim", width < slim);
    this.painted = painted;
  }

  paint(state: State): void {
    for (const [k, sheet] of this.sheets.entries()) {
      this.painted[k].paint(state.index, state.views[k]);
      this.hold(sheet, k);
      sheet.update(state);
      this.again[k]();
    }
  }

  private view(k: number) {
    const { index, views } = this.director.state();
    return this.painted[k].view(index, views[k]);
  }

  /** What the pointer over a panel needs to know. */
  private ground(k: number) {
    const { state, dispatch, settle } = this.director;
    return {
      ...{ k, dispatch, settle },
      scene: () => this.scene,
      panel: () => this.panels[k],
      view: () => this.view(k),
      camera: () => cameraOf(this.scene, state(), k) as Camera,
      dragging: () => this.held(k),
      answer: (answer: Answer) => this.answer(k, answer),
    };
  }

  private answer(k: number, answer: Answer): void {
    this.director.kernel.answer(this.scene.panels[k].drag ?? "", answer);
  }

  /** The answer that a panel's handle holds, where there is a kernel to ask anew. */
  private held(k: number): Answer | undefined {
    const { alive, answers } = this.director.kernel;
    return alive ? answers()[this.scene.panels[k].drag ?? ""] : undefined;
  }

  /** Put the handle of a panel where its answer is. */
  private hold({ handle }: Sheet, k: number): void {
    if (!handle) return;
    const held = this.held(k);
    handle.hidden = held === undefined;
    if (held === undefined) return;
    const view = this.view(k);
    const [px, py] = seen(view, ...stands(view, held));
    handle.style.translate = `${px}px ${py}px`;
    const at = typeof held === "object" ? `(${held.join(", ")})` : held;
    const words = `${this.scene.panels[k].drag} ${at}: drag, or use the arrow keys`;
    put(handle, "aria-label", words);
  }

  private nudge(event: KeyboardEvent, k: number): void {
    const held = this.held(k);
    const answer = held === undefined ? null : nudged(this.view(k), held, event);
    if (answer === null) return;
    this.answer(k, answer);
    event.preventDefault();
  }

  close(): void {
    this.life.abort();
  }
}
