"""Wrong derivatives, computed: the derivation of f′ with one rule misremembered.

`symbolic.steps` gives the right derivation line by line. A mistake is a row that rewrites the lines
of one rule; made at one line, or at all of them, it yields the wrong answers that it leads to.
"""
# SymPy carries few types:
# mypy: disable-error-code="no-untyped-call, no-any-return"

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

import sympy as sp

from calclib.derivatives.symbolic import Step, differentiate


class Mistake(NamedTuple):
    """What goes wrong in lines of this rule, and the sentence for it."""

    sentence: str
    rule: str
    wrong: Callable[[Step], Sequence[sp.Expr]]


def results(step: Step) -> list[sp.Expr]:
    """The derivatives that a line rests on: u′, v′, …"""
    return [part.result for part in step.parts]


def at(step: Step, value: sp.Expr) -> sp.Expr:
    """In a chain rule, the slope of the outer function at this value of the inner one."""
    outer, _ = step.parts
    return outer.result.xreplace({outer.variable: value})


def product(step: Step, slopes: Sequence[sp.Expr]) -> list[sp.Expr]:
    """The terms of the product rule: u′v, uv′, …"""
    factors = [part.expression for part in step.parts]
    return [sp.Mul(*factors[:k], d, *factors[k + 1 :]) for k, d in enumerate(slopes)]


def quotient(step: Step, slopes: Sequence[sp.Expr], sign: int = -1) -> sp.Expr:
    """The numerator of the quotient rule: u′v − uv′, or its sum."""
    u, v = (part.expression for part in step.parts)
    du, dv = slopes
    return du * v + sign * u * dv


def below(step: Step) -> sp.Expr:
    """The denominator v of a quotient u/v."""
    return step.parts[1].expression


# How a line follows from those it rests on; a line of any other rule is taken as it is.
COMBINED: dict[str, Callable[[Step, Sequence[sp.Expr]], sp.Expr]] = {
    "sum": lambda step, slopes: sp.Add(*slopes),
    "constant multiple": lambda step, slopes: (
        step.expression / step.parts[0].expression * slopes[0]
    ),
    "product": lambda step, slopes: sp.Add(*product(step, slopes)),
    "quotient": lambda step, slopes: quotient(step, slopes) / below(step) ** 2,
    "chain": lambda step, slopes: (
        slopes[0].xreplace({step.parts[0].variable: step.parts[1].expression}) * slopes[1]
    ),
}
MISTAKES = (
    Mistake(
        "The inner derivative is missing: multiply by the derivative of what stands inside.",
        "chain",
        lambda step: [at(step, step.parts[1].expression)],
    ),
    Mistake(
        "The outer slope belongs at the inner function itself: f′(g(x)), not f′(g′(x)).",
        "chain",
        lambda step: [
            at(step, step.parts[1].result),
            at(step, step.parts[1].result) * step.parts[1].result,
        ],
    ),
    Mistake(
        "The derivative of a product is not the product of the derivatives: it is u′v + uv′.",
        "product",
        lambda step: [sp.Mul(*results(step))],
    ),
    Mistake(
        "Only one factor was differentiated: the derivative of uv is u′v + uv′.",
        "product",
        lambda step: product(step, results(step)),
    ),
    Mistake(
        "The order in the quotient rule is u′v − uv′.",
        "quotient",
        lambda step: [-quotient(step, results(step)) / below(step) ** 2],
    ),
    Mistake(
        "The quotient rule has a minus: (u′v − uv′)/v².",
        "quotient",
        lambda step: [quotient(step, results(step), sign=1) / below(step) ** 2],
    ),
    Mistake(
        "The denominator of the quotient rule is v².",
        "quotient",
        lambda step: [
            quotient(step, results(step)),
            quotient(step, results(step)) / below(step),
        ],
    ),
    Mistake(
        "The derivative of a quotient is not u′/v′: it is (u′v − uv′)/v².",
        "quotient",
        lambda step: [step.parts[0].result / step.parts[1].result] if step.parts[1].result else [],
    ),
    Mistake(
        "The exponent comes down as a factor and shrinks by one: (xⁿ)′ = n xⁿ⁻¹.",
        "power",
        lambda step: [
            step.result * step.variable,
            step.expression / step.variable,
            step.expression * step.variable,
        ],
    ),
    Mistake(
        "This integrates a power: to differentiate, the exponent shrinks.",
        "power",
        lambda step: (
            [step.expression * step.variable / (step.expression.exp + 1)]
            if step.expression.exp != -1
            else []
        ),
    ),
    Mistake("The derivative of cos is −sin.", "cosine", lambda step: [-step.result]),
    Mistake("The derivative of sin is cos, without a minus.", "sine", lambda step: [-step.result]),
    Mistake(
        "The power rule is for a variable base; here the exponent varies: (eˣ)′ = eˣ.",
        "exponential",
        lambda step: [step.expression * step.variable / step.expression.as_base_exp()[0]],
    ),
    Mistake(
        "A factor ln a is missing: (aˣ)′ = aˣ ln a.",
        "exponential",
        lambda step: [step.expression],
    ),
    Mistake(
        "A constant factor stays.",
        "constant multiple",
        lambda step: results(step),
    ),
    Mistake(
        "The derivative of a constant is 0.",
        "constant",
        lambda step: [step.expression],
    ),
    Mistake(
        "A term is missing: the derivative of a sum has a part for each term.",
        "sum",
        lambda step: [
            sp.Add(*(results(step)[:k] + results(step)[k + 1 :])) for k in range(len(step.parts))
        ],
    ),
    *(
        Mistake(
            "A factor π/180 is too much: the angles of the course are in radians.",
            rule,
            lambda step: [step.result * sp.pi / 180],
        )
        for rule in ("sine", "cosine", "tangent")
    ),
)


