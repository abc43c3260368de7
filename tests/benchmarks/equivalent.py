"""Mutants that no test can tell from our own code, each with the reason.

They are as likely as others to be drawn, and are counted among those that were not killed.
"""

from mutants import Mutant

# The file, its line, what stood there and what stands there now; why nobody can tell the two apart.
EQUIVALENT: dict[tuple[str, str, str, str], str] = {
    (
        "calclib/functions/function.py",
        "return bool(np.array_equal(np.ravel(alone), np.ravel(result), equal_nan=True))",
        "return bool(np.array_equal(np.ravel(alone), np.ravel(result), equal_nan=True))",
        "return bool(np.array_equal(np.ravel(alone), np.ravel(result), equal_nan=True)) / 2",
    ): "Only whether it is 0 is asked, and half of True is not.",
    (
        "calclib/functions/function.py",
        "result = np.where(lost & ~np.isnan(known), known, result)",
        "lost & ~np.isnan(known)",
        "~np.isnan(known) & lost",
    ): "`&` of two arrays of flags is the same in either order.",
    (
        "calclib/derivatives/numeric.py",
        "distance = np.where(np.isinf(distance), 0.0, distance)  # hidden all: nothing to compare with",
        "0.0",
        "-1",
    ): "The distance is then compared with an error, which is never negative.",
    (
        "calclib/derivatives/numeric.py",
        "is_trusted = _is_approached(column, ratios, rounding) & ~is_hidden[k:]",
        "_is_approached(column, ratios, rounding) & ~is_hidden[k:]",
        "~is_hidden[k:] & _is_approached(column, ratios, rounding)",
    ): "`&` of two arrays of flags is the same in either order.",
    (
        "calclib/functions/landscapes.py",
        "return (1 - x) ** 2 + 100 * (y - x**2) ** 2",
        "y - x ** 2",
        "x ** 2 - y",
    ): "A difference and its opposite have the same square.",
}


def reason(mutant: Mutant) -> str:
    """Why a mutant cannot be killed; empty for one that should be."""
    line = mutant.unspoilt.splitlines()[mutant.lines.start - 1].strip()
    return EQUIVALENT.get((mutant.file.as_posix(), line, mutant.before, mutant.after), "")
