"""How an answer is compared with what is expected: by its kind, at which places, how exactly."""

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from calclib.arrays import Array, holds_truth, ufunc_arguments
from calclib.practice.letters import others_in, own_names
from calclib.practice.places import FAR, NEAR, SIZES, Domain, inside, labels, limits_of, sample
from calclib.practice.reading import (
    NONE,
    Call,
    OneOf,
    UnreadableError,
    formula_values,
    formulas,
    function_values,
    leaves,
    number_values,
    refuse_blanks,
    refuse_endless,
    unreadable,
)
from calclib.practice.shapes import Noun

if TYPE_CHECKING:
    import sympy as sp

# Sizes of the numbers on which a function is tried: many near 1, others far from it.
CALLS = np.repeat([1.0, 0.01, 10.0, 1000.0], [20, 5, 10, 10])[:, None]
NO_TRUTH = "A number is asked for, not True or False."
TOLERANCE = 1e-6  # of numbers; formulas are exact, unless an exercise asks for less


@dataclass(frozen=True)
class Route:
    """How answers of one kind are compared: read to numbers, at places, perhaps exactly as well.

    unequal: what makes an answer that seems right another one, in a sentence; nothing where it is
        the same. It takes the answer and the tolerance. None for what numbers alone decide.
    """

    read: Callable[[object], Array]
    places: Sequence[str] = ()
    unequal: Callable[[object, float], str] | None = None
    ordered: bool = True  # whether twice or half of an answer means something
    is_numbers: bool = False  # whether the answer is numbers themselves, and may be rounded
    takes_lists: bool = False  # whether a typed answer may be a list
    noun: Noun = "number"
    names: Sequence[str] = ()  # of the values, where several are asked for that have some
    # The places so far out that a right formula may overflow there: only values count there.
    far: npt.NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, bool))

    def take(self, answer: object) -> Array:
        """Read what a learner wrote; raises BlankError or UnreadableError and nothing else."""
        try:
            refuse_blanks(answer, self.names)
            refuse_endless(answer)
            return self.read(answer)
        except UnreadableError:
            raise
        except (Exception, SystemExit) as error:  # an object may raise anything when looked at
            raise unreadable(answer) from error

    def at(self, kept: npt.NDArray[np.bool_]) -> "Route":
        """The same comparison at some of the places alone."""
        places = [name for name, stays in zip(self.places, kept, strict=True) if stays]
        return replace(
            self, read=lambda answer: self.read(answer)[kept], places=places, far=self.far[kept]
        )

    def expect(self, value: object) -> Array:
        """Read what the author of an exercise wrote; what is wrong there is the author's error."""
        try:
            return self.take(value)
        except UnreadableError as reason:
            raise ValueError(f"The exercise itself expects {value!r}: {reason}") from reason


def route(
    expected: object,
    variables: Sequence[str] | None = None,
    inputs: Sequence[Call] | None = None,
    domain: Domain = (-np.inf, np.inf),
    symbols: Mapping[str, str] = NONE,
    ordered: bool = True,
) -> Route:
    """Choose the route by the kind of what is expected.

    ordered: False where numbers name choices, of which yes and no may be two.
    """
    if isinstance(expected, OneOf):
        return Route(expected.read, ordered=False)
    if names := tuple(variables or own_names(expected)):
        return formula_route(expected, names, inputs, domain, symbols)
    if isinstance(expected, np.ufunc):  # whose signature has out, where and dtype too
        return function_route(expected, ufunc_arguments(expected), inputs, domain)
    if callable(expected):
        names = tuple(inspect.signature(expected).parameters)
        return function_route(expected, names, inputs, domain)
    takes_truth = not ordered or any(holds_truth(part) for _, part in leaves(expected))
    read = number_values if takes_truth else untrue_numbers
    return Route(read, ordered=ordered, is_numbers=True, takes_lists=True)


def untrue_numbers(answer: object) -> Array:
    """The numbers of an answer; True and False are none, though Python counts them as 1 and 0."""
    if any(holds_truth(part) for _, part in leaves(answer)):
        raise UnreadableError(NO_TRUTH)
    return number_values(answer)


def function_route(
    expected: object, names: Sequence[str], inputs: Sequence[Call] | None, domain: Domain
) -> Route:
    """Compare functions by what they give for some calls, by default near 0 and far from it."""
    if inputs:
        return Route(partial(function_values, calls=inputs), labels(names, inputs), noun="array")
    drawn = sample(names, CALLS, domain)
    target = Route(partial(function_values, calls=drawn.tolist())).expect(expected)
    far = np.abs(drawn).max(axis=1, initial=0.0) > FAR
    finite = np.isfinite(target).reshape(len(drawn), -1).all(axis=1)
    calls = [tuple(row) for row in drawn[~far | finite].tolist()]
    read = partial(function_values, calls=calls)
    return Route(read, labels(names, calls), noun="array", far=far[~far | finite])


