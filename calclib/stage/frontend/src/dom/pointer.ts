// What a pointer does over a panel: read, pick, drag a point, or turn a 3-D panel.

import { dragged } from "../model/camera";
import { within } from "../model/layout";
import { formatted } from "../model/numbers";
import type { Answer } from "../model/questions";
import type { Panel, Scene } from "../model/scene";
import type { Event } from "../model/state";
import type { Camera } from "../model/types";
import { bare, nearest, spots } from "../paint/panel";
import type { View } from "../paint/view";
import { flat, placed, seen, stands } from "./handle";
import { near } from "./hover";
import type { Sheet } from "./sheets";

/** One panel on the page, as the pointer needs it; everything is asked for when it is needed. */
export interface Ground {
  readonly k: number;
  readonly scene: () => Scene;
  /** The panel as it is seen, without what is switched off. */
  readonly panel: () => Panel;
  readonly view: () => View;
  readonly camera: () => Camera;
  readonly dispatch: (event: Event) => void;
  readonly settle: () => void;
  /** The answer to the question that a drag in this panel asks, if it asks one. */
  readonly dragging: () => Answer | undefined;
  readonly answer: (answer: Answer) => void;
}

/** What a pressed pointer does in a panel. */
interface Gesture {
  readonly hint: string;
  /** Take what is chosen to the pointer. */
  readonly carry?: (event: PointerEvent) => void;
  /** Where what is chosen stands now, on the page. */
  readonly stands?: () => readonly [number, number];
  readonly turn?: (dx: number, dy: number) => void;
}

/** How a panel's point, or its place on an axis, is moved. */
function choosing(ground: Ground): Gesture | null {
  const { scene, panel, view, dispatch } = ground;
  const { drag, pick } = panel();
  const axis = scene().axes.find((one) => one.name === pick);
  const held = ground.dragging();
  const at = ({ offsetX, offsetY }: PointerEvent) => flat(view(), offsetX, offsetY);
  if (held !== undefined)
    return {
      hint: `drag to move ${drag}`,
      carry: (event) => ground.answer(placed(view(), held, ...at(event))),
      stands: () => seen(view(), ...stands(view(), held)),
    };
  if (!axis) return null;
  return {
    hint: `click to choose the ${axis.name}`,
    carry: (event) =>
      dispatch({
        type: "move",
        axis: axis.name,
        to: nearest(axis, panel(), view(), ...at(event)),
      }),
    stands: () => seen(view(), ...spots(axis, panel(), view())[view().index[axis.name]]),
  };
}

/**
 * What a pressed pointer does in a panel; a panel that does nothing has no gesture.
 *
 * In 3-D a drag that begins on the chosen point moves it, a click takes it there, and a drag that
 * begins elsewhere turns the panel.
 */
function gesture(ground: Ground): Gesture | null {
  const chosen = choosing(ground);
  if (!ground.panel().camera) return chosen;
  const turn = (dx: number, dy: number) =>
    ground.dispatch({ type: "turn", panel: ground.k, camera: dragged(ground.camera(), dx, dy) });
  const { drag, pick } = ground.panel();
  if (!chosen) return { hint: "", turn };
  return { ...chosen, hint: `click, or drag its dot, to move the ${drag ?? pick}`, turn };
}

// So near a press takes hold of a point, and so far a click may slip; in pixels.
const grip = 16;
const slip = 4;

/** Say where the pointer is, and ring the point it is nearest to. */
function makeReader(ground: Ground, { where, ring, tip }: Sheet) {
  return (px: number, py: number, hint: string) => {
    const view = ground.view();
    const found = near(ground.scene(), ground.panel(), view, px, py);
    ring.hidden = found === null;
    if (found) {
      ring.style.translate = `${found.px}px ${found.py}px`;
      // The words lie on the side where there is room for them.
      ring.classList.toggle("late", found.px > (view.frame.left + view.frame.right) / 2);
      tip.textContent = found.words;
    }
    const { place, x, y, frame } = view;
    const read = !place && !bare(ground.panel()) && within(frame, px, py);
    const [u, v] = [x.value(px), y.value(py)].map((value) => formatted(value, ".3g"));
    where.textContent = read ? `(${u}, ${v})` : hint;
  };
}

/** Listen to the pointer over one panel until the signal stops it; the result reads it again. */
export function listen(sheet: Sheet, ground: Ground, signal: AbortSignal): () => void {
  const { moving, where, ring } = sheet;
  const read = makeReader(ground, sheet);
  const hint = () => gesture(ground)?.hint ?? "";
  let before: readonly [number, number] | null = null;
  let over: readonly [number, number] | null = null;
  /** The pointer carries the point, turns the panel, or has not moved yet. */
  let doing: "carry" | "turn" | "nothing" = "nothing";
  const again = () => {
    if (over && doing !== "turn") read(...over, hint());
  };
  const down = (event: PointerEvent) => {
    const own = gesture(ground);
    if (event.button !== 0 || !own) return;
    before = [event.offsetX, event.offsetY];
    moving.setPointerCapture(event.pointerId);
    const [x, y] = own.stands?.() ?? [Infinity, Infinity];
    const on = Math.hypot(x - before[0], y - before[1]) < grip;
    doing = own.carry && (on || !own.turn) ? "carry" : "nothing";
    if (doing === "carry" && !own.turn) own.carry?.(event);
  };
  const move = (event: PointerEvent) => {
    over = [event.offsetX, event.offsetY];
    if (before) {
      const own = gesture(ground);
      const [dx, dy] = [over[0] - before[0], over[1] - before[1]];
      if (doing === "nothing" && (!own?.carry || Math.hypot(dx, dy) > slip)) doing = "turn";
      if (doing === "carry") own?.carry?.(event);
      if (doing === "turn") own?.turn?.(dx, dy);
      if (doing !== "nothing") before = over;
    }
    again();
  };
  const up = (event: PointerEvent) => {
    if (!before) return;
    const own = gesture(ground);
    if (doing === "nothing" && event.type === "pointerup") own?.carry?.(event);
    if (own) ground.settle();
    [before, doing] = [null, "nothing"];
  };
  const leave = () => {
    over = null;
    where.textContent = hint();
    ring.hidden = true;
  };
  leave();
  moving.addEventListener("pointerdown", down, { signal });
  moving.addEventListener("pointermove", move, { signal });
  moving.addEventListener("pointerup", up, { signal });
  moving.addEventListener("pointercancel", up, { signal });
  moving.addEventListener("pointerleave", leave, { signal });
  const face = () => {
    ground.dispatch({ type: "face" });
    ground.settle();
  };
  if (ground.panel().camera) moving.addEventListener("dblclick", face, { signal });
  return again;
}
