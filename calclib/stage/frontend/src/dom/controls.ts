// The controls under the panels: native elements, one row an axis.

import { type Event, speeds } from "../model/events";
import { axisText } from "../model/numbers";
import { type Axis, type Mark, playAxis, type Scene } from "../model/scene";
import type { State } from "../model/state";
import { labels } from "../model/visibility";
import { playerWords } from "../words/words";
import { type Attributes, button, icon, type icons, keys, make, put, write } from "./elements";

export interface Wiring {
  readonly dispatch: (event: Event) => void;
  /** The learner let go of a control. */
  readonly letGo: () => void;
  readonly signal: AbortSignal;
  /** Copy the present state as text. */
  readonly copy: () => void;
  /** Jump between the ends instead of playing. */
  readonly calm: boolean;
}

export interface Controls {
  readonly element: HTMLElement;
  readonly update: (state: State) => void;
}

type Update = (state: State) => void;

function iconButton(
  name: string,
  picture: keyof typeof icons,
  wiring: Wiring,
  press: () => void,
  attributes: Attributes = {},
) {
  const element = button(name, wiring, press, { class: "icon", title: name, ...attributes });
  element.append(icon(picture));
  return element;
}

/** A range input for an axis, with its value in words beside it, after a name where it has one. */
function slider(axis: Axis, wiring: Wiring, name = "") {
  const { dispatch, letGo, signal } = wiring;
  const input = make("input", {
    type: "range",
    min: "0",
    max: `${axis.count - 1}`,
    step: "1",
    "data-axis": axis.name,
    "aria-label": axis.shown,
    ...keys,
  });
  const output = make("output");
  const move = () => dispatch({ type: "move", axis: axis.name, to: Number(input.value) });
  input.addEventListener("input", move, { signal });
  input.addEventListener("change", letGo, { signal });
  const update: Update = ({ index }) => {
    const words = axisText(axis, index[axis.name]);
    if (input.value !== `${index[axis.name]}`) input.value = `${index[axis.name]}`;
    put(input, "aria-valuetext", words);
    write(output, name + words);
  };
  // Words that fill more than their column have a line of their own.
  const point = axis.values?.shape.length === 2 ? 14 : 6;
  const longest = Math.max(...(axis.labels?.map((label) => label.length) ?? [point]));
  return { input, output, update, look: name.length + longest > 14 ? "row long" : "row" };
}

/** One button a word, of which one is pressed. */
function choices(axis: Axis, wiring: Wiring): { element: HTMLElement; update: Update } {
  const buttons = (axis.labels ?? []).map((words, to) => {
    const press = () => {
      wiring.dispatch({ type: "move", axis: axis.name, to });
      wiring.letGo();
    };
    const one = button(words, wiring, press);
    one.append(words);
    return one;
  });
  const element = make(
    "div",
    { class: "choices", role: "group", "data-axis": axis.name, "aria-label": axis.shown },
    ...buttons,
  );
  const update: Update = ({ index }) => {
    for (const [k, one] of buttons.entries())
      put(one, "aria-pressed", String(k === index[axis.name]));
  };
  return { element, update };
}

/** The menu of speeds. */
function pace({ dispatch, signal }: Wiring): { element: HTMLElement; update: Update } {
  const names = ["¼×", "½×", "1×", "2×", "4×"];
  const options = speeds.map((speed, k) => make("option", { value: `${speed}` }, names[k]));
  const attributes = { "data-role": "speed", "aria-label": playerWords().speed, ...keys };
  const element = make("select", attributes, ...options);
  const choose = () => dispatch({ type: "speed", speed: Number(element.value) });
  element.addEventListener("change", choose, { signal });
  const update: Update = ({ speed }) => {
    if (element.value !== `${speed}`) element.value = `${speed}`;
  };
  return { element, update };
}

