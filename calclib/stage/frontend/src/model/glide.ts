// Motion between two positions of an axis: it starts at once, slows down, and comes to rest.
import { clamp } from "./numbers";
import type { Axis } from "./scene";
import type { Index } from "./types";

/** One axis on its way to its index. */
export interface Glide {
  /** The position at which it started; between two steps it is not a whole number. */
  readonly from: number;
  /** Milliseconds that have passed, and that the way takes. */
  readonly elapsed: number;
  readonly lasts: number;
}

export type Glides = Readonly<Record<string, Glide>>;

// Milliseconds: long enough that an eye follows, short enough that a step still reads as a jump.
const longest = 150;
// Steps that follow each other faster than this leave no time to slow down: they run evenly.
const even = 60;
// Steps that follow each other faster than a screen paints have nothing between them.
const frame = 1000 / 60;

/** How far along the way a share of the time leads: quick at first, at rest in the end. */
export const ease = (share: number): number => 1 - (1 - clamp(share, 0, 1)) ** 3;

/** Where an axis is seen that glides to its index, or stands there. */
export function seenPosition(glide: Glide | undefined, index: number): number {
  if (!glide) return index;
  const share = glide.elapsed / glide.lasts;
  const way = glide.lasts < even ? clamp(share, 0, 1) : ease(share);
  return glide.from + way * (index - glide.from);
}

/** Where all axes are seen. */
export const seenPositions = (index: Index, glides: Glides): Index =>
  Object.fromEntries(
    Object.entries(index).map(([name, at]) => [name, seenPosition(glides[name], at)]),
  );

/**
 * Whether there is something between the numbers of an axis: whole numbers count things. From a
 * kernel in the browser Python's None comes as undefined.
 */
export const isContinuous = ({ labels, values, scale }: Axis): boolean =>
  !labels &&
  values?.shape.length === 1 &&
  (scale === "log" || values.data.some((value) => !Number.isInteger(value)));

/** A glide that a learner starts; its first frame shows it on its way already. */
export const startGlide = (from: number): Glide => ({ from, elapsed: frame, lasts: longest });

/** The glide of one step of play, some milliseconds after it began; null where steps are too fast. */
export const stepGlide = (to: number, elapsed: number, step: number): Glide | null =>
  step < frame ? null : { from: to - 1, elapsed, lasts: Math.min(longest, step) };

/** The glides some milliseconds later, without those that have come to rest. */
export const advanceGlides = (glides: Glides, milliseconds: number): Glides =>
  Object.fromEntries(
    Object.entries(glides)
      .map(([name, one]) => [name, { ...one, elapsed: one.elapsed + milliseconds }] as const)
      .filter(([, { elapsed, lasts }]) => elapsed < lasts),
  );

/** The two positions between which one is seen, and the share of the way between them. */
export function bracket(position: number): {
  readonly low: number;
  readonly high: number;
  readonly share: number;
} {
  const low = Math.floor(position);
  return { low, high: Math.ceil(position), share: position - low };
}
