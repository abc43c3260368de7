// The widget: a model's spec and buffers in, a playing scene out.

import { preset } from "../model/preset";
import type { Request } from "../model/questions";
import { join, type Scene } from "../model/scene";
import { type Event, initial, reduce, type State, type Told, told } from "../model/state";
import type { Kind } from "../model/types";
import { painters } from "../paint/painters";
import { copied } from "./clipboard";
import { type Controls, makeControls } from "./controls";
import { make, put, write } from "./elements";
import { type Fields, makeFields } from "./fields";
import { type Kernel, makeKernel } from "./kernel";
import { pressed } from "./keys";
import { makeReadout, type Readout } from "./readout";
import { Stage } from "./stage";
import { css } from "./style";
import { watch } from "./surroundings";
import type { Model } from "./widget";

export type { Model };

export const kinds = Object.keys(painters) as Kind[];

// A held arrow key lets go of the slider many times a second; Python hears the last of them.
const settling = 200;
// After a hidden tab comes back, play goes on where it was.
const longestTick = 0.25;
// Before the page has laid the player out.
const unknownWidth = 720;

/** One player on a page: the state, the scene it shows, and the frame that is due. */
class Player {
  private scene: Scene;
  private state: State;
  private readout: Readout;
  private controls: Controls | null = null;
  private controlled = new AbortController();
  private frame = 0;
  private timer = 0;
  private before = 0;
  private paints = 0;
  private width = 0;
  private stale = true;
  private renewed = false;
  private untold = false;
  private seen = true;
  private readonly life = new AbortController();
  private readonly kernel: Kernel;
  private readonly fields: Fields;
  private readonly stage: Stage;
  private readonly root = make("figure", { class: "calclib", "data-calclib": "player" });
  private readonly caption = make("figcaption");
  private readonly foot = make("div");
  private readonly desk = make("div");
  private readonly said = make("p", { class: "note", role: "status" });
  private readonly spoken = make("div", { class: "spoken", "aria-live": "polite" });
  private readonly calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  private readonly unwatch: () => void;

  constructor(
    private readonly model: Model,
    host: HTMLElement,
  ) {
    this.scene = join(model.get("spec"), model.get("buffers"));
    this.state = this.opening(model.get("state") ?? {});
    this.readout = makeReadout(this.scene);
    this.kernel = this.line();
    this.fields = makeFields(this.kernel, this.life.signal);
    const { kernel, dispatch, settle } = this;
    this.stage = new Stage(this.scene, { kernel, dispatch, settle, state: () => this.state });
    const { element, below } = this.stage;
    this.root.append(make("style", {}, css), this.caption, element, below, this.foot, this.desk);
    this.root.append(this.fields.element, this.said, this.spoken);
    host.append(this.root);
    this.width = Math.round(this.root.getBoundingClientRect().width) || unknownWidth;
    this.furnish(null);
    this.unwatch = this.follow();
    this.request();
  }

  /** The state to open in: where Python last saw it, else the first index, else (calm) the end. */
  private opening(given: Told): State {
    const ends = this.scene.axes.filter((axis) => axis.play).map((a) => [a.name, a.count - 1]);
    const index = { ...(this.calm ? Object.fromEntries(ends) : {}), ...given.index };
    return initial(this.scene.axes, this.scene.first, { ...given, index });
  }

  /** The line to Python; requests go on counting where another view of this model stopped. */
  private line(): Kernel {
    const { model } = this;
    const changed = () => this.request();
    const line = model.send
      ? { changed, send: (request: Request) => model.send?.(request) }
      : { changed };
    return makeKernel(model.get("answers") ?? {}, model.get("reply")?.id ?? 0, line);
  }

  private readonly dispatch = (event: Event): void => {
    const was = this.state;
    this.state = reduce(this.scene.axes, was, event);
    if (this.state.hidden !== was.hidden) this.stale = true;
    if (this.state.playing && !was.playing) this.before = performance.now();
    if (was.playing && !this.state.playing && event.type !== "move") this.settle();
    write(this.said, "");
    this.request();
  };

  /** Tell Python and the live region where the learner stopped, once things are quiet. */
  private readonly settle = (): void => {
    this.untold = true;
    this.speak();
  };

