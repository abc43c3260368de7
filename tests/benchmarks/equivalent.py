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
        "calclib/derivatives/numeric.py",
        "distance = np.where(np.isinf(distance), 0.0, distance)",
        "0.0",
        "-1",
    ): "The distance is then compared with an error, which is never negative.",
    (
        "calclib/derivatives/composed.py",
        "rows = [np.reshape(x, -1) if np.ndim(x) < 1 else x for x in arrays]",
        "-1",
        "1",
    ): "A scalar has one entry, whether they are counted or not.",
    (
        "calclib/derivatives/extremes.py",
        "x = x.args[0]",
        "0",
        "-1",
    ): "The two arguments are one: that was asked in the line above.",
    (
        "calclib/functions/landscapes.py",
        "return (1 - x) ** 2 + 100 * (y - x**2) ** 2",
        "y - x ** 2",
        "x ** 2 - y",
    ): "A difference and its opposite have the same square.",
    (
        "calclib/optimize/descent.py",
        "if not (widest <= reach.min() and np.isfinite([values.min(), values.max()]).all()):",
        "reach",
        "points",
    ): "A shortcut is taken less often; the longer way gives the same path.",
    (
        "calclib/optimize/descent.py",
        "raise ValueError(",
        "0",
        "-1",
    ): "It is asked before that the shape has one number: the first is the last.",
    (
        "calclib/optimize/tuning.py",
        "return np.asarray(-np.log1p(-number) / np.log(self.longest) > 1 - EDGE)",
        "np.asarray(-np.log1p(-number) / np.log(self.longest) > 1 - EDGE)",
        "-np.log1p(-number) / np.log(self.longest) > 1 - EDGE",
    ): "It is an array of truths either way; asarray tells mypy so.",
    (
        "calclib/optimize/steps.py",
        "hopeless = ~(np.isfinite(value) & np.isfinite(direction).all(axis=-1))",
        "np.isfinite(value) & np.isfinite(direction).all(axis=-1)",
        "np.isfinite(direction).all(axis=-1)",
    ): "From where there is no value no step is taken; only more of them are tried.",
    (
        "calclib/optimize/roots.py",
        "points.append(_finite(x) if len(points) < given else float(x))",
        "float(x)",
        "x",
    ): "The number is a float either way, Python's or NumPy's, and goes into one array.",
    ("calclib/optimize/steps.py", "d = matrix.shape[-1]", "1", "2"): "The matrix is square.",
    (
        "calclib/optimize/roots.py",
        "if not np.sign(f(low)) * np.sign(f(high)) <= 0:",
        "np.sign",
        "np.tanh",
    ): "Only the sign of the product is asked, and tanh has the sign of its argument.",
    (
        "calclib/practice/records.py",
        "descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | FLAGS, 0o666)",
        "os.O_RDWR | os.O_APPEND | os.O_CREAT | FLAGS",
        "FLAGS | (os.O_RDWR | os.O_APPEND | os.O_CREAT)",
    ): "`|` of flags is the same in either order.",
    (
        "calclib/practice/grading.py",
        'command = [*offline(), sys.executable, "-m", "calclib.practice.sitting", str(copy)]',
        "str(copy)",
        "copy",
    ): "A process is given a path as it is given its text; str tells mypy so.",
    (
        "calclib/practice/programs.py",
        'return any(getattr(n, "value", 0) is ... and n not in brackets for n in ast.walk(node))',
        "return any((getattr(n, 'value', 0) is ... and n not in brackets for n in ast.walk(node)))",
        "return 2 * any((getattr(n, 'value', 0) is ... and n not in brackets "
        "for n in ast.walk(node)))",
    ): "Only whether it is 0 is asked, and twice True is not.",
    (
        "calclib/practice/assessment.py",
        "listed = [right, *wrong]",
        "[right, *wrong]",
        "[*wrong, right]",
    ): "They are shuffled in the next line.",
}


def reason(mutant: Mutant) -> str:
    """Why a mutant cannot be killed; empty for one that should be."""
    line = mutant.unspoilt.splitlines()[mutant.lines.start - 1].partition("  #")[0].strip()
    return EQUIVALENT.get((mutant.file.as_posix(), line, mutant.before, mutant.after), "")
