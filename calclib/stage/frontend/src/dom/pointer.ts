// What a pointer does over a panel: read, pick, drag a point; or turn and zoom a 3-D panel.
import { dragCamera } from "../model/camera";
import type { Event } from "../model/events";
import { type Frame, within } from "../model/layout";
import { clamp, formatNumber } from "../model/numbers";
import type { Answer } from "../model/questions";
import { type Panel, shownName } from "../model/scene";
import type { Press, State } from "../model/state";
import type { Camera } from "../model/types";
import { pinchCamera, type Share, zoomCamera } from "../model/zoom";
import { hasNoAxes, nearestPosition, placesInFrame } from "../paint/panel";
import type { View } from "../paint/view";
import { fill, listed, playerWords } from "../words/words";
import { answerAt, flatPixel, handlePlace, seenAt } from "./handle";
import { nearestPoint } from "./hover";
import type { Sheet } from "./sheets";

type Place = readonly [number, number];

/** One panel on the page, as the pointer needs it; everything is asked for when it is needed. */
export interface Ground {
  readonly k: number;
  readonly state: () => State;
  /** The panel as it is seen, without what is switched off. */
  readonly panel: () => Panel;
  readonly view: () => View;
  readonly camera: () => Camera;
  readonly dispatch: (event: Event) => void;
  readonly letGo: () => void;
  /** The answer to the question that a drag in this panel asks, if it asks one. */
  readonly held: () => Answer | undefined;
  readonly answer: (answer: Answer) => void;
}

/** What a pressed pointer does in a panel. */
interface Gesture {
  readonly hint: string;
  /** Take what is chosen to the pointer. */
  readonly carry?: (at: Place) => void;
  /** The pixel at which what is chosen is seen now. */
  readonly chosenAt?: () => Place;
  readonly turn?: (dx: number, dy: number) => void;
  /** Zoom as two fingers do that moved from two places to two others. */
  readonly pinch?: (before: readonly Place[], after: readonly Place[]) => void;
}

/** How a panel's point, or its place on an axis, is moved. */
function choiceGesture(ground: Ground): Gesture | null {
  const { state, panel, view, dispatch } = ground;
  const { drag, pick } = panel();
  const axis = state().scene.axes.find((one) => one.name === pick);
  const held = ground.held();
  if (held !== undefined)
    return {
      hint: fill(playerWords().dragToMove, shownName(state().scene, drag ?? "")),
      carry: (at) => ground.answer(answerAt(view(), held, ...flatPixel(view(), ...at))),
      chosenAt: () => seenAt(view(), ...handlePlace(view(), held)),
    };
  if (!axis) return null;
  return {
    hint: fill(playerWords().clickToChoose, axis.shown),
    carry: (at) => {
      const to = nearestPosition(axis, panel(), view(), ...flatPixel(view(), ...at));
      dispatch({ type: "move", axis: axis.name, to });
    },
    chosenAt: () =>
      seenAt(view(), ...placesInFrame(axis, panel(), view())[view().index[axis.name]]),
  };
}

/**
 * What a pressed pointer does in a panel; a panel that does nothing has no gesture.
 *
 * In 3-D a drag that begins on the chosen point moves it, a click takes it there, and a drag that
 * begins elsewhere turns the panel.
 */
function gestureOf(ground: Ground): Gesture | null {
  const choice = choiceGesture(ground);
  if (!ground.panel().camera) return choice;
  const turn = (dx: number, dy: number) => look(ground, dragCamera(ground.camera(), dx, dy));
  const pinch = (before: readonly Place[], after: readonly Place[]) => {
    const { frame } = ground.view();
    const shares = ([p, q]: readonly Place[]) => [shareOf(p, frame), shareOf(q, frame)] as const;
    look(ground, pinchCamera(ground.camera(), shares(before), shares(after)));
  };
  const { drag, pick } = ground.panel();
  if (!choice) return { hint: "", turn, pinch };
  const moved = shownName(ground.state().scene, drag ?? pick ?? "");
  return { ...choice, hint: fill(playerWords().clickOrDrag, moved), turn, pinch };
}

const look = ({ dispatch, k }: Ground, camera: Camera) =>
  dispatch({ type: "turn", panel: k, camera });

/** A place of a panel as shares of its frame. */
const shareOf = ([x, y]: Place, { left, right, top, bottom }: Frame): Share => [
  (x - left) / (right - left),
  (y - top) / (bottom - top),
];

// How strongly the wheel zooms, and the most of one event: a touchpad sends many small ones.
const wheelZoom = 0.01;
const mostZoom = 0.25;

// A press this near to a point takes hold of it, and a click may slip this far; in pixels.
const grip = 16;
const slip = 4;

/** What a press begins: it takes hold of the chosen point, unless it may turn the panel instead. */
function beginPress({ carry, chosenAt, turn }: Gesture, from: Place): Press {
  const [x, y] = chosenAt?.() ?? [Infinity, Infinity];
  const on = Math.hypot(x - from[0], y - from[1]) < grip;
  return { from, doing: carry && (on || !turn) ? "carry" : "nothing" };
}

