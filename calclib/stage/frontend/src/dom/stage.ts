// The panels on the page: their elements, their size, and what a pointer or a key does on them.

import type { Event } from "../model/events";
import { seenPositions } from "../model/glide";
import { hostOf, within } from "../model/layout";
import { formatNumber } from "../model/numbers";
import type { Answer } from "../model/questions";
import { type Scene, shownName } from "../model/scene";
import { cameraOf, type State } from "../model/state";
import type { Camera } from "../model/types";
import { visiblePanels } from "../model/visibility";
import { readTheme } from "../paint/theme";
import type { View } from "../paint/view";
import { fill as fillBlanks, listed, localNumber, playerWords } from "../words/words";
import { keys, make, put } from "./elements";
import { handlePlace, nudge, seenAt } from "./handle";
import { remember, rememberAlive } from "./memo";
import { listen } from "./pointer";
import { fitSheets, makeSheet, placeLegends, type Sheet, shape } from "./sheets";

const slim = 480;
const narrowest = 240;
const keyed = {
  class: "panels",
  tabindex: "0",
  role: "group",
  "aria-label": playerWords().stage,
  ...keys,
};

/** What the stage asks of the player. */
export interface Director {
  readonly root: HTMLElement;
  readonly life: AbortSignal;
  readonly state: () => State;
  readonly dispatch: (event: Event) => void;
  readonly letGo: () => void;
  readonly answer: (name: string, answer: Answer) => void;
}

export interface Stage {
  readonly element: HTMLElement;
  /** Below the panels, as wide as all of them. */
  readonly below: HTMLElement;
  readonly paint: () => void;
}

/** A sentence for each 3-D panel that was turned since the live region last spoke. */
export function describeTurns(state: State): string[] {
  const { scene, views, spokenViews } = state;
  return scene.panels.flatMap(({ title }, k) => {
    const camera = cameraOf(state, k);
    if (!camera || views[k] === spokenViews[k]) return [];
    const [around, up, zoom = 1] = camera;
    const numbers = [around, up, zoom].map((number) => formatNumber(number, ".3~g"));
    const seen = fillBlanks(playerWords().seenFrom, ...numbers);
    return [title === "" ? seen : `${title}: ${seen}`];
  });
}

export function makeStage(director: Director): Stage {
  const { root, life, state, dispatch, letGo, answer } = director;
  const element = make("div", keyed);
  const below = make("div");

  /** The answer that a panel's handle holds, where there is a kernel to ask anew. */
  const held = (k: number): Answer | undefined => {
    const { scene, questions } = state();
    const { drag } = scene.panels[k];
    return drag && questions.alive ? questions.answers[drag] : undefined;
  };
  const answerPanel = (k: number, given: Answer) =>
    answer(state().scene.panels[k].drag ?? "", given);

  /** The elements; panels that look the same keep theirs, and with them the focus. */
  const sheets = rememberAlive(life, (signal, _shape: string) => {
    const { panels } = state().scene;
    const choose = (event: Event) => {
      dispatch(event);
      letGo();
    };
    const made = panels.map((panel, k) =>
      makeSheet(panel, k, {
        signal,
        panel: () => state().scene.panels[k],
        toggle: (label) => choose({ type: "show", label }),
        face: () => choose({ type: "face" }),
        nudge: (event) => nudgeHandle(event, k),
      }),
    );
    element.replaceChildren();
    below.replaceChildren();
    for (const [k, sheet] of made.entries()) {
      const host = hostOf(panels, k);
      (host === k ? element : made[host].paper).append(sheet.element);
    }
    return made;
  });

  const fill = remember((all: readonly Sheet[], scene: Scene) => {
    const legends = all.map((sheet, k) => sheet.fill(scene.panels[k], scene.alt));
    placeLegends(all, below);
    return legends;
  });

  /** The panels as they are seen, fitted to the width, the theme and the pixel ratio of the page. */
  const arrange = remember(
    (
      all: readonly Sheet[],
      scene: Scene,
      hidden: State["hidden"],
      outer: number,
      _looks: number,
    ) => {
      const style = getComputedStyle(root);
      const padding = Number.parseFloat(style.paddingLeft) + Number.parseFloat(style.paddingRight);
      const width = Math.max(narrowest, Math.floor(outer - (padding || 0)));
      const look = { width, theme: readTheme(style), ratio: window.devicePixelRatio || 1 };
      const panels = visiblePanels(scene.panels, hidden);
      const { stacked, painted } = fitSheets({ ...scene, panels }, all, look);
      element.classList.toggle("stacked", stacked);
      root.classList.toggle("slim", width < slim);
      return { panels, painted };
    },
  );

  const shapeOf = remember((scene: Scene) => shape(scene));

  const present = () => {
    const { scene, hidden, width, looks } = state();
    const all = sheets(shapeOf(scene));
    const legends = fill(all, scene);
    return { all, legends, ...arrange(all, scene, hidden, width, looks) };
  };

  const view = (k: number): View => {
    const { index, glides, views } = state();
    return present().painted[k].view(index, views[k], seenPositions(index, glides));
  };

  /** Follow the pointer over every panel; the results read it again. */
  const readers = rememberAlive(life, (signal, all: readonly Sheet[]) =>
    all.map((sheet, k) =>
      listen(sheet, signal, {
        k,
        state,
        dispatch,
        letGo,
        panel: () => present().panels[k],
        view: () => view(k),
        camera: () => cameraOf(state(), k) as Camera,
        held: () => held(k),
        answer: (given) => answerPanel(k, given),
      }),
    ),
  );

  /** Put the handle of a panel where its answer is. */
  const placeHandle = ({ handle }: Sheet, k: number) => {
    if (!handle) return;
    const own = held(k);
    handle.hidden = own === undefined;
    if (own === undefined) return;
    const seen = view(k);
    const [px, py] = seenAt(seen, ...handlePlace(seen, own));
    handle.style.translate = `${px}px ${py}px`;
    // In a panel that is zoomed it may be out of sight, and still takes its keys.
    handle.style.opacity = seen.place && !within(seen.frame, px, py) ? "0" : "";
    const numbers = [own].flat().map((number) => localNumber(`${number}`));
    const at = typeof own === "object" ? `(${listed(numbers)})` : numbers[0];
    const { scene } = state();
    const name = shownName(scene, scene.panels[k].drag ?? "");
    const words = fillBlanks(playerWords().handle, name, at);
    put(handle, "aria-label", words);
  };

  const nudgeHandle = (event: KeyboardEvent, k: number) => {
    const own = held(k);
    const moved = own === undefined ? null : nudge(view(k), own, event);
    if (moved === null) return;
    answerPanel(k, moved);
    event.preventDefault();
  };

  const paint = () => {
    const { index, glides, views, playing } = state();
    const position = seenPositions(index, glides);
    const { all, legends, painted } = present();
    const read = readers(all);
    for (const [k, sheet] of all.entries()) {
      painted[k].paint(index, views[k], position, playing);
      placeHandle(sheet, k);
      legends[k].update(state());
      read[k]();
    }
  };

  return { element, below, paint };
}
