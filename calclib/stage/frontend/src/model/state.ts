// What the learner has chosen, and how each event changes it.
import { type Axis, leadAxis, playAxis } from "./scene";
import type { Camera, Index } from "./types";

export interface State {
  readonly index: Index;
  readonly playing: boolean;
  readonly speed: number;
  /** The part of the present step that has been played already; at a loop's end it is the rest. */
  readonly fraction: number;
  readonly loop: boolean;
  /** Labels of what is switched off, in every panel. */
  readonly hidden: readonly string[];
  /** Cameras of the 3-D panels that were turned, by the panel's number. */
  readonly views: Readonly<Record<string, Camera>>;
}

/** What of a state Python is told, a preset holds, and a scene opens in. */
export interface Told {
  readonly index?: Index;
  readonly speed?: number;
  readonly loop?: boolean;
  readonly hidden?: readonly string[];
  readonly views?: Readonly<Record<string, Camera>>;
}

export type Event =
  | { readonly type: "toggle" }
  | { readonly type: "pause" }
  | { readonly type: "jump" }
  | { readonly type: "loop" }
  | { readonly type: "tick"; readonly seconds: number }
  | { readonly type: "step"; readonly by: number }
  | { readonly type: "move"; readonly axis: string; readonly to: number }
  | { readonly type: "speed"; readonly speed: number }
  | { readonly type: "show"; readonly label: string }
  | { readonly type: "turn"; readonly panel: number; readonly camera: Camera }
  | { readonly type: "face" };

export const speeds = [0.25, 0.5, 1, 2, 4] as const;

// Seconds that a loop stays on its last step, so that the end can be seen.
const rest = 0.8;

const clamp = (value: number, count: number) => Math.max(0, Math.min(count - 1, value));

/** The state a scene opens in: what was told where its axes exist, else the scene's first index. */
export function initial(axes: readonly Axis[], first: Index, told: Told): State {
  const { index: wanted = {}, speed = 1, loop = false, hidden = [], views = {} } = told;
  const index = Object.fromEntries(
    axes.map(({ name, count }) => [name, clamp(wanted[name] ?? first[name] ?? 0, count)]),
  );
  return { index, playing: false, speed, fraction: 0, loop, hidden, views };
}

/** The part of a state worth keeping; what is as a scene opens is left out. */
export function told({ index, speed, loop, hidden, views }: State): Told {
  return {
    index,
    speed,
    ...(loop && { loop }),
    ...(hidden.length > 0 && { hidden }),
    ...(Object.keys(views).length > 0 && { views }),
  };
}

/** Move one axis; whoever moves the axis that plays takes over from the player. */
function move(axes: readonly Axis[], state: State, name: string, to: number): State {
  const axis = axes.find((one) => one.name === name);
  if (!axis) return state;
  const index = { ...state.index, [name]: clamp(to, axis.count) };
  return axis.play ? { ...state, index, playing: false, fraction: 0 } : { ...state, index };
}

function tick(state: State, axis: Axis, seconds: number): State {
  const last = axis.count - 1;
  const pace = (last / axis.duration) * state.speed;
  const position = state.index[axis.name] + state.fraction + seconds * pace;
  const ended = position >= (state.loop ? last + rest * pace : last);
  if (ended && state.loop) return { ...move([axis], state, axis.name, 0), playing: true };
  const at = Math.min(last, Math.floor(position));
  const index = { ...state.index, [axis.name]: at };
  return { ...state, index, playing: !ended, fraction: ended ? 0 : position - at };
}

/** The state after an event. */
export function reduce(axes: readonly Axis[], state: State, event: Event): State {
  const axis = playAxis(axes);
  const ended = axis !== undefined && state.index[axis.name] === axis.count - 1;
  switch (event.type) {
    case "toggle": {
      if (!axis) return state;
      const rewound = ended && !state.playing ? move(axes, state, axis.name, 0) : state;
      return { ...rewound, playing: !state.playing };
    }
    case "pause":
      return { ...state, playing: false };
    case "jump":
      return axis ? move(axes, state, axis.name, ended ? 0 : axis.count - 1) : state;
    case "loop":
      return { ...state, loop: !state.loop };
    case "tick":
      return axis && state.playing ? tick(state, axis, event.seconds) : state;
    case "step": {
      const lead = leadAxis(axes);
      return lead ? move(axes, state, lead.name, state.index[lead.name] + event.by) : state;
    }
    case "move":
      return move(axes, state, event.axis, event.to);
    case "speed":
      return { ...state, speed: event.speed };
    case "show":
      return { ...state, hidden: switched(state.hidden, event.label) };
    case "turn":
      return { ...state, views: { ...state.views, [event.panel]: event.camera } };
    case "face":
      return { ...state, views: {} };
  }
}

/** A list without a label that it had, or with one that it had not. */
const switched = (labels: readonly string[], label: string): string[] =>
  labels.includes(label) ? labels.filter((one) => one !== label) : [...labels, label];
