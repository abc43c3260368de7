// Things that follow from the state: made once, and anew only when what they depend on changes.

/**
 * A function that makes a thing from what it depends on, and keeps the last one that it made.
 *
 * A thing that gives way to another is undone through its signal; so is the last, when `life` ends.
 */
export function remember<Given extends readonly unknown[], Made>(
  life: AbortSignal,
  make: (signal: AbortSignal, ...given: Given) => Made,
): (...given: Given) => Made {
  let last: { given: Given; made: Made; own: AbortController } | null = null;
  return (...given) => {
    const same = last?.given.every((one, k) => Object.is(one, given[k]));
    if (last && same) return last.made;
    last?.own.abort();
    const own = new AbortController();
    life.addEventListener("abort", () => own.abort(), { signal: own.signal });
    last = { given, made: make(own.signal, ...given), own };
    return last.made;
  };
}
