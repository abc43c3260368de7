"""Where a function is zero: bisection, secant, Newton with every iterate on record, and basins."""

import math
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from calclib.arrays import Array, check_whole, refuse_truth
from calclib.functions.exact_zero import is_zero_of_formula
from calclib.functions.function import Definition, Function
from calclib.optimize.heap import keep_freed_memory
from calclib.optimize.vanishing import is_underflow
from calclib.tracebacks import with_short_errors

Sought: TypeAlias = "Function | Definition"  # what a root is sought of
Pair: TypeAlias = tuple[float, ...]  # the two ends of a bracket or a chord, or nothing
Iterates: TypeAlias = Iterator[tuple[float, Pair]]
FAR = 1e6  # a search beyond FAR (1 + |start|) may be lost
STEADY = 1 - 1e-6  # the share of its growth that a search keeps which grows for ever
BESIDE = 32  # how many last steps aside a change of sign is looked for
LOOKED_AT = 64  # places beside a root at which the sign is looked at
FLOATS = 16  # the nearest floats to each side, among which a root has to be the only one
WIDE = 1e-3  # how far out, relative to 1 + |x|, a function has other values than beside its root
NEARER = 64  # times nearer to a gap than before: there a value of a root has shrunk
STAYS = 0.9  # a share of its value that one keeps beside a jump, and not beside a root
FAINT = 0.01  # values so much smaller than those farther out are what rounding left
TOUCHES = 1e-3  # a value so much smaller than those a millionth aside is that of a double root


class Search(NamedTuple):
    """The record of a search for f(x) = 0.

    points: the iterates x₀, x₁, …, (n,).
    values: f there, (n,).
    brackets: the ends of the bracket or of the chord that each iterate was made from, (n, 2) for
    bisection and (n − 1, 2) for the secant; None for Newton.
    status: "converged at step 5", "cycle of length 2", "flat tangent at step 3", "diverged at step
    9", "left the domain at step 2", "underflow at step 7", "stopped moving at step 4", "not
    converged after 50 steps", "value overflowed at step 0", "pole at x = 1.57", or of bisection
    "jump at x = 0.3", "floats too coarse at x = 1e+16". Converged is what was checked: f is 0
    there, or the last step was as small as the tolerance and beside it f changes sign once, without
    a gap, or touches 0.

    >>> search = newton("x^2 - 4", 2.5)
    >>> search.status, search.root, search.values[0]
    ('converged at step 5', 2.0, np.float64(2.25))
    """

    points: Array
    values: Array
    brackets: Array | None
    status: str

    @property
    def root(self) -> float:
        """The last iterate if the search converged, else nan."""
        return float(self.points[-1]) if self.status.startswith("converged") else float("nan")


@with_short_errors
def bisection(
    f: Sought, low: float, high: float, steps: int = 60, tolerance: float = 1e-12
) -> Search:
    """Halve a bracket across which f changes sign; the iterates are its midpoints.

    f: a Function of one variable, text or a callable.
    low, high: the ends of the first bracket.
    steps: how many times it is halved at most.
    tolerance: the last move, relative to 1 + |x|.
    Raises ValueError where f has the same sign at both ends, or no value at one of them.

    >>> search = bisection("x^2 - 2", 0.0, 2.0)
    >>> search.points[:3].tolist(), search.brackets[1].tolist(), round(search.root, 9)
    ([1.0, 1.5, 1.25], [1.0, 2.0], 1.414213562)
    """
    f = _one_variable(f)
    low = _finite(low)
    high = _finite(high)
    for end in (low, high):
        if np.isnan(f(end)):
            raise ValueError(
                f"f has no value at the end x = {end:g}, which lies outside its domain; choose "
                "two ends inside."
            )
    if not np.sign(f(low)) * np.sign(f(high)) <= 0:
        raise ValueError(
            f"f({low:g}) = {f(low):.3g} and f({high:g}) = {f(high):.3g} have the same sign; "
            "choose two ends between which f crosses zero."
        )

    def midpoints() -> Iterates:
        a = low
        b = high
        while True:
            middle = (a + b) / 2
            yield middle, (a, b)
            if np.sign(f(a)) * np.sign(f(middle)) <= 0:
                b = middle
            else:
                a = middle

    return _name_gap(f, _follow(f, midpoints(), steps, tolerance, given=0))


