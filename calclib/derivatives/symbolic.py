"""Derivatives as formulas: exact, readable, and as fast as NumPy once they are compiled.

A function may be text, a SymPy expression or NumPy code. `differentiate` applies the rules of a
first course and keeps the derivation; a `Formula` comes out, which prints and can be called.
Kinks follow the table of partials, as in torch: |x|′(0) = 0, relu′(0) = 0, and the n arguments that
tie in a maximum have 1/n each, a maximum inside a maximum being one; sign and floor have slope 0.
Maxima inside minima are simplified first, max(x, min(x, y)) to x; a tie of three or more that runs
through more than two levels of them is shared as the form that is left shares it.
Good for: formulas to read, to prove with and to evaluate everywhere.
Fails: no formula, no derivative; repeated products swell with each order.
"""
# SymPy carries few types:
# mypy: disable-error-code="no-untyped-call, no-any-return"

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import sympy as sp
from sympy.core.function import AppliedUndef
from sympy.core.symbol import uniquely_named_symbol

from calclib.arrays import Array, check_whole
from calclib.expressions.compiling import as_numpy, fraction
from calclib.expressions.domain import edge, provided
from calclib.expressions.formulas import Definition, Formula, components, expression
from calclib.expressions.special import equals, relu
from calclib.expressions.tracing import exact
from calclib.expressions.watchdog import watched
from calclib.tracebacks import with_short_errors

Map: TypeAlias = Callable[[sp.Expr], sp.Expr]  # of one expression to another


@dataclass(frozen=True)
class Step:
    """One line of a derivation: by this rule, the derivative of the expression is the result.

    parts: the lines it rests on. The chain rule rests on the outer function's line, written in a
    variable of its own, and on the inner function's.

    >>> print(steps("x sin x"))
    variable: d/dx x = 1
    sine: d/dx sin(x) = cos(x)
    product: d/dx x*sin(x) = x*cos(x) + sin(x)
    """

    rule: str
    expression: Any  # of SymPy
    variable: sp.Symbol
    result: sp.Expr
    parts: tuple["Step", ...] = ()

    def lines(self) -> Iterator["Step"]:
        """Every line after those it rests on; the last is the whole derivative."""
        for part in self.parts:
            yield from part.lines()
        yield self

    def __str__(self) -> str:
        return "\n".join(
            f"{line.rule}: d/d{line.variable} {line.expression} = {line.result}"
            for line in self.lines()
        )

    def _repr_latex_(self) -> str:
        rows = (
            rf"\tfrac{{d}}{{d{sp.latex(line.variable)}}}\left({sp.latex(line.expression)}\right)"
            rf" &= {sp.latex(line.result)} && \text{{{line.rule}}}"
            for line in self.lines()
        )
        return r"$$\begin{aligned}" + r" \\ ".join(rows) + r"\end{aligned}$$"


def differentiate(f: sp.Expr, x: sp.Symbol) -> Step:
    """Differentiate an expression with respect to one of its symbols, and keep the derivation.

    >>> x = sp.Symbol("x", real=True)
    >>> print(differentiate(3 * x**2, x))
    power: d/dx x**2 = 2*x
    constant multiple: d/dx 3*x**2 = 6*x
    """
    if not f.has(x):
        return Step("constant", f, x, sp.Integer(0))
    if f == x:
        return Step("variable", f, x, sp.Integer(1))
    for kind, rule in RULES_BY_KIND.items():
        if isinstance(f, kind):
            return rule(f, x)
    raise TypeError(f"There is no rule here to differentiate {type(f).__name__}.")


def _arguments(f: sp.Basic) -> tuple[Any, ...]:
    """Return f.args, which SymPy's types call no more than Basic."""
    return f.args


def _total(name: str, f: sp.Expr, x: sp.Symbol, slopes: Iterable[sp.Expr]) -> Step:
    """f(u, v …)′ = ∂f/∂u u′ + ∂f/∂v v′ + …, given the slopes ∂f/∂u, ∂f/∂v …"""
    parts = tuple(differentiate(u, x) for u in _arguments(f))
    terms = (slope * part.result for slope, part in zip(slopes, parts, strict=True))
    return Step(name, f, x, sp.Add(*terms), parts)


