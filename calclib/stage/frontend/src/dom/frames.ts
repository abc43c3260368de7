// One frame for all players of a page: however many of them move, the browser is asked once.

type Call = (now: number) => void;

let due = new Set<Call>();
let running = new Set<Call>();
let frame = 0;

/** Call with the page's time when it paints its next frame; asked for twice, it comes once. */
export function requestFrame(call: Call): void {
  if (due.size === 0) frame = requestAnimationFrame(turn);
  due.add(call);
}

/** Take back what was asked for, in the frame that runs as well. */
export function cancelFrame(call: Call): void {
  running.delete(call);
  if (due.delete(call) && due.size === 0) cancelAnimationFrame(frame);
}

function turn(now: number): void {
  running = due;
  due = new Set();
  for (const call of running) {
    try {
      call(now);
    } catch (error) {
      // A player that fails is heard of as ever, and does not hold up the others.
      queueMicrotask(() => {
        throw error;
      });
    }
  }
}
