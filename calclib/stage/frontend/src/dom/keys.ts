// The keys of the stage: Space, arrows, Home, End; with Shift, and 0, for 3-D panels.
import { turnCamera } from "../model/camera";
import type { Event } from "../model/events";
import { cameraOf, type State } from "../model/state";

/** Degrees that Shift and an arrow key turn the 3-D panels by: around, up. */
const turns: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-5, 0],
  ArrowRight: [5, 0],
  ArrowUp: [0, 5],
  ArrowDown: [0, -5],
};
const steps: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowRight: 1,
  Home: -Infinity,
  End: Infinity,
};

/** What a key pressed on the panels does: none, one or, where it turns, several events. */
function eventsOnStage(event: KeyboardEvent, state: State): Event[] {
  const { panels } = state.scene;
  const turn = turns[event.key];
  if (event.shiftKey && turn)
    return panels.flatMap((_, panel): Event[] => {
      const camera = cameraOf(state, panel);
      return camera ? [{ type: "turn", panel, camera: turnCamera(camera, ...turn) }] : [];
    });
  if (event.key === "0" && panels.some(({ camera }) => camera)) return [{ type: "face" }];
  const by = event.shiftKey || event.ctrlKey || event.metaKey ? undefined : steps[event.key];
  return by === undefined ? [] : [{ type: "step", by }];
}

/** What a key pressed anywhere in the player does; a slider takes its own arrow keys. */
export function eventsOfKey(event: KeyboardEvent, state: State, onStage: boolean): Event[] {
  const { target, key } = event;
  const onSlider = target instanceof HTMLInputElement && target.type === "range";
  if (key === " " && (onStage || onSlider)) return [{ type: state.calm ? "jump" : "toggle" }];
  return onStage ? eventsOnStage(event, state) : [];
}
