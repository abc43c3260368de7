// The keys of the stage: Space, arrows, Home, End; with Shift, and 0, for 3-D panels.
import { turned } from "../model/camera";
import type { Scene } from "../model/scene";
import type { Event, State } from "../model/state";
import type { Camera } from "../model/types";

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

/** The camera of a panel as it stands now; flat panels have none. */
export const cameraOf = (scene: Scene, { views }: State, k: number): Camera | null =>
  scene.panels[k].camera ? (views[k] ?? scene.panels[k].camera) : null;

/** What a key pressed on the panels does: none, one or, where it turns, several events. */
export function pressed(event: KeyboardEvent, scene: Scene, state: State): Event[] {
  const turn = turns[event.key];
  if (event.shiftKey && turn)
    return scene.panels.flatMap((_, panel): Event[] => {
      const camera = cameraOf(scene, state, panel);
      return camera ? [{ type: "turn", panel, camera: turned(camera, ...turn) }] : [];
    });
  if (event.key === "0" && scene.panels.some(({ camera }) => camera)) return [{ type: "face" }];
  const by = event.shiftKey || event.ctrlKey || event.metaKey ? undefined : steps[event.key];
  return by === undefined ? [] : [{ type: "step", by }];
}