/** The button that plays and pauses, or jumps between the ends where the learner prefers reduced motion. */
function playButton(axis: Axis, wiring: Wiring): { element: HTMLElement; update: Update } {
  const { dispatch, letGo, calm } = wiring;
  const press = () => {
    dispatch({ type: calm ? "jump" : "toggle" });
    if (calm) letGo();
  };
  const element = button("", wiring, press, { "data-role": "play" });
  const update: Update = ({ playing, index }) => {
    const words = playerWords();
    const ended = index[axis.name] === axis.count - 1;
    const jump = ended ? words.jumpToStart : words.jumpToEnd;
    const name = calm ? jump : playing ? words.pause : words.play;
    if (element.getAttribute("aria-label") === name) return;
    element.setAttribute("aria-label", name);
    element.replaceChildren(icon(playing ? "pause" : "play"));
  };
  return { element, update };
}

/** Play, step, scrub and speed for the axis that plays. */
function deck(axis: Axis, wiring: Wiring): Controls {
  const { dispatch, letGo } = wiring;
  const step = (name: string, picture: keyof typeof icons, by: number) =>
    iconButton(name, picture, wiring, () => {
      dispatch({ type: "step", by });
      letGo();
    });
  const play = playButton(axis, wiring);
  const back = step(playerWords().stepBack, "back", -1);
  const forward = step(playerWords().stepForward, "forward", 1);
  const { input, output, update, look } = slider(axis, wiring, `${axis.shown} `);
  const buttons = make("div", { class: "buttons" }, play.element, back, forward);
  const element = make("div", { class: `${look} deck` }, buttons, input, output);
  const show: Update = (state) => {
    update(state);
    play.update(state);
  };
  return { element, update: show };
}

/** Speed, loop and copy, at the end of the first row. */
function tools(playing: boolean, wiring: Wiring): Controls {
  const { dispatch, letGo, copy, calm } = wiring;
  const speed = pace(wiring);
  const flip = () => {
    dispatch({ type: "loop" });
    letGo();
  };
  const loop = iconButton(playerWords().loop, "loop", wiring, flip, { "data-role": "loop" });
  const preset = iconButton(playerWords().copyPreset, "copy", wiring, copy, {
    "data-role": "copy",
  });
  const element = make("div", { class: "tools" }, preset);
  if (playing && !calm) element.prepend(speed.element, loop);
  const update: Update = (state) => {
    speed.update(state);
    put(loop, "aria-pressed", String(state.loop));
  };
  return { element, update };
}

const mostChoices = 8;

/** A labelled row for an axis that does not play. */
function row(axis: Axis, wiring: Wiring): Controls {
  const label = make("span", { class: "name" }, axis.shown);
  const worded = axis.labels && (!axis.values || axis.count <= mostChoices);
  if (worded) {
    const { element, update } = choices(axis, wiring);
    return { element: make("div", { class: "row" }, label, element), update };
  }
  const { input, output, update, look } = slider(axis, wiring);
  return { element: make("div", { class: look }, label, input, output), update };
}

const named = (mark: Mark) => labels(mark).some((label) => label !== "");

/** All controls of a scene. */
export function makeControls(scene: Scene, wiring: Wiring): Controls {
  const playing = playAxis(scene.axes);
  const parts = scene.axes
    .filter((axis) => axis !== playing && axis.count > 1)
    .map((axis) => row(axis, wiring));
  if (playing) parts.unshift(deck(playing, wiring));
  const last = tools(playing !== undefined, wiring);
  const element = make("div", { class: "controls" }, ...parts.map((part) => part.element));
  // Where nothing can be chosen there is no preset to copy.
  const chosen = scene.panels.some(({ camera, marks }) => camera || marks.some(named));
  if (parts.length > 0) parts[0].element.append(last.element);
  else if (chosen) element.append(make("div", { class: "row" }, last.element));
  const update: Update = (state) => {
    for (const part of [...parts, last]) part.update(state);
  };
  return { element, update };
}