  /** Tell the live region what shows, once things are quiet, and Python what it does not know. */
  private speak(): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => {
      if (this.state.playing) return;
      if (this.untold) {
        this.model.set("state", told(this.state));
        this.model.save_changes();
      }
      this.untold = false;
      this.spoken.textContent = this.readout.sentence(this.state.index);
    }, settling);
  }

  /** Ask for a paint; any number of requests before the next frame make one. */
  private request(): void {
    if (this.frame === 0) this.frame = requestAnimationFrame(this.turn);
  }

  private readonly turn = (now: number): void => {
    this.frame = 0;
    if (this.renewed) this.replace();
    if (this.state.playing) {
      const seconds = Math.min(longestTick, Math.max(0, now - this.before) / 1000);
      this.before = now;
      this.dispatch({ type: "tick", seconds });
    }
    // One of many players on a page, started where nobody sees it: its time runs, and no more.
    if (this.seen || !this.state.playing) this.paint();
  };

  private paint(): void {
    if (this.stale) this.stage.arrange(this.root, this.width);
    this.stale = false;
    this.stage.paint(this.state);
    this.controls?.update(this.state);
    this.readout.update(this.state.index);
    this.fields.update();
    for (const { name, slug } of this.scene.axes)
      put(this.root, `data-index-${slug}`, `${this.state.index[name]}`);
    this.root.setAttribute("data-painted", `${++this.paints}`);
  }

  /** Make what is around the panels; controls that would be the same stay, with their focus. */
  private furnish(was: Scene | null): void {
    const { scene, dispatch, settle, calm } = this;
    if (was === null || JSON.stringify(was.axes) !== JSON.stringify(scene.axes)) {
      this.controlled.abort();
      this.controlled = new AbortController();
      const { signal } = this.controlled;
      this.controls = makeControls(scene, { dispatch, settle, signal, calm, copy: this.copy });
      this.desk.replaceChildren(this.controls.element);
    }
    this.readout = makeReadout(scene);
    this.foot.replaceChildren(this.readout.element);
    this.caption.textContent = scene.title;
    this.caption.hidden = scene.title === "";
    this.stale = true;
  }

  private readonly press = (event: KeyboardEvent): void => {
    const { target, key } = event;
    const onStage = target === this.stage.element;
    const onSlider = target instanceof HTMLInputElement && target.type === "range";
    const space = key === " " && (onStage || onSlider);
    const plays: Event[] = space ? [{ type: this.calm ? "jump" : "toggle" }] : [];
    const moves = onStage ? pressed(event, this.scene, this.state) : [];
    for (const one of [...plays, ...moves]) this.dispatch(one);
    if (moves.length > 0 || (space && this.calm)) this.settle();
    if (moves.length > 0 || space) event.preventDefault();
  };

  private readonly copy = async (): Promise<void> => {
    this.said.textContent = await copied(preset(this.state, this.kernel.answers()));
  };

  /** Follow the model, the keys, the page's width and its theme. */
  private follow(): () => void {
    this.root.addEventListener("keydown", this.press, { signal: this.life.signal });
    for (const [name, call] of this.heard()) this.model.on(name, call);
    const style = () => {
      this.stale = true;
      this.request();
    };
    const width = (now: number) => {
      if (now === this.width) return;
      this.width = now;
      style();
    };
    const sight = (seen: boolean) => {
      this.seen = seen;
      if (!seen && this.state.playing) this.dispatch({ type: "pause" });
    };
    return watch(this.root, { width, style, sight });
  }

  private readonly heard = () =>
    [
      ["change:spec", this.renew],
      ["change:buffers", this.renew],
      ["change:reply", this.hear],
    ] as const;

  private readonly hear = (): void => {
    const { id = 0, error = "" } = this.model.get("reply") ?? {};
    this.kernel.reply(id, error);
  };

  /** A new scene has come; spec and buffers change one after the other, and one frame takes both. */
  private readonly renew = (): void => {
    this.renewed = true;
    this.request();
  };

  /** The new scene takes the place of the old one; axes that stay keep their index. */
  private replace(): void {
    const [was, before] = [this.scene, this.state];
    this.renewed = false;
    this.scene = join(this.model.get("spec"), this.model.get("buffers"));
    const state = initial(this.scene.axes, this.scene.first, told(before));
    const playing = before.playing && this.scene.axes.some((axis) => axis.play);
    this.state = { ...state, playing, fraction: before.fraction };
    this.stage.replace(this.scene);
    this.furnish(was);
    this.speak();
  }

  /** Undo everything: after this the page is as it was. */
  readonly close = (): void => {
    this.life.abort();
    this.controlled.abort();
    this.stage.close();
    this.unwatch();
    this.kernel.close();
    cancelAnimationFrame(this.frame);
    clearTimeout(this.timer);
    for (const [name, call] of this.heard()) this.model.off(name, call);
    this.root.remove();
  };
}

/** Show the model in an element; the result undoes it. */
function render({ model, el }: { model: Model; el: HTMLElement }): () => void {
  return new Player(model, el).close;
}

export default { render };
