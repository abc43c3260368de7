// What a pointer does over a panel: read, pick, drag a point, or turn a 3-D panel.
import type { Answer } from "./asking";
import { dragged } from "./camera";
import { placed } from "./handle";
import { near } from "./hover";
import { within } from "./layout";
import { formatted } from "./numbers";
import type { Sheet } from "./page";
import { nearest } from "./panel";
import type { Panel, Scene } from "./scene";
import type { Event } from "./state";
import type { Camera } from "./types";
import type { View } from "./view";

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

type Gesture = (event: PointerEvent, by: readonly [number, number]) => void;

/** What a pressed pointer does in a panel; a panel that does nothing has no gesture. */
function gesture(ground: Ground): { hint: string; act: Gesture } | null {
  const { scene, panel, view, dispatch } = ground;
  const { camera, drag, pick } = panel();
  const axis = scene().axes.find((one) => one.name === pick);
  if (camera)
    return {
      hint: "",
      act: (_, [dx, dy]) =>
        dispatch({ type: "turn", panel: ground.k, camera: dragged(ground.camera(), dx, dy) }),
    };
  const held = ground.dragging();
  if (held !== undefined)
    return {
      hint: `drag to move ${drag}`,
      act: ({ offsetX, offsetY }) => ground.answer(placed(view(), held, offsetX, offsetY)),
    };
  if (!axis) return null;
  return {
    hint: `click to choose the ${axis.name}`,
    act: ({ offsetX, offsetY }) =>
      dispatch({ type: "move", axis: axis.name, to: nearest(axis, view(), offsetX, offsetY) }),
  };
}

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
    const flat = !view.place && within(view.frame, px, py);
    const [u, v] = [view.x.value(px), view.y.value(py)].map((value) => formatted(value, ".3g"));
    where.textContent = flat ? `(${u}, ${v})` : hint;
  };
}

/** Listen to the pointer over one panel until the signal stops it; the result reads it again. */
export function listen(sheet: Sheet, ground: Ground, signal: AbortSignal): () => void {
  const { moving, where, ring } = sheet;
  const read = makeReader(ground, sheet);
  const hint = () => gesture(ground)?.hint ?? "";
  let before: readonly [number, number] | null = null;
  let over: readonly [number, number] | null = null;
  const again = () => {
    if (over) read(...over, hint());
  };
  const act = (event: PointerEvent, from: readonly [number, number]) =>
    gesture(ground)?.act(event, [event.offsetX - from[0], event.offsetY - from[1]]);
  const down = (event: PointerEvent) => {
    if (event.button !== 0) return;
    before = [event.offsetX, event.offsetY];
    if (gesture(ground)) moving.setPointerCapture(event.pointerId);
    act(event, before);
  };
  const move = (event: PointerEvent) => {
    if (before) {
      act(event, before);
      before = [event.offsetX, event.offsetY];
    }
    over = [event.offsetX, event.offsetY];
    again();
  };
  const up = () => {
    if (before && gesture(ground)) ground.settle();
    before = null;
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