@with_short_errors
def secant(
    f: Sought, first: float, second: float, steps: int = 50, tolerance: float = 1e-12
) -> Search:
    """Follow the chord through the last two points: x ← x − f(x)(x − x₋)/(f(x) − f(x₋)).

    The number of right digits grows by 1.618 a step. f as for bisection.
    Raises ValueError where the two points are one.

    >>> secant("x^2 - 2", 1.0, 2.0).status
    'converged at step 8'
    """
    f = _one_variable(f)
    first = _finite(first)
    second = _finite(second)
    if first == second:
        raise ValueError(
            f"The first and the second point are both {first:g}, and no chord goes through one "
            "point; choose two different points."
        )

    def crossings() -> Iterates:
        a = first
        b = second
        yield a, ()
        yield b, (a, b)
        while f(b) != f(a):
            crossing = b - f(b) * (b - a) / (f(b) - f(a))
            yield crossing, (b, crossing)
            a = b
            b = crossing

    return _follow(f, crossings(), steps, tolerance, given=2)


@with_short_errors
def newton(f: Sought, start: float, steps: int = 50, tolerance: float = 1e-12) -> Search:
    """Follow the tangent: x ← x − f(x)/f′(x). Near a simple root the right digits double.

    f as for bisection; its derivative is that of the Function.

    >>> newton("x^2 - 2", 2.0).points[:4].round(4).tolist()
    [2.0, 1.5, 1.4167, 1.4142]
    >>> newton("x^3 - 2x + 2", 0.0).status
    'cycle of length 2'
    """
    f = _one_variable(f)
    first = _finite(start)

    def crossings() -> Iterates:
        x = first
        yield x, ()
        while (slope := float(f.gradient([x])[0])) != 0:
            x = x - f(x) / slope
            yield x, ()

    return _follow(f, crossings(), steps, tolerance, given=1)


def _follow(f: Function, iterates: Iterates, steps: int, tolerance: float, given: int) -> Search:
    """Take iterates until one ends the search, and keep the record.

    given: how many of the first iterates were chosen and not computed.
    """
    check_whole("steps", steps, least=0)
    refuse_truth("The tolerance", tolerance)
    if not (isinstance(tolerance, float | int) and tolerance >= 0):
        raise ValueError(f"tolerance is a number ≥ 0, but got {tolerance!r}.")
    points: list[float] = []
    brackets: list[Pair] = []
    status = ""
    for x, pair in islice(iterates, steps + 1):
        points.append(_finite(x) if len(points) < given else float(x))
        if pair:
            brackets.append(pair)
        status = _ending(f, points, tolerance, given)
        if status:
            break
    if not status or status.startswith("diverged"):
        far = _runaway(f, points)
        if far:
            status = f"diverged at step {far}"
            points = points[: far + 1]
            brackets = brackets[: far + 1 - max(0, given - 1)]
    return Search(
        points=np.array(points),
        values=np.array([f(x) for x in points]),
        brackets=np.array(brackets) if brackets else None,
        status=status or _unfinished(points, steps),
    )


def _ending(f: Function, points: Sequence[float], tolerance: float, given: int) -> str:
    """How a search ended, if it did at its last point; "" for one that goes on."""
    x = points[-1]
    k = len(points) - 1
    value = f(x)
    if not np.isfinite(x):
        return f"diverged at step {k}"
    if np.isnan(value):
        return f"left the domain at step {k}"
    if np.isinf(value) and given > 0:  # bisection needs no more than its sign
        is_pole = f.is_pole(np.array([x]), np.array(value))
        return f"pole at x = {_place(x)}" if is_pole else f"value overflowed at step {k}"
    if value == 0:
        is_lost = is_underflow(f, x) and not is_zero_of_formula(f, [x])
        return f"underflow at step {k}" if is_lost else f"converged at step {k}"
    if k < max(given, 1):
        return ""
    step = abs(x - points[-2])
    finest = 2 * np.spacing(abs(x))  # no step is finer than a float
    for least in (max(tolerance * (1 + abs(x)), finest), finest):
        if step > least:
            continue
        if given > 0 and _is_root(f, x, least):
            return f"converged at step {k}"
        # Bisection has a change of sign in its bracket; what it is, is asked at the end.
        if given == 0 and (least == finest or _is_resolved(f, x, step)):
            return f"converged at step {k}"
    return f"stopped moving at step {k}" if step == 0 else ""


