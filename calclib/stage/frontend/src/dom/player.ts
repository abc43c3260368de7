// The widget: a model's spec and buffers in, a playing scene out.
import { type Event, isMoving, reduce } from "../model/events";
import { preset } from "../model/preset";
import { type Answer, isDue, openQuestions } from "../model/questions";
import { join, type Scene, shownName } from "../model/scene";
import { openState, report, type State } from "../model/state";
import type { Kind } from "../model/types";
import { painters } from "../paint/painters";
import { speak, spoken } from "../words/words";
import { copyPreset } from "./clipboard";
import { makeControls } from "./controls";
import { make, put, write } from "./elements";
import { type Fields, makeFields } from "./fields";
import { cancelFrame, requestFrame } from "./frames";
import { eventsOfKey } from "./keys";
import { remember, rememberAlive } from "./memo";
import { makeReadout } from "./readout";
import { describeTurns, makeStage, type Stage } from "./stage";
import { css } from "./style";
import { watch } from "./surroundings";
import type { Model } from "./widget";

export type { Model };

export const kinds = Object.keys(painters) as Kind[];

// A held arrow key lets go of the slider many times a second; Python hears the last of them.
const quiet = 200;
// A kernel that has not answered for so long is said to be silent.
const patience = 8000;
// While a scene plays its numbers and sliders follow in one of so many pictures: nobody reads numbers
// sixty times a second, and each change costs the page a layout.
const glance = 4;
// Until the page lays the player out for its first picture.
const unknownWidth = 720;

// A frame paints what these change, so they ask for none.
const withoutFrame: ReadonlySet<Event["type"]> = new Set(["frame", "scene", "told", "spoken"]);

/** One player on a page. Everything that it knows is in `state`, which reduce() alone changes. */
class Player {
  private state: State;
  // Besides the state two numbers change: two timers, to cancel them.
  private restTimer = 0;
  private silenceTimer = 0;

  private readonly life = new AbortController();
  private readonly root = make("figure", { class: "calclib", "data-calclib": "player" });
  private readonly caption = make("figcaption");
  private readonly foot = make("div");
  private readonly desk = make("div");
  private readonly note = make("p", { class: "note", role: "status" });
  private readonly spoken = make("div", { class: "spoken", "aria-live": "polite" });
  private readonly stage: Stage;
  private readonly fields: Fields;

  constructor(
    private readonly model: Model,
    host: HTMLElement,
  ) {
    host.append(this.root);
    speak(model.get("spec").language);
    put(this.root, "lang", spoken());
    this.state = openState({
      scene: join(model.get("spec"), model.get("buffers")),
      report: model.get("state") ?? {},
      // Another view of this model may have asked before: the numbers of requests go on from there.
      questions: openQuestions(
        model.get("answers") ?? {},
        model.send !== undefined,
        model.get("reply")?.id,
      ),
      width: unknownWidth,
      calm: matchMedia("(prefers-reduced-motion: reduce)").matches,
    });
    this.stage = makeStage({
      root: this.root,
      life: this.life.signal,
      state: () => this.state,
      dispatch: this.dispatch,
      letGo: this.letGo,
      answer: this.answer,
    });
    const shownAs = (name: string) => shownName(this.state.scene, name);
    this.fields = makeFields(this.state.questions, shownAs, this.answer, this.life.signal);
    const { element, below } = this.stage;
    this.root.append(make("style", {}, css), this.caption, element, below, this.foot, this.desk);
    this.root.append(this.fields.element, this.note, this.spoken);
    this.listen();
    this.requestFrame();
  }

  /** Change the state, and let everything around it follow. */
  private readonly dispatch = (event: Event): void => {
    const was = this.state;
    this.state = reduce(was, event);
    if (this.state === was || this.life.signal.aborted) return;
    this.follow(was);
    if (!withoutFrame.has(event.type)) this.requestFrame();
  };

  private follow(was: State): void {
    const { questions, rests, played, note } = this.state;
    write(this.note, note);
    if (rests !== was.rests) this.waitForQuiet();
    if (isDue(questions)) this.ask();
    if (was.questions.waiting && !questions.waiting) clearTimeout(this.silenceTimer);
    if (played && !was.played)
      this.root.dispatchEvent(new CustomEvent("calclib-played", { bubbles: true, composed: true }));
  }

  /** The learner let go of a control. */
  private readonly letGo = (): void => this.dispatch({ type: "rest" });

  private readonly answer = (name: string, answer: Answer): void =>
    this.dispatch({ type: "answer", name, answer });

  /** Once things are quiet tell Python what it does not know, and the live region what shows. */
  private waitForQuiet(): void {
    clearTimeout(this.restTimer);
    this.restTimer = window.setTimeout(() => {
      if (this.state.playing) return;
      if (this.state.untold) {
        this.model.set("state", report(this.state));
        this.model.save_changes();
        this.dispatch({ type: "told" });
      }
      const shown = this.readout(this.state.scene).sentence(this.state.index);
      this.spoken.textContent = [...describeTurns(this.state), shown].join(" ").trim();
      this.dispatch({ type: "spoken" });
    }, quiet);
  }

