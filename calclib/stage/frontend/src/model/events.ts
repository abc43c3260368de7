// What can happen to a player, and how each event changes its state.
import {
  advanceGlides,
  type Glide,
  isContinuous,
  seenPosition,
  startGlide,
  stepGlide,
} from "./glide";
import { type AskEvent, ask } from "./questions";
import { type Axis, leadAxis, playAxis, type Scene } from "./scene";
import { clampIndex, openIndex, type Pointer, type State } from "./state";
import type { Camera } from "./types";

/** What the learner does with the controls, the keys and the pointer. */
type Choice =
  | { readonly type: "toggle" }
  | { readonly type: "pause" }
  | { readonly type: "jump" }
  | { readonly type: "loop" }
  | { readonly type: "step"; readonly by: number }
  | { readonly type: "move"; readonly axis: string; readonly to: number }
  | { readonly type: "speed"; readonly speed: number }
  | { readonly type: "show"; readonly label: string }
  | { readonly type: "turn"; readonly panel: number; readonly camera: Camera }
  | { readonly type: "face" };

/** What happens around those choices. */
type Circumstance =
  /** The page paints a frame; its time is in milliseconds. */
  | { readonly type: "frame"; readonly now: number }
  | { readonly type: "pointer"; readonly pointer: Pointer }
  | { readonly type: "leave"; readonly panel: number }
  /** The learner let go of a control. */
  | { readonly type: "rest" }
  /** Python was told. */
  | { readonly type: "told" }
  /** The live region has said what shows. */
  | { readonly type: "spoken" }
  | { readonly type: "note"; readonly note: string }
  | { readonly type: "renew" }
  | { readonly type: "scene"; readonly scene: Scene }
  | { readonly type: "width"; readonly width: number }
  | { readonly type: "restyle" }
  | { readonly type: "sight"; readonly inSight: boolean };

export type Event = Choice | Circumstance | AskEvent;

export const speeds = [0.25, 0.5, 1, 2, 4] as const;

// Seconds that a loop stays on its last step, so that the end can be seen.
const rest = 0.8;
// Seconds between two frames: after a hidden tab comes back, play goes on where it was.
const longestFrame = 0.25;

/** Put a glide in the place of the one that an axis had; null brings the axis to rest. */
function setGlide(state: State, name: string, glide: Glide | null): State {
  const { [name]: _, ...others } = state.glides;
  if (glide === null || state.calm) return { ...state, glides: others };
  return { ...state, glides: { ...others, [name]: glide } };
}

/** Move one axis at once; whoever moves the axis that plays takes over from the player. */
function move(state: State, name: string, to: number): State {
  const axis = state.scene.axes.find((one) => one.name === name);
  if (!axis) return state;
  const index = { ...state.index, [name]: clampIndex(to, axis.count) };
  const moved = setGlide({ ...state, index }, name, null);
  return axis.play ? { ...moved, playing: false, fraction: 0 } : moved;
}

/** Move one axis, which is seen to glide there from where it is seen now. */
function glide(state: State, name: string, to: number): State {
  const from = seenPosition(state.glides[name], state.index[name]);
  const moved = move(state, name, to);
  return setGlide(moved, name, from === moved.index[name] ? null : startGlide(from));
}

/** A slider is scrubbed: what plays follows at once, what is continuous glides. */
function scrub(state: State, name: string, to: number): State {
  const axis = state.scene.axes.find((one) => one.name === name);
  return axis && !axis.play && isContinuous(axis) ? glide(state, name, to) : move(state, name, to);
}

/** Move the leading axis by some steps; a single step glides. */
function step(state: State, by: number): State {
  const lead = leadAxis(state.scene.axes);
  if (!lead) return state;
  const glides = Math.abs(by) === 1 && (lead.play || isContinuous(lead));
  return (glides ? glide : move)(state, lead.name, state.index[lead.name] + by);
}

/** Let play go on for some seconds. */
function advance(state: State, axis: Axis, seconds: number): State {
  const last = axis.count - 1;
  const pace = (last / axis.duration) * state.speed;
  const before = state.index[axis.name];
  const position = before + state.fraction + seconds * pace;
  const ended = position >= (state.loop ? last + rest * pace : last);
  if (ended && state.loop) return { ...move(state, axis.name, 0), playing: true };
  const at = Math.min(last, Math.floor(position));
  const index = { ...state.index, [axis.name]: at };
  const next = { ...state, index, playing: !ended, fraction: ended ? 0 : position - at };
  if (at === before) return next;
  const step = 1000 / pace;
  return setGlide(next, axis.name, stepGlide(at, (position - at) * step, step));
}

/** Whether the next frame differs from this one though nothing else happens. */
export const isMoving = ({ playing, glides }: State): boolean =>
  playing || Object.keys(glides).length > 0;