def _sum(f: sp.Expr, x: sp.Symbol) -> Step:
    """(u + v)′ = u′ + v′."""
    return _total("sum", f, x, [sp.S.One] * len(f.args))


def _product(f: sp.Expr, x: sp.Symbol) -> Step:
    """(c u)′ = c u′,  (u/v)′ = (u′v − uv′)/v²,  (uv)′ = u′v + uv′."""
    constant, rest = f.as_independent(x)
    if constant != 1:
        part = differentiate(rest, x)
        return Step("constant multiple", f, x, constant * part.result, (part,))
    above, below = fraction(f)
    if below != 1:
        u, v = differentiate(above, x), differentiate(below, x)
        return Step("quotient", f, x, (u.result * below - above * v.result) / below**2, (u, v))
    others = (f.func(*f.args[:i], *f.args[i + 1 :]) for i in range(len(f.args)))
    return _total("product", f, x, others)


def _power(f: sp.Expr, x: sp.Symbol) -> Step:
    """(uⁿ)′ = n uⁿ⁻¹ u′,  (aᵘ)′ = aᵘ ln a · u′,  (uᵛ)′ = uᵛ (v′ ln u + v u′/u)."""
    base, n = _arguments(f)
    if not n.has(x):
        return _chain("power", f, x, base, lambda u: u**n, lambda u: n * u ** (n - 1))
    if not base.has(x):
        return _chain("exponential", f, x, n, lambda u: base**u, lambda u: base**u * sp.log(base))
    u, v = differentiate(base, x), differentiate(n, x)
    result = f * (v.result * sp.log(base) + n * u.result / base)
    return Step("general power", f, x, result, (u, v))


def _function(f: sp.Function, x: sp.Symbol) -> Step:
    """f(u)′ = f′(u) u′; for several arguments, the sum of that over them."""
    if isinstance(f, AppliedUndef):
        raise TypeError(f"{f} has no formula, so it has no derivative here.")
    if len(f.args) > 1 and type(f) not in OUTER:
        return _total("chain", f, x, (f.fdiff(i + 1) for i in range(len(f.args))))
    name, slope = OUTER.get(type(f), (type(f).__name__, lambda u: f.func(u).fdiff()))
    return _chain(name, f, x, _arguments(f)[0], f.func, slope)


def _chain(name: str, f: sp.Expr, x: sp.Symbol, inner: sp.Expr, outer: Map, slope: Map) -> Step:
    """outer(inner)′ = slope(inner) · inner′."""
    if inner == x:
        return Step(name, f, x, slope(x))
    u = uniquely_named_symbol("u", f, real=True)
    part = differentiate(inner, x)
    parts = (Step(name, outer(u), u, slope(u)), part)
    if isinstance(f, relu):
        return Step("chain", f, x, _where_chosen(slope(inner), part.result, inner >= 0), parts)
    # Multiplied before u is put in: SymPy would turn 2*(y - x) into 2*y - 2*x.
    return Step("chain", f, x, (slope(u) * part.result).xreplace({u: inner}), parts)


def _cases(f: sp.Expr, x: sp.Symbol) -> Step:
    """Each case by itself."""
    values, conditions = zip(*_arguments(f), strict=True)
    parts = tuple(differentiate(value, x) for value in values)
    results = [part.result for part in parts]
    cases = zip(results, conditions, strict=True)
    return Step("cases", f, x, sp.Piecewise(*cases), parts)


def _where_defined(f: sp.Expr, x: sp.Symbol) -> Step:
    """The derivative of the value, defined where the function is."""
    value, *witnesses = _arguments(f)
    step = differentiate(value, x)
    return Step(step.rule, f, x, provided(step.result, *witnesses), step.parts)


def _extreme(f: sp.Expr, x: sp.Symbol) -> Step:
    """The slope of the argument that is chosen; at a tie of n, the mean of theirs."""
    name = "maximum" if isinstance(f, sp.Max) else "minimum"
    arguments = _arguments(f)
    parts = tuple(differentiate(u, x) for u in arguments)
    rows = zip(_shares(f), parts, _is_chosen(f), strict=True)
    terms = (_where_chosen(share, part.result, chosen) for share, part, chosen in rows)
    return Step(name, f, x, sp.Add(*terms), parts)