def slips(step: Step) -> list[tuple[sp.Expr, str]]:
    """The wrong answers that one mistake leads to in this derivation, each with its sentence.

    >>> from calclib.derivatives.symbolic import steps
    >>> for wrong, sentence in slips(steps("sin(3x)"))[:2]:
    ...     print(wrong, "·", sentence)
    cos(3*x) · The inner derivative is missing: multiply by the derivative of what stands inside.
    cos(3) · The outer slope belongs at the inner function itself: f′(g(x)), not f′(g′(x)).
    """
    found: dict[sp.Expr, str] = {step.result: ""}
    for mistake in MISTAKES:
        for wrong in (*once(step, mistake), everywhere(step, mistake)):
            found.setdefault(wrong, mistake.sentence)
    found.setdefault(step.expression, "That is the function itself. How fast does it change?")
    twice = differentiate(step.result, step.variable).result
    found.setdefault(twice, "That is the second derivative: differentiate once.")
    return [(wrong, sentence) for wrong, sentence in found.items() if sentence]


def once(step: Step, mistake: Mistake) -> Iterator[sp.Expr]:
    """Every result of a derivation in which the mistake is made at one line."""
    if step.rule == mistake.rule:
        yield from mistake.wrong(step)
    if combine := COMBINED.get(step.rule):
        right = results(step)
        for k, part in enumerate(step.parts):
            for wrong in once(part, mistake):
                yield combine(step, [*right[:k], wrong, *right[k + 1 :]])


def everywhere(step: Step, mistake: Mistake) -> sp.Expr:
    """The result of a derivation in which the mistake is made wherever it can be."""
    if combine := COMBINED.get(step.rule):
        slopes = [everywhere(part, mistake) for part in step.parts]
        parts = tuple(replace(part, result=d) for part, d in zip(step.parts, slopes, strict=True))
        step = replace(step, result=combine(step, slopes), parts=parts)
    wrong = mistake.wrong(step) if step.rule == mistake.rule else []
    return wrong[0] if wrong else step.result
