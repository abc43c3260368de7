// The one piece of mathematics in the browser: a pole on a cart, which a learner holds by hand.
// The formulas and their order are those of `pole()` in calclib/lessons/shared/cart_pole.py, which are
// those of gymnasium's CartPole-v1; one stored table of steps tests all three.

/** Position of the cart in m, its speed in m/s, angle of the pole in rad, turning speed in rad/s. */
export type PoleState = readonly [x: number, speed: number, angle: number, turning: number];

/** Seconds of one step. */
export const stepTime = 0.02;
/** The angle at which the pole counts as fallen. */
export const fallen = (12 * 2 * Math.PI) / 360;
/** Metres from the middle at which the track ends. */
export const edge = 2.4;

/** One step of 0.02 s under a push of 10 N, to the right or to the left. */
export function pole([x, speed, angle, turning]: PoleState, pushRight: boolean): PoleState {
  const cosine = Math.cos(angle);
  const sine = Math.sin(angle);
  const force = pushRight ? 10 : -10;
  const pull = (force + 0.05 * turning ** 2 * sine) / 1.1;
  const turn = (9.8 * sine - cosine * pull) / (0.5 * (4 / 3 - (0.1 * cosine ** 2) / 1.1));
  const push = pull - (0.05 * turn * cosine) / 1.1;
  return [
    x + stepTime * speed,
    speed + stepTime * push,
    angle + stepTime * turning,
    turning + stepTime * turn,
  ];
}

/** Whether the pole has fallen or the cart has left its track. */
export function isLost([x, , angle]: PoleState): boolean {
  return Math.abs(x) > edge || Math.abs(angle) > fallen;
}
