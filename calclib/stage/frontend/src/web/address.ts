// The state of a scene in the address of its page: ?scene-2=step:10,rate:3 opens it there.
import type { Report } from "../model/state";
import type { Spec } from "../model/types";

const clean = (text: string) => encodeURIComponent(text).replaceAll("%20", "+");

/**
 * The state that an address asks for, or null where it asks for none. Axes are named by their slug
 * and counted from 0; what the scene does not have is ignored. A preset as copied, {…}, counts too.
 */
export const report = (search: string, id: string, spec: Spec): Report | null =>
  readState(id === "" ? null : new URLSearchParams(search).get(id), spec);

/** A state as text; null for none. */
export function readState(text: string | null, spec: Spec): Report | null {
  if (!text) return null;
  if (text.startsWith("{")) {
    try {
      return JSON.parse(text) as Report;
    } catch {
      return null;
    }
  }
  const index: Record<string, number> = {};
  for (const part of text.split(",")) {
    const [slug, position] = part.split(":");
    const axis = spec.axes.find((one) => one.slug === slug.trim());
    const at = Number.parseInt(position ?? "", 10);
    if (axis && at >= 0) index[axis.name] = at;
  }
  return { index };
}

/** The part of an address that `report` reads: the axes, or all where more than axes was changed. */
export function stateText(id: string, state: Report, spec: Spec): string {
  const { index = {}, speed = 1, ...rest } = state;
  if (Object.keys(rest).length > 0) return `${clean(id)}=${clean(JSON.stringify(state))}`;
  const axes = spec.axes.map(({ name, slug }) => `${clean(slug)}:${index[name] ?? 0}`);
  return `${clean(id)}=${axes.join(",")}`;
}