def _shares(f: sp.Expr) -> list[sp.Expr]:
    """What each argument of a maximum or a minimum has of its slope: 1, 0, or 1/n at a tie of n."""
    arguments = _arguments(f)
    if len(arguments) == 2:
        side = 1 if isinstance(f, sp.Max) else -1
        ahead = sp.sign(arguments[0] - arguments[1], evaluate=False)
        return [(1 + side * ahead) / 2, (1 - side * ahead) / 2]
    # Unevaluated: SymPy would compare the arguments again, pair by pair, for each of them.
    extreme = f.func(*arguments, evaluate=False)
    is_extreme = [equals(u, extreme) for u in arguments]
    return [one / sp.Add(*is_extreme) for one in is_extreme]


def _is_chosen(f: sp.Expr) -> list[Any]:
    """The condition under which each argument of a maximum or a minimum is as far as any other."""
    further = sp.Ge if isinstance(f, sp.Max) else sp.Le
    arguments = _arguments(f)
    return [sp.And(*(further(u, v) for v in arguments if v is not u)) for u in arguments]


def _where_chosen(share: sp.Expr, slope: sp.Expr, is_chosen: Any) -> sp.Expr:
    """share · slope; 0 where the share is 0 by choice, although the slope is infinite there.

    max(√x, 1) is flat at 0, where √x has the slope ∞ and no share.
    """
    product = share * slope
    return sp.Piecewise((product, is_chosen), (0, True)) if _may_be_infinite(slope) else product


def _may_be_infinite(slope: sp.Expr) -> bool:
    """Whether an expression may have no finite value in places: below the line, or at a pole."""
    powers = (power for power in slope.atoms(sp.Pow) if power.free_symbols)
    is_divided = any(power.base.free_symbols and not power.exp.is_positive for power in powers)
    return is_divided or bool(slope.has(sp.log, sp.tan, sp.cot, sp.atanh, provided))


RULES_BY_KIND: dict[type, Callable[..., Step]] = {
    sp.Add: _sum,
    sp.Mul: _product,
    sp.Pow: _power,
    sp.Piecewise: _cases,
    provided: _where_defined,
    sp.Max: _extreme,
    sp.Min: _extreme,
    sp.Function: _function,
}
# A name and a derivative; SymPy knows those of the functions that are not here.
OUTER: dict[type, tuple[str, Map]] = {
    sp.sin: ("sine", sp.cos),
    sp.cos: ("cosine", lambda u: -sp.sin(u)),
    sp.tan: ("tangent", lambda u: 1 + sp.tan(u) ** 2),
    sp.exp: ("exponential", sp.exp),
    sp.log: ("logarithm", lambda u: 1 / u),
    sp.Abs: ("absolute value", sp.sign),
    sp.sign: ("jump", lambda u: sp.S.Zero),
    sp.floor: ("jump", lambda u: sp.S.Zero),
    sp.ceiling: ("jump", lambda u: sp.S.Zero),
    sp.Heaviside: ("jump", lambda u: sp.S.Zero),
}


@with_short_errors
@watched()
def derivative(f: Definition, order: int = 1) -> Formula:
    """Return f′ of a function of one variable, or f″ and on by order; S gives S.

    f: text, SymPy or a function written in NumPy.
    order: how often to differentiate.
    Raises TypeError for a function of several variables.

    >>> derivative("sin(x^2)").expression
    2*x*cos(x**2)
    """
    check_whole("order", order, least=0)
    result, symbols = expression(f)
    if len(symbols) != 1:
        raise TypeError(f"derivative wants one variable, not {symbols}; use gradient(f).")
    edges = (edge(result),) if order else ()
    for _ in range(order):
        result = differentiate(result, symbols[0]).result
    return Formula(result, symbols, edges)


@with_short_errors
@watched()
def gradient(f: Definition) -> Formula:
    """Return ∇f, the partial derivatives of f: coordinates shaped S give S + (d,).

    >>> gradient("x^2 + 3x y")(1.0, 2.0)
    array([8., 3.])
    """
    value, symbols = expression(f)
    slopes = [differentiate(value, x).result for x in symbols]
    return Formula(sp.Array(slopes), symbols, (edge(value),) * len(symbols))