/** One frame of motion; the first one only reads the clock. */
function showFrame(state: State, now: number): State {
  if (!isMoving(state)) return state;
  const passed = state.clock === null ? 0 : (now - state.clock) / 1000;
  const seconds = Math.max(0, Math.min(longestFrame, passed));
  const glides = advanceGlides(state.glides, 1000 * seconds);
  const glided = { ...state, clock: now, glides };
  const axis = playAxis(state.scene.axes);
  return axis && state.playing ? advance(glided, axis, seconds) : glided;
}

/** Play or pause; play at the end starts again. */
function toggle(state: State): State {
  const axis = playAxis(state.scene.axes);
  if (!axis) return state;
  const again = isAtEnd(state, axis) && !state.playing;
  const from = again ? move(state, axis.name, 0) : state;
  return { ...from, playing: !state.playing };
}

const isAtEnd = ({ index }: State, axis: Axis) => index[axis.name] === axis.count - 1;

/** The list without the label where it has it, else with it. */
const toggleLabel = (labels: readonly string[], label: string): string[] =>
  labels.includes(label) ? labels.filter((one) => one !== label) : [...labels, label];

/** Another scene takes the place of this one; axes that stay keep their index. */
function replaceScene(state: State, scene: Scene): State {
  const playing = state.playing && playAxis(scene.axes) !== undefined;
  const index = openIndex(scene, state.index);
  const rests = state.rests + 1;
  return { ...state, scene, index, playing, glides: {}, renewed: false, rests };
}

function choose(state: State, event: Choice): State {
  switch (event.type) {
    case "toggle":
      return toggle(state);
    case "pause":
      return { ...state, playing: false };
    case "jump": {
      const axis = playAxis(state.scene.axes);
      return axis ? move(state, axis.name, isAtEnd(state, axis) ? 0 : axis.count - 1) : state;
    }
    case "loop":
      return { ...state, loop: !state.loop };
    case "step":
      return step(state, event.by);
    case "move":
      return scrub(state, event.axis, event.to);
    case "speed":
      return { ...state, speed: event.speed };
    case "show":
      return { ...state, hidden: toggleLabel(state.hidden, event.label) };
    case "turn":
      return { ...state, views: { ...state.views, [event.panel]: event.camera } };
    case "face":
      return { ...state, views: {} };
  }
}

function meet(state: State, event: Circumstance): State {
  switch (event.type) {
    case "frame":
      return showFrame(state, event.now);
    case "pointer":
      return { ...state, pointer: event.pointer };
    case "leave":
      return state.pointer?.panel === event.panel ? { ...state, pointer: null } : state;
    case "rest":
      return { ...state, untold: true, rests: state.rests + 1 };
    case "told":
      return { ...state, untold: false };
    case "spoken":
      return { ...state, spokenViews: state.views };
    case "note":
      return { ...state, note: event.note };
    case "renew":
      return { ...state, renewed: true };
    case "scene":
      return replaceScene(state, event.scene);
    case "width":
      return event.width === state.width ? state : { ...state, width: event.width };
    case "restyle":
      return { ...state, looks: state.looks + 1 };
    case "sight":
      if (event.inSight === state.inSight) return state;
      // Play stops out of sight, so that the learner misses nothing.
      return { ...state, inSight: event.inSight, playing: state.playing && event.inSight };
  }
}

function change(state: State, event: Event): State {
  switch (event.type) {
    case "answer":
    case "send":
    case "reply":
    case "silence":
      return { ...state, questions: ask(state.questions, event) };
    case "toggle":
    case "pause":
    case "jump":
    case "loop":
    case "step":
    case "move":
    case "speed":
    case "show":
    case "turn":
    case "face":
      return { ...choose(state, event), note: "" };
    default:
      return meet(state, event);
  }
}

/**
 * Whether an event shows that the learner has played: the axis that plays has come to its end, by
 * play or by hand, or another axis, an answer, a label or a camera was changed.
 */
function isPlay(was: State, is: State, event: Event): boolean {
  if (["answer", "show", "turn"].includes(event.type)) return true;
  if (event.type === "scene" || was.index === is.index) return false;
  // A jump leads to the end, or away from an end that has been seen.
  if (event.type === "jump") return true;
  return is.scene.axes.some((axis) =>
    axis.play ? isAtEnd(is, axis) : is.index[axis.name] !== was.index[axis.name],
  );
}

/** The state after an event. */
export function reduce(was: State, event: Event): State {
  const changed = change(was, event);
  // The clock runs while something moves; at rest its time says nothing.
  const timed = changed.clock !== null && !isMoving(changed);
  const is = timed ? { ...changed, clock: null } : changed;
  // Whoever drags the slider out of play has not let go yet.
  const stopped = was.playing && !is.playing && event.type !== "move";
  const rested = stopped ? { ...is, untold: true, rests: is.rests + 1 } : is;
  return !was.played && isPlay(was, is, event) ? { ...rested, played: true } : rested;
}