/** What a press does once it has moved: one that has slipped far enough turns the panel. */
function movePress({ from, doing }: Press, at: Place, gesture: Gesture | null): Press {
  if (doing !== "nothing") return { from: at, doing };
  const far = Math.hypot(at[0] - from[0], at[1] - from[1]) > slip;
  return far || !gesture?.carry ? { from: at, doing: "turn" } : { from, doing };
}

/** Say where the pointer is, and ring the point it is nearest to. */
function makeReader(ground: Ground, { where, ring, tip }: Sheet) {
  return ([px, py]: Place, hint: string) => {
    const view = ground.view();
    const found = nearestPoint(ground.state().scene, ground.panel(), view, px, py);
    ring.hidden = found === null;
    if (found) {
      ring.style.translate = `${found.px}px ${found.py}px`;
      // The words stand on the side that has room for them.
      ring.classList.toggle("late", found.px > (view.frame.left + view.frame.right) / 2);
      tip.textContent = found.words;
    }
    const { place, x, y, frame } = view;
    const read = !place && !hasNoAxes(ground.panel()) && within(frame, px, py);
    const numbers = [x.value(px), y.value(py)].map((value) => formatNumber(value, ".3g"));
    where.textContent = read ? `(${listed(numbers)})` : hint;
  };
}

/** Listen to the pointer over one panel until the signal stops it; the result reads it again. */
export function listen(sheet: Sheet, signal: AbortSignal, ground: Ground): () => void {
  const { moving, where, ring } = sheet;
  const { k: panel, state, dispatch, letGo } = ground;
  const reader = makeReader(ground, sheet);
  const hint = () => gestureOf(ground)?.hint ?? "";
  const own = () => {
    const { pointer } = state();
    return pointer?.panel === panel ? pointer : null;
  };
  const read = () => {
    const pointer = own();
    if (pointer && pointer.press?.doing !== "turn") reader(pointer.at, hint());
  };
  const placeOf = ({ offsetX, offsetY }: PointerEvent): Place => [offsetX, offsetY];
  const down = (event: PointerEvent) => {
    const gesture = gestureOf(ground);
    if (event.button !== 0 || !gesture) return;
    moving.setPointerCapture(event.pointerId);
    const at = placeOf(event);
    const fingers = { ...own()?.fingers, [event.pointerId]: at };
    const pinches = gesture.pinch && Object.keys(fingers).length === 2;
    const press: Press = pinches ? { from: at, doing: "pinch" } : beginPress(gesture, at);
    dispatch({ type: "pointer", pointer: { panel, at, press, fingers } });
    if (press.doing === "carry" && !gesture.turn) gesture.carry?.(at);
  };
  const move = (event: PointerEvent) => {
    const at = placeOf(event);
    const { press: before = null, fingers: were = {} } = own() ?? {};
    const gesture = before && gestureOf(ground);
    const press = before && movePress(before, at, gesture);
    const fingers = before ? { ...were, [event.pointerId]: at } : {};
    dispatch({ type: "pointer", pointer: { panel, at, press, fingers } });
    if (press?.doing === "pinch") gesture?.pinch?.(Object.values(were), Object.values(fingers));
    if (press?.doing === "carry") gesture?.carry?.(at);
    if (before && press?.doing === "turn")
      gesture?.turn?.(at[0] - before.from[0], at[1] - before.from[1]);
    read();
  };
  const up = (event: PointerEvent) => {
    const pointer = own();
    if (!pointer?.press) return;
    const gesture = gestureOf(ground);
    const clicked = pointer.press.doing === "nothing" && event.type === "pointerup";
    if (clicked) gesture?.carry?.(placeOf(event));
    dispatch({ type: "pointer", pointer: { ...pointer, press: null, fingers: {} } });
    if (gesture) letGo();
  };
  const leave = () => {
    dispatch({ type: "leave", panel });
    where.textContent = hint();
    ring.hidden = true;
  };
  const face = () => {
    dispatch({ type: "face" });
    letGo();
  };
  /** Without Ctrl the wheel scrolls the page; two fingers on a touchpad come as a wheel with it. */
  const wheel = (event: WheelEvent) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const factor = Math.exp(clamp(-wheelZoom * event.deltaY, -mostZoom, mostZoom));
    const at = shareOf([event.offsetX, event.offsetY], ground.view().frame);
    look(ground, zoomCamera(ground.camera(), factor, at));
    letGo();
  };
  /** A finger that moves the chosen point and two that zoom do not scroll the page. */
  const holdPage = (event: TouchEvent) => {
    const doing = own()?.press?.doing;
    if (doing === "carry" || doing === "pinch") event.preventDefault();
  };
  leave();
  const calls = {
    pointerdown: down,
    pointermove: move,
    pointerup: up,
    pointercancel: up,
    pointerleave: leave,
  };
  for (const name of Object.keys(calls) as (keyof typeof calls)[])
    moving.addEventListener(name, calls[name], { signal });
  if (ground.panel().camera) {
    moving.addEventListener("dblclick", face, { signal });
    moving.addEventListener("wheel", wheel, { signal, passive: false });
    moving.addEventListener("touchstart", holdPage, { signal, passive: false });
    moving.addEventListener("touchmove", holdPage, { signal, passive: false });
  }
  return read;
}
