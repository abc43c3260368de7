// Things that follow from the state: made once, and anew only when what they depend on changes.

const isSame = (one: readonly unknown[], other: readonly unknown[]) =>
  one.every((each, k) => Object.is(each, other[k]));

/** A function that keeps the last thing it made, as long as what it depends on stays the same. */
export function remember<Given extends readonly unknown[], Made>(
  make: (...given: Given) => Made,
): (...given: Given) => Made {
  let last: { readonly given: Given; readonly made: Made } | null = null;
  return (...given) => {
    if (last === null || !isSame(last.given, given)) last = { given, made: make(...given) };
    return last.made;
  };
}

/**
 * The same for things that listen or hold something: one that gives way to another is undone
 * through its signal, and so is the last one, when `life` ends.
 */
export function rememberAlive<Given extends readonly unknown[], Made>(
  life: AbortSignal,
  make: (signal: AbortSignal, ...given: Given) => Made,
): (...given: Given) => Made {
  let own = new AbortController();
  return remember((...given: Given) => {
    own.abort();
    own = new AbortController();
    const { signal } = own;
    life.addEventListener("abort", () => own.abort(), { signal });
    return make(signal, ...given);
  });
}
