// A learner's tries with the pole: all that is known of them, and how each event changes it.
import { isLost, type PoleState, pole, stepTime } from "./pole";

export type Side = "left" | "right";

/** One try: how long the pole stood, in seconds of the pole's own time, and at which speed. */
export interface Try {
  readonly seconds: number;
  readonly slow: boolean;
}

/** What Python sends. */
export interface Given {
  /** Where the tries begin, one after the other. */
  readonly starts: readonly PoleState[];
  /** A trained policy's hold, one state a step. */
  readonly hold: readonly PoleState[];
  /** Steps after which a try is over, and the pole was held. */
  readonly longest: number;
}

export interface Holding {
  readonly given: Given;
  readonly phase: "waiting" | "trying" | "over" | "watching";
  /** Who pushes, or pushed last. */
  readonly whose: "learner" | "policy";
  readonly pole: PoleState;
  /** Steps that the pole has stood, in the try or in the hold that is watched. */
  readonly steps: number;
  /** The sides whose key or button is down; the one that was pressed last is last. */
  readonly down: readonly Side[];
  /** The side that was pressed since the last step: a press pushes for one step at least. */
  readonly due: Side | null;
  /** A quarter of the speed. */
  readonly slow: boolean;
  /** Whether this try was slow at any moment. */
  readonly wasSlow: boolean;
  /** Seconds of the page that have not become steps yet. */
  readonly owed: number;
  /** Seconds of the page in which a press begins no new try: it was meant for the last one. */
  readonly rest: number;
  readonly tries: readonly Try[];
}

export type HoldingEvent =
  | { readonly type: "press"; readonly side: Side }
  | { readonly type: "release"; readonly side: Side }
  | { readonly type: "let go" }
  | { readonly type: "slow"; readonly on: boolean }
  /** Play the policy's hold; or, for a reader who wants no motion, show its end. */
  | { readonly type: "watch"; readonly atOnce: boolean }
  | { readonly type: "pass"; readonly seconds: number };

const slowness = 4;
const restAfterATry = 0.6;
/** A page that was out of sight for long goes on where it was. */
const longestPass = 0.1;

export function beginHolding(given: Given, tries: readonly Try[], slow: boolean): Holding {
  return {
    given,
    phase: "waiting",
    whose: "learner",
    pole: startOf(given, tries.length),
    steps: 0,
    down: [],
    due: null,
    slow,
    wasSlow: slow,
    owed: 0,
    rest: 0,
    tries,
  };
}

const startOf = ({ starts }: Given, number: number) => starts[number % starts.length];

/**
 * The push of the next step. With nothing down the pushes take turns, right, left, left, right, so
 * that neither the speeds nor their sums grow.
 */
export function pushesRight({ down, due, steps }: Holding): boolean {
  const last = due ?? down.at(-1);
  return last ? last === "right" : steps % 4 === 0 || steps % 4 === 3;
}

/** Whether anything moves, and time has to pass. */
export const isMoving = ({ phase, rest }: Holding) =>
  phase === "trying" || phase === "watching" || rest > 0;

function press(was: Holding, side: Side): Holding {
  const down = [...was.down.filter((one) => one !== side), side];
  const now = { ...was, down, due: side };
  if (was.phase === "trying" || was.rest > 0) return now;
  const pole = startOf(was.given, was.tries.length);
  const begun = { phase: "trying", whose: "learner", pole, steps: 0, owed: 0 } as const;
  return { ...now, ...begun, wasSlow: was.slow };
}

/** One step of a try. */
function step(was: Holding): Holding {
  const next = pole(was.pole, pushesRight(was));
  const now = { ...was, pole: next, steps: was.steps + 1, due: null };
  const lost = isLost(now.pole);
  if (!lost && now.steps < was.given.longest) return now;
  const tries = [...was.tries, { seconds: now.steps * stepTime, slow: was.wasSlow }];
  return { ...now, phase: "over", tries, rest: restAfterATry };
}

/** The next state of a hold that is watched. */
function show(was: Holding): Holding {
  const { hold } = was.given;
  const steps = Math.min(was.steps + 1, hold.length - 1);
  const phase = steps === hold.length - 1 ? "over" : "watching";
  return { ...was, steps, pole: hold[steps], phase };
}

function pass(was: Holding, seconds: number): Holding {
  const passed = Math.min(seconds, longestPass);
  let now: Holding = { ...was, rest: Math.max(0, was.rest - passed) };
  if (now.phase !== "trying" && now.phase !== "watching") return now;
  now = { ...now, owed: was.owed + passed / (was.slow ? slowness : 1) };
  // A little less than a step counts as one: sums of 1/60 s must not lag behind for rounding.
  while (now.owed >= stepTime * (1 - 1e-9) && (now.phase === "trying" || now.phase === "watching"))
    now = { ...(now.phase === "trying" ? step(now) : show(now)), owed: now.owed - stepTime };
  return now;
}

/** The state after an event. */
export function reduceHolding(was: Holding, event: HoldingEvent): Holding {
  switch (event.type) {
    case "press":
      return press(was, event.side);
    case "release":
      return { ...was, down: was.down.filter((side) => side !== event.side) };
    case "let go":
      return { ...was, down: [] };
    case "slow":
      return { ...was, slow: event.on, wasSlow: was.wasSlow || event.on };
    case "watch": {
      const { hold } = was.given;
      const steps = event.atOnce ? hold.length - 1 : 0;
      const phase = event.atOnce ? "over" : "watching";
      const begun = { phase, whose: "policy", steps, pole: hold[steps] } as const;
      return { ...was, ...begun, owed: 0, rest: 0, down: [], due: null };
    }
    case "pass":
      return pass(was, event.seconds);
  }
}
