// The line of numbers under the stage, for those who look and for those who listen.
import { axisText, formatNumber } from "../model/numbers";
import { type Axis, type Scene, slice } from "../model/scene";
import type { Index } from "../model/types";
import { listed } from "../words/words";
import { make, write } from "./elements";

export interface Readout {
  readonly element: HTMLElement;
  readonly update: (index: Index) => void;
  /** The numbers under the stage as one sentence, for those who listen. */
  readonly sentence: (index: Index) => string;
}

/** The line of numbers under the stage. */
export function makeReadout(scene: Scene): Readout {
  const numbers = scene.readout.map(({ label, format, channel }) => ({
    label,
    element: make("b"),
    words: (index: Index) => formatNumber(slice(channel, index).values[0], format),
  }));
  const parts = numbers.map(({ label, element }) =>
    make("div", {}, make("span", {}, label), element),
  );
  const element = make("div", { class: "readout" }, ...parts);
  element.hidden = parts.length === 0;
  const place = (axis: Axis, index: Index) => `${axis.shown} ${axisText(axis, index[axis.name])}`;
  return {
    element,
    update: (index) => {
      for (const one of numbers) write(one.element, one.words(index));
    },
    sentence: (index) =>
      listed([
        ...scene.axes.map((axis) => place(axis, index)),
        ...numbers.map(({ label, words }) => `${label} ${words(index)}`),
      ]),
  };
}