@np.errstate(all="ignore")
def _is_root(f: Function, x: float, least: float) -> bool:
    """Whether f is 0 beside x: it changes sign within some steps `least`, or touches 0.

    Near a pole, and where a huge value was divided by, steps are small as well. Where several
    changes of sign lie within these steps, as of sin x near 10¹⁶, no root is told from another.
    """
    aside = least
    while aside <= BESIDE * least:
        if np.sign(f(x - aside)) * np.sign(f(x + aside)) < 0:
            return _is_resolved(f, x, aside) and _crossing(f, x - aside, x + aside) == "root"
        aside *= 2
    wide = 1e-6 * (1 + abs(x))
    beside = np.abs([f(x - wide), f(x + wide)])
    beside = beside[np.isfinite(beside)]
    touches = bool(beside.size and abs(f(x)) <= TOUCHES * beside.min())
    return touches and _is_resolved(f, x, wide)


@np.errstate(all="ignore")
def _is_resolved(f: Function, x: float, aside: float) -> bool:
    """Whether one change of sign of f beside x can be told from another.

    It cannot where f changes sign several times within `aside`, or within a few floats, and is as
    large there as it is farther out. Rounding also makes several changes, of tiny values.
    """
    near = max(aside, FLOATS * np.spacing(abs(x)))
    wide = WIDE * (1 + abs(x))
    places = x + np.linspace(-1, 1, LOOKED_AT)[:, None] * [near, max(wide, near)]
    beside, out = f.value(places[..., None]).T
    signs = np.sign(beside[np.isfinite(beside) & (beside != 0)])
    if np.count_nonzero(signs[1:] != signs[:-1]) <= 1:
        return True
    largest = [np.abs(values[np.isfinite(values)]).max(initial=0.0) for values in (beside, out)]
    return bool(largest[0] <= FAINT * largest[1])


@np.errstate(all="ignore")
def _crossing(f: Function, low: float, high: float) -> str:
    """Say what lies between two places at which f has different signs: "root", "pole" or "jump".

    The interval is halved to neighbouring floats. At a root the values shrink meanwhile, at a pole
    they grow, across a jump they stay, on one side at least: sign(x) − ½ is −½ at 0 itself.
    """
    ends = (low, high)
    before = max(abs(f(low)), abs(f(high)))
    while True:
        middle = (low + high) / 2
        value = f(middle)
        if value == 0:  # a root, unless f only jumps over it, as sign(x) does
            low = np.nextafter(middle, low)
            high = np.nextafter(middle, high)
            break
        if not np.isfinite(value):
            return "pole"
        if middle in (low, high):
            break
        if np.sign(f(low)) != np.sign(value):
            high = middle
        else:
            low = middle
    after = max(abs(f(low)), abs(f(high)))
    stays = [
        abs(end - start) > NEARER * (high - low) and abs(f(end)) > STAYS * abs(f(start))
        for start, end in zip(ends, (low, high), strict=True)
    ]
    if after <= before / 2 and not any(stays):
        return "root"
    return "pole" if after >= 2 * before else "jump"


def _runaway(f: Function, points: Sequence[float]) -> int:
    """The step at which a search left for good: far from the start, and not on its way; else 0.

    A root may be far as well, and a search that was thrown far may come back. One that leaves still
    goes farther, and it has larger values of f out there than where it left from, or it grows by
    the same factor step after step, as on 1/x.
    """
    size = np.abs(points)
    far = ~(size <= FAR * (1 + size[0]))
    if not far[-1]:
        return 0
    first = int(np.flatnonzero(~far)[-1]) + 1
    if not np.isfinite(size[-1]):
        return first
    if first == len(points) - 1 or size[-1] <= size[-2]:
        return 0
    before, near, now = size[-3:]
    is_steady = before > 0 and now / near - 1 >= STEADY * (near / before - 1)
    is_worse = abs(f(points[-1])) > abs(f(points[first - 1]))
    return first if is_worse or is_steady else 0


