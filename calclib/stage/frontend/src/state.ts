// What the learner has chosen, and how each event changes it.
import { type Axis, leadAxis, playAxis } from "./scene";
import type { Index } from "./types";

export interface State {
  readonly index: Index;
  readonly playing: boolean;
  readonly speed: number;
  /** The part of the present step that has been played already, in [0, 1). */
  readonly fraction: number;
}

export type Event =
  | { readonly type: "toggle" }
  | { readonly type: "pause" }
  | { readonly type: "jump" }
  | { readonly type: "tick"; readonly seconds: number }
  | { readonly type: "step"; readonly by: number }
  | { readonly type: "move"; readonly axis: string; readonly to: number }
  | { readonly type: "speed"; readonly speed: number };

export const speeds = [0.25, 0.5, 1, 2, 4] as const;

const clamp = (value: number, count: number) => Math.max(0, Math.min(count - 1, value));

/** The state a scene opens in: `wanted` where its axes exist, else the scene's first index. */
export function initial(axes: readonly Axis[], first: Index, wanted: Index, speed = 1): State {
  const index = Object.fromEntries(
    axes.map(({ name, count }) => [name, clamp(wanted[name] ?? first[name] ?? 0, count)]),
  );
  return { index, playing: false, speed, fraction: 0 };
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
  const ended = position >= last;
  const at = ended ? last : Math.floor(position);
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
  }
}