  /** Send the request that is due, and give up waiting for Python after a while. */
  private ask(): void {
    this.dispatch({ type: "send" });
    const giveUp = () => this.dispatch({ type: "silence" });
    clearTimeout(this.silenceTimer);
    this.silenceTimer = window.setTimeout(giveUp, this.model.patience ?? patience);
    const { sent, answers } = this.state.questions;
    try {
      this.model.send?.({ type: "ask", id: sent, answers });
    } catch {
      // A widget manager that has lost its kernel throws at once.
      giveUp();
    }
  }

  /** Ask for a paint; any number of requests before the next frame make one. */
  private requestFrame(): void {
    requestFrame(this.turn);
  }

  private readonly turn = (now: number): void => {
    if (this.root.dataset.painted === undefined) {
      this.measure();
      // This frame paints the width that was found; no second one is needed.
      cancelFrame(this.turn);
    }
    if (this.state.renewed) {
      const scene = join(this.model.get("spec"), this.model.get("buffers"));
      this.dispatch({ type: "scene", scene });
    }
    if (isMoving(this.state)) {
      this.dispatch({ type: "frame", now });
      if (isMoving(this.state)) this.requestFrame();
    }
    // A player that plays out of sight keeps its time, but is not painted.
    if (this.state.inSight || !this.state.playing) this.paint();
  };

  /** Take the width that the page gives: read later, it would make the first picture a second time. */
  private measure(): void {
    const width = Math.round(this.root.getBoundingClientRect().width);
    if (width > 0) this.dispatch({ type: "width", width });
  }

  private paint(): void {
    const { state, root } = this;
    const painted = Number(root.dataset.painted ?? 0);
    this.showTitle(state.scene.title);
    this.stage.paint();
    // Which of the pictures with numbers and sliders of their own it is while the scene plays.
    const beat = Math.floor(painted / glance);
    this.showControls(state.scene, state.playing ? beat : state);
    this.fields.update(state.questions);
    for (const { name, slug } of state.scene.axes)
      put(root, `data-index-${slug}`, `${state.index[name]}`);
    put(root, "data-moving", String(isMoving(state)));
    put(root, "data-painted", `${1 + painted}`);
  }

  private readonly showTitle = remember((title: string) => {
    write(this.caption, title);
    this.caption.hidden = title === "";
  });

  private readonly copy = async (): Promise<void> => {
    const text = preset(this.state, this.state.questions.answers);
    this.dispatch({ type: "note", note: await copyPreset(text) });
  };

  private readonly axesText = remember((scene: Scene) => JSON.stringify(scene.axes));

  private readonly showControls = remember((scene: Scene, _when: number | State) => {
    this.controls(this.axesText(scene)).update(this.state);
    this.readout(scene).update(this.state.index);
  });

  /** Controls that would be the same stay, with their focus. */
  private readonly controls = rememberAlive(this.life.signal, (signal, _axes: string) => {
    const { scene, calm } = this.state;
    const { dispatch, letGo } = this;
    const copy = () => void this.copy();
    const made = makeControls(scene, { dispatch, letGo, copy, signal, calm });
    this.desk.replaceChildren(made.element);
    return made;
  });

  private readonly readout = remember((scene: Scene) => {
    const made = makeReadout(scene);
    this.foot.replaceChildren(made.element);
    return made;
  });

  private readonly press = (event: KeyboardEvent): void => {
    const events = eventsOfKey(event, this.state, this.stage.element);
    if (events.length === 0) return;
    for (const one of events) this.dispatch(one);
    if (events.some(({ type }) => type !== "toggle")) this.letGo();
    event.preventDefault();
  };

  /** Follow the model, the keys, the page's width and its theme. */
  private listen(): void {
    const { model, dispatch } = this;
    const { signal } = this.life;
    const renew = () => dispatch({ type: "renew" });
    const reply = () => {
      const { id = 0, error = "" } = model.get("reply") ?? {};
      dispatch({ type: "reply", id, error });
    };
    const heard = [
      ["change:spec", renew],
      ["change:buffers", renew],
      ["change:reply", reply],
    ] as const;
    for (const [name, call] of heard) model.on(name, call);
    signal.addEventListener("abort", () => {
      for (const [name, call] of heard) model.off(name, call);
    });
    this.root.addEventListener("keydown", this.press, { signal });
    watch(this.root, signal, {
      width: (width) => dispatch({ type: "width", width }),
      style: () => dispatch({ type: "restyle" }),
      sight: (inSight) => dispatch({ type: "sight", inSight }),
    });
  }

  /** Undo everything: after this the page is as it was. */
  readonly close = (): void => {
    this.life.abort();
    cancelFrame(this.turn);
    clearTimeout(this.restTimer);
    clearTimeout(this.silenceTimer);
    this.root.remove();
  };
}

/** Show the model in an element; the result undoes it. */
function render({ model, el }: { model: Model; el: HTMLElement }): () => void {
  return new Player(model, el).close;
}

export default { render };