def _name_gap(f: Function, search: Search) -> Search:
    """Tell a root that bisection found from a pole or a jump, where f changes sign as well."""
    if not search.status.startswith("converged") or search.values[-1] == 0:
        return search
    assert search.brackets is not None
    low, high = search.brackets[-1]
    place = _place(search.points[-1])
    if not _is_resolved(f, float(search.points[-1]), aside=0.0):
        return search._replace(status=f"floats too coarse at x = {place}")
    gap = _crossing(f, float(low), float(high))
    return search if gap == "root" else search._replace(status=f"{gap} at x = {place}")


def _place(x: float) -> str:
    """A coordinate as a status writes it; −0 is 0."""
    return f"{round(float(x), 9) + 0.0:.6g}"


def _unfinished(points: Sequence[float], steps: int) -> str:
    """How a search ended whose iterates ran out, or which was stopped after `steps` steps."""
    if len(points) <= steps:
        return f"flat tangent at step {len(points) - 1}"
    moved = abs(points[-1] - points[-2]) if len(points) > 1 else 0.0
    for length in range(2, min(5, len(points))):
        if abs(points[-1] - points[-1 - length]) <= 1e-8 * moved:
            return f"cycle of length {length}"
    return f"not converged after {steps} step{'' if steps == 1 else 's'}"


def _finite(point: object) -> float:
    """A point to begin at, as a float; raises ValueError for what is no finite number."""
    refuse_truth("The point at which a search begins", point)
    try:
        number = float(np.asarray(point).item()) if not isinstance(point, str) else np.nan
    except (TypeError, ValueError):
        number = np.nan
    if not np.isfinite(number):
        raise ValueError(f"A search begins at a finite number, but got {point!r}.")
    return number


def _one_variable(f: Sought) -> Function:
    function = f if isinstance(f, Function) else Function(f)
    if function.dimension != 1:
        raise ValueError(f"A root is sought along one variable, but {f!r} has more.")
    return function


class Basins(NamedTuple):
    """Which root each point of a square grid falls to, and how fast.

    root: (size, size), the index into roots, −1 where none was reached.
    steps: (size, size), the steps taken.
    roots: complex numbers, sorted by angle.
    Row 0 is the lower edge of the box.

    >>> halves = basins("z^2 - 1", size=4)
    >>> halves.roots.real, halves.root[0]
    (array([ 1., -1.]), array([1, 1, 0, 0]))
    """

    root: NDArray[np.int_]
    steps: NDArray[np.int_]
    roots: NDArray[np.complex128]


@with_short_errors
@np.errstate(all="ignore")
def basins(
    polynomial: str | Sequence[float],
    box: tuple[float, float, float, float] = (-2.0, 2.0, -2.0, 2.0),
    size: int = 400,
    steps: int = 60,
    tolerance: float = 1e-9,
) -> Basins:
    """Run Newton's method from every point of a grid in the complex plane.

    polynomial: text in z, or coefficients from the highest power down.
    box: (x₀, x₁, y₀, y₁).
    size: points a side.
    steps: the most that a point may take.
    tolerance: the distance at which a root counts as reached; its m-th root where m roots are one,
    for rounding leaves only every m-th digit of it.
    Source: Cayley 1879, American Journal of Mathematics 2, 97.

    >>> thirds = basins("z^3 - 1", size=100)
    >>> [round(float((thirds.root == k).mean()), 2) for k in range(3)]
    [0.32, 0.35, 0.32]
    """
    given = coefficients(polynomial) if isinstance(polynomial, str) else polynomial
    refuse_truth("A coefficient", given)
    refuse_truth("An end of the box", box)
    if not np.isfinite(given).all():
        raise ValueError(f"Coefficients are finite numbers, but got {polynomial!r}.")
    p = np.poly1d(given)
    check_whole("size", size, least=1)
    check_whole("steps", steps, least=0)
    if p.order == 0:
        raise ValueError(f"{polynomial} is a constant, which has no roots; write one as z^3 - 1.")
    if np.shape(box) != (4,) or not np.isfinite(box).all():
        raise ValueError(f"The box is (x₀, x₁, y₀, y₁), but got {box!r}.")
    slope = p.deriv()
    roots, multiplicity = distinct_roots(p)
    near = (tolerance ** (1 / multiplicity))[:, None]
    small = np.square(_largest_beside(p, roots, near[:, 0]))
    keep_freed_memory()
    x = np.linspace(*box[:2], size)
    y = np.linspace(*box[2:], size)
    z = (x + 1j * y[:, None]).ravel()
    root = np.full(z.size, -1)
    count = np.full(z.size, steps)
    active = np.arange(z.size)
    for k in range(steps + 1):
        value = _horner(p.coefficients, z)
        # The value is small beside a root, and it is known: only where it is, the distance counts.
        few = np.flatnonzero(value.real**2 + value.imag**2 <= small)
        distance = np.abs(z[few] - roots[:, None])
        is_there = (distance <= near).any(axis=0)
        arrived = active[few[is_there]]
        root[arrived] = _nearest(distance[:, is_there])
        count[arrived] = k
        if arrived.size:
            goes_on = np.ones(z.size, dtype=bool)
            goes_on[few[is_there]] = False
            rest = np.flatnonzero(goes_on)  # as numbers: twice as fast as to cut by truths
            active = active[rest]
            z = z[rest]
            value = value[rest]
        value /= _horner(slope.coefficients, z)
        z -= value
    return Basins(root.reshape(size, size), count.reshape(size, size), roots)


