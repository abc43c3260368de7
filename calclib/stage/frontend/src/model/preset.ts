// A state as a short text that `play(scene, state=…)` takes, for handing on.
import type { Answers } from "./questions";
import { report, type State } from "./state";

/** The state and the answers as text; what is as in a scene that has just opened is left out. */
export function preset(state: State, answers: Answers): string {
  const { speed, ...rest } = report(state);
  const asked = Object.keys(answers).length > 0;
  return JSON.stringify({ ...rest, ...(speed !== 1 && { speed }), ...(asked && { answers }) });
}
