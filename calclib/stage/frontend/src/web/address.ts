// The state of a scene in the address of its page: #cell-04?step:10,rate:3 opens it there, and so does
// the older form ?cell-04=step:10,rate:3. What an address says is checked before it is used.
import { speeds } from "../model/events";
import type { Report } from "../model/state";
import type { AxisSpec, Spec } from "../model/types";
import { isCamera } from "../model/zoom";

/** What an address asks of a scene, as far as the scene has it; isWhole: it has all of it. */
export interface Wanted {
  readonly report: Report;
  readonly isWhole: boolean;
}

type Entries = Readonly<Record<string, unknown>>;

const clean = (text: string) => encodeURIComponent(text).replaceAll("%20", "+");
const mostLabels = 100;

const isEntries = (given: unknown): given is Entries =>
  typeof given === "object" && given !== null && !Array.isArray(given);

const isPosition = (given: unknown, { count }: AxisSpec): given is number =>
  Number.isInteger(given) && Number(given) >= 0 && Number(given) < count;

/** The id of the element and the state that a fragment names, "#cell-04?step:10"; null for others. */
export function readFragment(fragment: string): { id: string; text: string } | null {
  const [id, ...rest] = fragment.replace(/^#/, "").split("?");
  if (rest.length === 0) return null;
  try {
    return {
      id: decodeURIComponent(id),
      text: decodeURIComponent(rest.join("?").replaceAll("+", " ")),
    };
  } catch {
    return { id, text: "?" }; // no text: it says nothing that a scene has
  }
}

/** What an address asks of the scene with this id, in its fragment or else in its query. */
export function wantedOf(
  { hash, search }: Pick<Location, "hash" | "search">,
  id: string,
  spec: Spec,
) {
  const fragment = readFragment(hash);
  if (id === "") return null;
  if (fragment?.id === id) return readState(fragment.text, spec);
  return readState(new URLSearchParams(search).get(id), spec);
}

/**
 * A state as text: axes by their slug, counted from 0, or a preset as copied, {…}; null for none.
 * What the scene does not have is left out.
 */
export function readState(text: string | null, spec: Spec): Wanted | null {
  if (!text) return null;
  return text.startsWith("{") ? readPreset(text, spec) : readAxes(text, spec);
}

function readAxes(text: string, spec: Spec): Wanted {
  const index: Record<string, number> = {};
  const parts = text.split(",").filter((part) => part.trim() !== "");
  let isWhole = true;
  for (const part of parts) {
    const [slug, position = ""] = part.split(":");
    const axis = spec.axes.find((one) => one.slug === slug.trim());
    const at = /^\s*\d+\s*$/.test(position) ? Number(position) : Number.NaN;
    if (axis && isPosition(at, axis)) index[axis.name] = at;
    else isWhole = false;
  }
  return { report: { index }, isWhole };
}

function readPreset(text: string, spec: Spec): Wanted {
  let given: unknown = null;
  try {
    given = JSON.parse(text);
  } catch {
    // Said below: nothing of it is there.
  }
  if (!isEntries(given)) return { report: {}, isWhole: false };
  const read: Record<string, unknown> = {};
  let isWhole = true;
  for (const [name, value] of Object.entries(given)) {
    if (name === "answers") continue; // they are what Python is asked, and a page has none
    const found = Object.hasOwn(readers, name) ? readers[name](value, spec) : null;
    if (found === null) isWhole = false;
    else read[name] = found;
  }
  return { report: read as Report, isWhole };
}

/** How each entry of a preset is read; null where it is not one. */
const readers: Readonly<Record<string, (given: unknown, spec: Spec) => unknown>> = {
  index: (given, { axes }) => {
    if (!isEntries(given)) return null;
    const known = Object.entries(given).every(([name, at]) =>
      axes.some((axis) => axis.name === name && isPosition(at, axis)),
    );
    return known ? { ...given } : null;
  },
  speed: (given) => (speeds.some((speed) => speed === given) ? given : null),
  loop: (given) => (typeof given === "boolean" ? given : null),
  hidden: (given) =>
    Array.isArray(given) &&
    given.length <= mostLabels &&
    given.every((label) => typeof label === "string")
      ? given
      : null,
  views: (given, { panels }) => {
    if (!isEntries(given)) return null;
    const known = Object.entries(given).every(
      ([k, camera]) => panels?.[Number(k)]?.camera && isCamera(camera),
    );
    return known ? { ...given } : null;
  },
};

/** The state of a scene as text that `readState` reads: axes, or all where more was changed. */
export function stateText(state: Report, spec: Spec): string {
  const { index = {}, speed = 1, ...rest } = state;
  if (Object.keys(rest).length > 0 || speed !== 1) return clean(JSON.stringify(state));
  return spec.axes.map(({ name, slug }) => `${clean(slug)}:${index[name] ?? 0}`).join(",");
}

/** The fragment that opens a scene in a state. */
export const fragmentOf = (id: string, state: Report, spec: Spec): string =>
  `#${clean(id)}?${stateText(state, spec)}`;