def formula_route(
    expected: object,
    names: Sequence[str],
    inputs: Sequence[Call] | None,
    domain: Domain,
    symbols: Mapping[str, str] = NONE,
) -> Route:
    """Compare formulas by their values where the expected one has some, and then exactly."""
    several = isinstance(expected, (list, tuple))
    points = np.asarray(inputs or inside(sample(names, SIZES, domain), names, domain), float)
    shown = points
    every = (*names, *others_in(symbols, names))
    if symbols:
        points = with_symbols(names, symbols, domain)
        shown = points[:, : len(names)]
    read = partial(formula_values, names=every, several=several)
    expect = Route(partial(read, points=points)).expect
    finite = np.isfinite(expect(expected)).reshape(len(points), -1).all(axis=1)
    points, shown = points[finite], shown[finite]
    far = np.abs(points).max(axis=1, initial=0.0) > FAR
    some = np.concatenate([np.flatnonzero(~far)[:NEAR], np.flatnonzero(far)[:NEAR]])
    points, shown, far = points[some], shown[some], far[some]
    if not len(points):
        raise ValueError(f"{expected} has no finite value where it was tried; give inputs=.")
    letters = Letters(names, symbols, domain, several)
    return Route(
        partial(read, points=points),
        labels(names, shown),
        partial(letters.unequal, expected=expected, points=points, only=inputs is not None),
        takes_lists=several,
        noun="formula",
        far=far,
    )


@dataclass(frozen=True)
class Letters:
    """The variables of formulas, in which they are compared exactly.

    names, symbols: the variables, and what letters some of them are made of; see `check`. Where h
        is alpha lambda, both formulas are compared in alpha and lambda.
    several: whether the formulas are a list.
    """

    names: Sequence[str]
    symbols: Mapping[str, str]
    domain: Domain
    several: bool

    @property
    def every(self) -> tuple[str, ...]:
        """All names that may occur: the variables and the letters they are made of."""
        return (*self.names, *others_in(self.symbols, self.names))

    @property
    def free(self) -> tuple[str, ...]:
        """The names that are not made of others."""
        return tuple(name for name in self.every if name not in self.symbols)

    def made(self) -> dict["sp.Symbol", "sp.Expr"]:
        """What each name that is made of letters stands for."""
        from calclib.expressions.formulas import real_symbols

        texts = list(self.symbols.values())
        made = [formulas(text, self.every)[0] for text in texts]
        return dict(zip(real_symbols(self.symbols), made, strict=True))

    def read(self, answer: object) -> list["sp.Expr"]:
        """The formulas of an answer, in the names that are free."""
        read = formulas(answer, self.every, self.several)
        made = self.made() if self.symbols else {}
        return [formula.subs(list(made.items())) for formula in read] if made else read

    def inside(self, points: Array) -> npt.NDArray[np.bool_]:
        """Which points (k, d) of the free names lie within the domain, with what they make."""
        from calclib.expressions.compiling import as_numpy
        from calclib.expressions.formulas import real_symbols

        symbols = real_symbols(self.free)
        made = self.made() if self.symbols else {}
        named = [made.get(symbol, symbol) for symbol in real_symbols(self.every)]
        columns = as_numpy(named, symbols)(*points.T)
        low, high = np.array(limits_of(self.every, self.domain), dtype=float).T[..., None]
        within: npt.NDArray[np.bool_] = ((low < columns) & (columns < high)).all(axis=0)
        return within

    def unequal(
        self, answer: object, tolerance: float, *, expected: object, points: Array, only: bool
    ) -> str:
        """Where an answer that seems right differs from what is expected, in a sentence; or "".

        points: some (k, d) of all names, to begin with.
        only: whether nothing but these may be tried.
        """
        from calclib.expressions.formulas import real_symbols
        from calclib.practice.equality import Pair, explain_difference, versions_of

        wanted = self.read(expected)
        yours = self.read(answer)
        versions = [
            *((self.read(version), yours) for version in versions_of(answer)),
            *((self.read(version), wanted) for version in versions_of(expected)),
        ]
        origins = points[:, [self.every.index(name) for name in self.free]]
        for k, (one, other) in enumerate(zip(yours, wanted, strict=True)):
            pair = Pair(
                one,
                other,
                real_symbols(self.free),
                origins,
                self.inside,
                [(version[k], of[k]) for version, of in versions],
                tolerance if tolerance > TOLERANCE else 0.0,
            )
            if (found := pair.difference(only_origins=only)) is not None:
                return explain_difference(found, self.free)
        return ""


def with_symbols(names: Sequence[str], symbols: Mapping[str, str], domain: Domain) -> Array:
    """Points (k, d + m) at which the d variables are what their symbols, m letters, make them."""
    every = (*names, *others_in(symbols, names))
    points = sample(every, np.tile(SIZES, (3, 1)), domain)
    for name, text in symbols.items():
        points[:, names.index(name)] = formula_values(text, every, points, several=False)
    return inside(points, names, domain)
