// All that a player knows: the scene, what the learner has chosen, and what is on its way.

import type { Glides } from "./glide";
import { clamp } from "./numbers";
import type { Questions } from "./questions";
import type { Scene } from "./scene";
import type { Camera, Index } from "./types";

type Place = readonly [number, number];

/** A pressed pointer: it carries the chosen point, turns or zooms the panel, or has not moved yet. */
export interface Press {
  /** Where it was before, in pixels of the panel. */
  readonly from: Place;
  readonly doing: "carry" | "turn" | "pinch" | "nothing";
}

/** The pointer while it is over a panel. */
export interface Pointer {
  readonly panel: number;
  /** In pixels of the panel. */
  readonly at: Place;
  readonly press: Press | null;
  /** Where each finger is that touches the panel, by its number. */
  readonly fingers: Readonly<Record<string, Place>>;
}

export interface State {
  readonly scene: Scene;
  readonly index: Index;
  readonly playing: boolean;
  readonly speed: number;
  /** The part of the present step that has been played already; at a loop's end it is the rest. */
  readonly fraction: number;
  /** The axes that are seen on their way to their index. */
  readonly glides: Glides;
  /** The page's time at the last frame of motion, in milliseconds; null before the first. */
  readonly clock: number | null;
  readonly loop: boolean;
  /** Labels of what is switched off, in every panel. */
  readonly hidden: readonly string[];
  /** Cameras of the 3-D panels that were turned, by the panel's number. */
  readonly views: Readonly<Record<string, Camera>>;
  /** The cameras of which the live region has spoken. */
  readonly spokenViews: Readonly<Record<string, Camera>>;
  /** What the learner asks Python to compute anew. */
  readonly questions: Questions;
  readonly pointer: Pointer | null;
  /** One line for the learner about what was copied; it goes when something else changes. */
  readonly note: string;
  /** The learner has let go of something that Python has not been told. */
  readonly untold: boolean;
  /** How often things came to rest; after each time the live region says what shows. */
  readonly rests: number;
  /** The learner has played the scene to its end, or has changed something else in it. */
  readonly played: boolean;
  /** Spec and buffers of another scene have come, and the next frame takes them. */
  readonly renewed: boolean;
  /** The width of the player on the page, in pixels. */
  readonly width: number;
  /** How often the page's theme or pixel ratio has changed. */
  readonly looks: number;
  readonly inSight: boolean;
  /** The learner prefers reduced motion. */
  readonly calm: boolean;
}

/** What of a state Python is told, a preset holds, and a scene opens in. */
export interface Report {
  readonly index?: Index;
  readonly speed?: number;
  readonly loop?: boolean;
  readonly hidden?: readonly string[];
  readonly views?: Readonly<Record<string, Camera>>;
}

/** What a player finds when it opens. */
export interface Opening {
  readonly scene: Scene;
  readonly report: Report;
  readonly questions: Questions;
  readonly width: number;
  readonly calm: boolean;
}

export const clampIndex = (value: number, count: number) => clamp(value, 0, count - 1);

/** Where the axes of a scene stand: as reported where they exist, else at the scene's first index. */
export const openIndex = ({ axes, first }: Scene, wanted: Index): Index =>
  Object.fromEntries(
    axes.map(({ name, count }) => [name, clampIndex(wanted[name] ?? first[name] ?? 0, count)]),
  );

/** The ends of all axes that play. */
const ends = ({ axes }: Scene): Index =>
  Object.fromEntries(axes.filter(({ play }) => play).map(({ name, count }) => [name, count - 1]));

/** The state in which a player opens: as reported, else (calm) at the end of play. */
export function openState({ scene, report, questions, width, calm }: Opening): State {
  const { speed = 1, loop = false, hidden = [], views = {} } = report;
  return {
    scene,
    index: openIndex(scene, { ...(calm ? ends(scene) : {}), ...report.index }),
    playing: false,
    speed,
    fraction: 0,
    glides: {},
    clock: null,
    loop,
    hidden,
    views,
    spokenViews: views,
    questions,
    pointer: null,
    note: "",
    untold: false,
    rests: 0,
    played: false,
    renewed: false,
    width,
    looks: 0,
    inSight: true,
    calm,
  };
}

/** The part of a state that is kept; what is as in a scene that has just opened is left out. */
export function report({ index, speed, loop, hidden, views }: State): Report {
  return {
    index,
    speed,
    ...(loop && { loop }),
    ...(hidden.length > 0 && { hidden }),
    ...(Object.keys(views).length > 0 && { views }),
  };
}

/** The camera of a panel as it stands now; flat panels have none. */
export const cameraOf = ({ scene, views }: State, k: number): Camera | null =>
  scene.panels[k].camera ? (views[k] ?? scene.panels[k].camera) : null;
