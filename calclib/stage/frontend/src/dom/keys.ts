// The keys of the stage: Space plays, arrows step, Home and End; Shift with an arrow turns what stands
// in space, + and − zoom it, Alt with an arrow moves over what is zoomed, 0 resets it. They mean the
// same wherever on the stage the focus is.
import { turnCamera } from "../model/camera";
import type { Event } from "../model/events";
import { cameraOf, type State } from "../model/state";
import type { Camera } from "../model/types";
import { panCamera, zoomCamera } from "../model/zoom";

/** Where an arrow points: to the right, up. */
const arrows: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};
/** Degrees that Shift and an arrow turn a 3-D panel by. */
const turn = 5;
/** The share of what is seen by which Alt and an arrow move over a zoomed panel. */
const pan = 0.1;
/** What a key zooms a 3-D panel by; = is + without Shift. */
const zooms: Readonly<Record<string, number>> = { "+": 1.25, "=": 1.25, "-": 0.8, "−": 0.8 };
const steps: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowRight: 1,
  Home: -Infinity,
  End: Infinity,
};

/** How a key changes a camera, if it does. */
function cameraChange(event: KeyboardEvent): ((camera: Camera) => Camera) | null {
  const { key, shiftKey, altKey } = event;
  const [right, up] = arrows[key] ?? [0, 0];
  const points = right || up;
  if (altKey) return points ? (camera) => panCamera(camera, pan * right, -pan * up) : null;
  if (shiftKey && points) return (camera) => turnCamera(camera, turn * right, turn * up);
  const zoom = zooms[key];
  return zoom ? (camera) => zoomCamera(camera, zoom) : null;
}

/**
 * What a key pressed on the panels does: none, one or, where it turns several, as many events.
 *
 * own: the 3-D panel that has the focus, which then turns alone; undefined where the whole stage
 * has it, and all turn.
 */
function eventsOnStage(event: KeyboardEvent, state: State, own: number | undefined): Event[] {
  if (event.ctrlKey || event.metaKey) return [];
  const change = cameraChange(event);
  if (change)
    return state.scene.panels.flatMap((_, panel): Event[] => {
      const camera = own === undefined || own === panel ? cameraOf(state, panel) : null;
      const changed = camera && change(camera);
      // What is not zoomed has no room to move in, and leaves Alt with an arrow to the browser.
      return changed && changed !== camera ? [{ type: "turn", panel, camera: changed }] : [];
    });
  if (event.altKey) return [];
  if (event.key === "0" && state.scene.panels.some(({ camera }) => camera))
    return [{ type: "face" }];
  const by = event.shiftKey ? undefined : steps[event.key];
  return by === undefined ? [] : [{ type: "step", by }];
}

/** What a key pressed anywhere in the player does; a slider takes its own arrow keys. */
export function eventsOfKey(event: KeyboardEvent, state: State, stage: Element): Event[] {
  const { target, key } = event;
  const panel = target instanceof HTMLElement ? target.dataset.panel : undefined;
  const onStage = target === stage || panel !== undefined;
  const onSlider = target instanceof HTMLInputElement && target.type === "range";
  if (key === " " && (onStage || onSlider)) return [{ type: state.calm ? "jump" : "toggle" }];
  return onStage ? eventsOnStage(event, state, panel === undefined ? undefined : +panel) : [];
}
