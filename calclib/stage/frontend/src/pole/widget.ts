// A learner holds the pole, by keys or by touch, and then watches the policy of lesson 21 hold it.
// The same `render` serves a notebook and a page without a kernel: a model need send to nobody.
import { put, write } from "../dom/elements";
import { watch } from "../dom/surroundings";
import {
  beginHolding,
  type Given,
  type HoldingEvent,
  isMoving,
  reduceHolding,
  type Side,
  type Try,
} from "../model/holding";
import { stepTime } from "../model/pole";
import { readTheme } from "../paint/theme";
import { speak } from "../words/words";
import { paintPole, shape } from "./drawing";
import { fillRows, makeElements } from "./elements";
import { inSeconds, type Row, rowsOf, sentence } from "./words";

export interface Traits {
  readonly given: Given;
  readonly rows: readonly Row[];
  readonly tries: readonly Try[];
  /** Missing for English. */
  readonly language?: string;
}

export interface Model {
  get<Name extends keyof Traits>(name: Name): Traits[Name];
  set(name: "tries", value: readonly Try[]): void;
  save_changes(): void;
}

type Dispatch = (event: HoldingEvent) => void;

const narrowest = 200;
const arrows: Readonly<Record<string, Side>> = { ArrowLeft: "left", ArrowRight: "right" };

/** Hold a key to push; a key that repeats itself is still the same press. */
function listenToKeys(
  element: HTMLElement,
  sideOf: (key: string) => Side | undefined,
  dispatch: Dispatch,
  signal: AbortSignal,
): void {
  const hear = (event: KeyboardEvent, type: "press" | "release") => {
    const side = sideOf(event.key);
    if (!side || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    if (!event.repeat) dispatch({ type, side });
  };
  element.addEventListener("keydown", (event) => hear(event, "press"), { signal });
  element.addEventListener("keyup", (event) => hear(event, "release"), { signal });
  element.addEventListener("blur", () => dispatch({ type: "let go" }), { signal });
}

/** Hold a button to push, with a finger, the pointer, Space or Enter. */
function listenToButton(
  button: HTMLButtonElement,
  side: Side,
  dispatch: Dispatch,
  signal: AbortSignal,
): void {
  const press = (event: PointerEvent) => {
    if (event.button !== 0) return;
    button.setPointerCapture?.(event.pointerId);
    dispatch({ type: "press", side });
  };
  button.addEventListener("pointerdown", press, { signal });
  for (const name of ["pointerup", "pointercancel", "lostpointercapture"])
    button.addEventListener(name, () => dispatch({ type: "release", side }), { signal });
  // A long touch would open a menu.
  button.addEventListener("contextmenu", (event) => event.preventDefault(), { signal });
  const sideOf = (key: string) => (key === " " || key === "Enter" ? side : arrows[key]);
  listenToKeys(button, sideOf, dispatch, signal);
}

/** Make the canvas as wide as its place and as sharp as the screen; returns its width. */
function fitCanvas(root: HTMLElement, canvas: HTMLCanvasElement): number {
  const style = getComputedStyle(root);
  const padding = Number.parseFloat(style.paddingLeft) + Number.parseFloat(style.paddingRight);
  const size = Math.max(narrowest, Math.floor(root.clientWidth - (padding || 0)));
  const ratio = window.devicePixelRatio || 1;
  const width = Math.round(size * ratio);
  if (canvas.width !== width) {
    canvas.width = width;
    canvas.height = Math.round(size * shape * ratio);
    canvas.style.width = `${size}px`;
    canvas.style.height = `${size * shape}px`;
  }
  return size;
}

/** Show the pole in an element; the result undoes it. */
export function render({ model, el }: { model: Model; el: ParentNode }): () => void {
  speak(model.get("language"));
  const life = new AbortController();
  const { signal } = life;
  const given = model.get("given");
  const policies = model.get("rows");
  const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
  const { root, canvas, clock, said, left, right, slow, look, rows } = makeElements();
  let holding = beginHolding(given, model.get("tries"), calm());
  let frame = 0;
  let before: number | undefined; // when the last frame was, while something moves

  const list = () => fillRows(rows, rowsOf(holding.tries, policies), given.longest * stepTime);

  const dispatch: Dispatch = (event) => {
    const was = holding;
    holding = reduceHolding(was, event);
    if (holding.tries !== was.tries) {
      model.set("tries", holding.tries);
      model.save_changes();
      list();
    }
    ask();
  };

  /** Ask for one frame of the page, however much changes before it. */
  const ask = () => {
    if (frame === 0) frame = requestAnimationFrame(turn);
  };

  const turn = (now: number) => {
    frame = 0;
    if (isMoving(holding)) {
      if (before !== undefined) dispatch({ type: "pass", seconds: (now - before) / 1000 });
      before = now;
      ask();
    } else before = undefined;
    paint();
  };

  const paint = () => {
    const size = fitCanvas(root, canvas);
    const context = canvas.getContext("2d");
    if (context) {
      const ratio = canvas.width / size;
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      paintPole(context, holding, size, readTheme(getComputedStyle(root)));
    }
    write(clock, inSeconds(holding.steps * stepTime));
    write(said, sentence(holding));
    left.classList.toggle("down", holding.down.at(-1) === "left");
    right.classList.toggle("down", holding.down.at(-1) === "right");
    put(root, "data-phase", holding.phase);
    put(root, "data-painted", "");
  };

  slow.checked = holding.slow;
  listenToKeys(canvas, (key) => arrows[key], dispatch, signal);
  listenToButton(left, "left", dispatch, signal);
  listenToButton(right, "right", dispatch, signal);
  slow.addEventListener("change", () => dispatch({ type: "slow", on: slow.checked }), { signal });
  look.addEventListener("click", () => dispatch({ type: "watch", atOnce: calm() }), { signal });
  signal.addEventListener("abort", () => cancelAnimationFrame(frame));
  el.append(root);
  watch(root, signal, { width: ask, style: ask, sight: ask });
  list();
  paint();
  return () => {
    life.abort();
    root.remove();
  };
}