def _nearest(distance: Array) -> NDArray[np.int_]:
    """Which of a few rows is least in each column, as distance.argmin(axis=0), which is slow.

    >>> _nearest(np.array([[2.0, 0.0], [1.0, 0.0]]))
    array([1, 0])
    """
    least = distance[0]
    nearest = np.zeros(least.size, dtype=int)
    for k, row in enumerate(distance[1:], start=1):
        nearest[row < least] = k
        least = np.minimum(least, row)
    return nearest


def _horner(coefficients: Array, z: NDArray[np.complex128]) -> NDArray[np.complex128]:
    """A polynomial at many points, as np.polyval, which makes two arrays for each coefficient.

    coefficients: from the highest power down.

    >>> _horner(np.array([1.0, 0.0, 2.0]), np.array([1j, 2 + 0j])).real
    array([1., 6.])
    """
    value = np.full_like(z, coefficients[0])
    for coefficient in coefficients[1:]:
        value *= z
        value += coefficient
    return value


def _largest_beside(p: np.poly1d, roots: NDArray[np.complex128], near: Array) -> Array:
    """A bound of |p(z)| within a distance of each root: twice the sum of Taylor's terms there.

    The other half is for rounding, which is less than 10⁻¹² of the sum of all terms' sizes. Where
    the bound is no number it is infinite.
    """
    bound = 1e-12 * np.poly1d(np.abs(p.coefficients))(np.abs(roots) + near)
    for k in range(p.order + 1):
        bound += np.abs(p.deriv(k)(roots)) * near**k / math.factorial(k)
    return np.asarray(np.where(np.isnan(bound), np.inf, 2 * bound).max())


def distinct_roots(p: np.poly1d) -> tuple[NDArray[np.complex128], Array]:
    """The roots of a polynomial by angle, and how often each occurs.

    A double root is found as two that rounding moves apart by half the digits, so that roots
    nearer to each other than 10⁻⁴ of the largest are one: their mean.

    >>> distinct_roots(np.poly1d([1.0, -4.0, 4.0]))[1]
    array([2.])
    """
    found = np.roots(p)
    near = 1e-4 * np.abs(found).max(initial=0.0)
    groups: list[list[complex]] = []
    for root in found:
        group = next((g for g in groups if abs(np.mean(g) - root) <= near), None)
        if group is None:
            groups.append([root])
        else:
            group.append(root)
    groups.sort(key=lambda group: float(np.angle(np.mean(group))))
    roots = np.array([np.mean(group) for group in groups], dtype=complex)
    return roots, np.array([float(len(group)) for group in groups])


def coefficients(text: str) -> list[float]:
    """Read a polynomial in z, from the highest power down.

    Raises ValueError for anything else.

    >>> coefficients("z^3 - 2z + 2")
    [1.0, 0.0, -2.0, 2.0]
    """
    formula = Function(text, ("z",)).expression
    polynomial = formula.as_poly(*formula.free_symbols)  # type: ignore[no-untyped-call]
    if polynomial is None:
        raise ValueError(f"{text} is not a polynomial in z, such as z^3 - 1.")
    return [float(c) for c in polynomial.all_coeffs()]