@with_short_errors
@watched()
def jacobian(f: Definition) -> Formula:
    """Return the partial derivatives of m functions: coordinates shaped S give S + (m, d).

    >>> jacobian(["x*y", "x + y"])(2.0, 3.0)
    array([[3., 2.],
           [1., 1.]])
    """
    parts, symbols = components(f)
    rows = [[differentiate(part, x).result for x in symbols] for part in parts]
    edges = getattr(f, "edges", ()) or [edge(part) for part in parts]
    spread = tuple(one for one in edges for _ in symbols)
    return Formula(sp.Array(rows), symbols, spread)


@with_short_errors
@watched()
def hessian(f: Definition) -> Formula:
    """Return the second partial derivatives of f: coordinates shaped S give S + (d, d).

    >>> hessian("x^2 y").expression
    [[2*y, 2*x], [2*x, 0]]
    """
    value, symbols = expression(f)
    slopes = [differentiate(value, x).result for x in symbols]
    d = range(len(symbols))
    # Hᵢⱼ = Hⱼᵢ: each is derived once, so that both have one value at the edge of the domain.
    upper = {(i, j): differentiate(slopes[i], symbols[j]).result for i in d for j in d if i <= j}
    rows = [[upper[min(i, j), max(i, j)] for j in d] for i in d]
    return Formula(sp.Array(rows), symbols, (edge(value),) * len(symbols) ** 2)


def steps(f: Definition) -> Step:
    """Derive f′ for a function of one variable, line by line; the last line is f′.

    >>> [line.rule for line in steps("sin(x^2)").lines()]
    ['sine', 'power', 'chain']
    """
    whole = derivative(f, order=0)
    return differentiate(whole.expression, whole.variables[0])


@with_short_errors
@watched()
def taylor(f: Definition, at: float | Sequence[float] | Array, order: int) -> Formula:
    """Return Taylor's polynomial of f around a: Σ f⁽ᵏ⁾(a) (x − a)ᵏ / k! for k ≤ order.

    at: a number, or one number for each variable.
    Raises ValueError where f has no such derivatives, as |x| has none at 0.

    >>> taylor("exp(x)", at=0, order=3).expression
    x**3/6 + x**2/2 + x + 1
    """
    check_whole("order", order, least=0)
    value, symbols = expression(f)
    t = sp.Dummy("t", real=True)
    point = [exact(a) for a in np.ravel(np.asarray(at, dtype=object))]
    line = {x: a + t * (x - a) for x, a in zip(symbols, point, strict=True)}
    along, total = value.xreplace(line), sp.S.Zero
    is_smooth = True
    for k in range(order + 1):
        is_smooth = is_smooth and not _jumps(along, t)
        total += along.subs(t, 0) / math.factorial(k)
        along = differentiate(along, t).result
    if not is_smooth or total.has(sp.zoo, sp.nan, sp.oo):
        raise ValueError(f"{value} has no derivatives up to order {order} at {at}; move the point.")
    return Formula(total, symbols)


# What may leave a jump in a value or in one of its derivatives.
KINKED = (
    sp.Abs,
    sp.sign,
    sp.Max,
    sp.Min,
    sp.Piecewise,
    sp.floor,
    sp.ceiling,
    sp.Heaviside,
    relu,
    equals,
)
CLOSE = (1e-6, 1e-9)  # distances from a place at which a jump stays, and what is smooth shrinks


def _jumps(along: sp.Expr, t: sp.Symbol) -> bool:
    """Whether an expression jumps at t = 0, seen along a few directions through the point.

    along: in t, and in the coordinates of the place to which t = 1 leads.

    >>> t = sp.Symbol("t", real=True)
    >>> _jumps(sp.sign(t), t), _jumps(sp.Abs(t), t), _jumps(t**2, t)
    (True, False, False)
    """
    if not along.has(*KINKED):
        return False
    others: list[Any] = list(along.free_symbols - {t})
    f = as_numpy([along], [t, *others])
    rng = np.random.default_rng(0)
    for place in rng.normal(size=(4, len(others))).tolist():
        here = f(0.0, *place)[0]
        near, nearer = (
            max(abs(f(side * distance, *place)[0] - here) for side in (-1.0, 1.0))
            for distance in CLOSE
        )
        if nearer > 1e-6 * max(1.0, abs(here)) and nearer > near / 2:
            return True
    return False
