"""Derivatives as formulas: exact, readable, and fast once they are turned into NumPy.

`expression` reads a function in any of its three spellings (text, SymPy, plain NumPy), `steps`
differentiates by the rules of a first course and keeps the derivation, and `as_numpy` compiles
what comes out. Kinks follow torch: |x|′(0) = 0, relu′(0) = 0, half to each side of a tied max;
sign and floor have derivative 0.
"""
# mypy: disable-error-code="no-untyped-call, no-any-return"  (SymPy carries few types)

import functools
import inspect
import itertools
import math
import operator
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import sympy as sp
from numpy.lib.mixins import NDArrayOperatorsMixin
from sympy.core.function import AppliedUndef
from sympy.core.symbol import uniquely_named_symbol

from calclib.expressions import FUNCTIONS, parse, relu


@dataclass(frozen=True)
class Formula:
    """A formula that can be called: coordinates of common shape S give S + the formula's shape.

    expression: one SymPy expression, or a SymPy array of them, shaped (d,), (d, d) or (m, d).
    variables: its symbols, in the order of the coordinates.

    >>> slope = derivative("x^3")
    >>> slope.expression, slope(2.0)
    (3*x**2, 12.0)
    """

    expression: Any
    variables: tuple[sp.Symbol, ...]

    def __call__(self, *coordinates: Any) -> Any:
        """Evaluate at coordinates that broadcast against one another."""
        if len(coordinates) != len(self.variables):
            names = ", ".join(map(str, self.variables))
            raise TypeError(f"This formula takes {names}, but got {len(coordinates)} coordinates.")
        results = self._numeric(*coordinates)
        if isinstance(self.expression, sp.Expr):
            return results[0]
        values = np.stack([np.asarray(result) for result in results], axis=-1)
        return values.reshape(values.shape[:-1] + self.expression.shape)

    @functools.cached_property
    def _numeric(self) -> Callable[..., tuple[Any, ...]]:
        scalar = isinstance(self.expression, sp.Expr)
        parts = [self.expression] if scalar else sp.flatten(self.expression)
        return as_numpy(parts, self.variables)

    @property
    def latex(self) -> str:
        """The formula in LaTeX."""
        return sp.latex(self.expression)

    def _repr_latex_(self) -> str:
        return f"$\\displaystyle {self.latex}$"


# Reading a function


def expression(f: Any) -> tuple[sp.Expr, tuple[sp.Symbol, ...]]:
    """Read f as one SymPy expression and its real symbols.

    f: text in x and y, a SymPy expression, an object with .expression and .variables, or a
    function written in NumPy, which is called once with symbols in the place of numbers.
    Raises ExpressionError for text, TypeError for a function that needs numbers.

    >>> expression("x^2 + y")
    (x**2 + y, (x, y))
    >>> expression(lambda w: np.where(w > 0, np.tanh(w), 0))
    (Piecewise((tanh(w), w > 0), (0, True)), (w,))
    """
    parts, symbols = _components(f)
    if len(parts) != 1:
        raise TypeError(f"This function gives {len(parts)} values, not one; use jacobian(f).")
    return parts[0], symbols


def _components(f: Any) -> tuple[list[sp.Expr], tuple[sp.Symbol, ...]]:
    if callable(f) and not isinstance(f, (sp.Basic, Formula)) and not hasattr(f, "expression"):
        return _trace(f)
    whole = getattr(f, "expression", f)
    listed = isinstance(whole, (list, tuple, sp.MatrixBase, sp.NDimArray))
    parts = [
        parse(part) if isinstance(part, str) else sp.sympify(part, strict=True)
        for part in (sp.flatten(whole) if listed else [whole])
    ]
    found = set().union(*(part.free_symbols for part in parts))
    names = getattr(f, "variables", None) or sorted(map(str, found)) or ["x"]
    real = {str(name): sp.Symbol(str(name), real=True) for name in names}
    renamed = {s: real[s.name] for s in found if s not in real.values()}
    return [part.xreplace(renamed) for part in parts], tuple(real.values())


def _trace(f: Callable[..., Any]) -> tuple[list[sp.Expr], tuple[sp.Symbol, ...]]:
    symbols = tuple(sp.Symbol(name, real=True) for name in inspect.signature(f).parameters)
    value = f(*map(Traced, symbols))
    listed = value if isinstance(value, (tuple, list, np.ndarray)) else [value]
    return [_exact(part) for part in listed], symbols


def _exact(value: Any) -> sp.Expr:
    """The expression a traced value carries; a float becomes the fraction it was written as."""
    if isinstance(value, Traced):
        return value.expression
    if isinstance(value, (bool, np.bool_)):
        return sp.true if value else sp.false
    number = float(value)
    if not math.isfinite(number):
        return sp.Float(number)
    famous = {math.pi: sp.pi, math.tau: 2 * sp.pi, math.e: sp.E, math.pi / 2: sp.pi / 2}
    fraction = Fraction(number).limit_denominator(10**6)
    exact = sp.Rational(fraction) if float(fraction) == number else sp.Float(number)
    return famous.get(number, exact)


@dataclass(frozen=True, eq=False)
class Traced(NDArrayOperatorsMixin):
    """A symbol in the place of a number: NumPy's operations on it write down an expression."""

    expression: sp.Expr

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **options: Any) -> Any:
        """Do with the expression what the ufunc does with a number."""
        if ufunc not in UFUNCS or method != "__call__":
            known = "np.where, np.clip, np.maximum, np.exp, np.tanh and their kin"
            raise TypeError(f"np.{ufunc.__name__} has no formula here; compose it from {known}.")
        return Traced(UFUNCS[ufunc](*map(_exact, inputs)))

    def __array_function__(self, function: Any, types: Any, args: Any, options: Any) -> Any:
        """Read np.where as cases and np.clip as max and min."""
        if function is np.where and len(args) == 3:
            condition, yes, no = map(_exact, args)
            return Traced(sp.Piecewise((yes, condition), (no, True)))
        if function is np.clip and len(args) == 3:
            return np.minimum(np.maximum(args[0], args[1]), args[2])
        raise TypeError(f"np.{function.__name__} has no formula here; write the terms out.")

    def __bool__(self) -> bool:
        """Refuse: a symbol is neither true nor false."""
        raise TypeError("`if` cannot choose for a symbol; write np.where(condition, a, b).")

    def __float__(self) -> float:
        """Refuse: the math module wants numbers."""
        raise TypeError("The math module wants numbers; write np.sin for math.sin, and so on.")


UFUNCS: dict[np.ufunc, Callable[..., sp.Expr]] = {
    **{np.add: operator.add, np.subtract: operator.sub, np.multiply: operator.mul},
    **{np.divide: operator.truediv, np.power: operator.pow, np.float_power: operator.pow},
    **{np.negative: operator.neg, np.positive: operator.pos, np.square: FUNCTIONS["square"]},
    **{np.greater: sp.Gt, np.greater_equal: sp.Ge, np.less: sp.Lt, np.less_equal: sp.Le},
    **{np.logical_and: sp.And, np.logical_or: sp.Or, np.bitwise_and: sp.And, np.bitwise_or: sp.Or},
    **{np.sin: sp.sin, np.cos: sp.cos, np.tan: sp.tan, np.arcsin: sp.asin, np.arccos: sp.acos},
    **{np.arctan: sp.atan, np.sinh: sp.sinh, np.cosh: sp.cosh, np.tanh: sp.tanh},
    **{np.arcsinh: sp.asinh, np.arccosh: sp.acosh, np.arctanh: sp.atanh, np.exp: sp.exp},
    **{np.log: sp.log, np.log2: FUNCTIONS["log2"], np.log10: FUNCTIONS["log10"]},
    **{np.sqrt: sp.sqrt, np.cbrt: FUNCTIONS["cbrt"], np.abs: FUNCTIONS["abs"], np.sign: sp.sign},
    **{np.floor: sp.floor, np.ceil: sp.ceiling, np.maximum: sp.Max, np.minimum: sp.Min},
    np.exp2: lambda t: 2**t,
    np.expm1: lambda t: sp.exp(t) - 1,
    np.log1p: lambda t: sp.log(1 + t),
    np.reciprocal: lambda t: 1 / t,
    np.hypot: lambda a, b: sp.sqrt(a**2 + b**2),
    np.logaddexp: lambda a, b: sp.log(sp.exp(a) + sp.exp(b)),
}


# Differentiating, rule by rule


@dataclass(frozen=True)
class Step:
    """One line of a derivation: by this rule, the derivative of expression is result.

    parts: the lines it rests on, in the order of the expression; the chain rule rests on the
    outer function's line, written in a fresh variable, and on the inner function's.

    >>> print(steps("x sin x"))
    variable: d/dx x = 1
    sine: d/dx sin(x) = cos(x)
    product: d/dx x*sin(x) = x*cos(x) + sin(x)
    """

    rule: str
    expression: sp.Expr
    variable: sp.Symbol
    result: sp.Expr
    parts: tuple["Step", ...] = ()

    def lines(self) -> Iterator["Step"]:
        """Every line, each after those it rests on; the last is the whole derivative."""
        for part in self.parts:
            yield from part.lines()
        yield self

    def __str__(self) -> str:
        return "\n".join(
            f"{line.rule}: d/d{line.variable} {line.expression} = {line.result}"
            for line in self.lines()
        )

    def _repr_latex_(self) -> str:
        rows = " \\\\ ".join(
            rf"\tfrac{{d}}{{d{sp.latex(line.variable)}}}\left({sp.latex(line.expression)}\right)"
            rf" &= {sp.latex(line.result)} && \text{{{line.rule}}}"
            for line in self.lines()
        )
        return rf"$$\begin{{aligned}}{rows}\end{{aligned}}$$"


OUTER: dict[type, tuple[str, Callable[[sp.Expr], sp.Expr]]] = {
    sp.sin: ("sine", sp.cos),
    sp.cos: ("cosine", lambda u: -sp.sin(u)),
    sp.tan: ("tangent", lambda u: 1 + sp.tan(u) ** 2),
    sp.exp: ("exponential", sp.exp),
    sp.log: ("logarithm", lambda u: 1 / u),
    sp.Abs: ("absolute value", sp.sign),
    sp.sign: ("jump", lambda u: sp.Integer(0)),
    sp.floor: ("jump", lambda u: sp.Integer(0)),
    sp.ceiling: ("jump", lambda u: sp.Integer(0)),
    sp.Heaviside: ("jump", lambda u: sp.Integer(0)),
    relu: ("relu", lambda u: sp.Piecewise((1, u > 0), (0, True))),
}


def differentiate(f: sp.Expr, x: sp.Symbol) -> Step:
    """Differentiate an expression with respect to one of its symbols, and keep the derivation."""
    if not f.has(x):
        return Step("constant", f, x, sp.Integer(0))
    if f == x:
        return Step("variable", f, x, sp.Integer(1))
    for kind, rule in RULES.items():
        if isinstance(f, kind):
            return rule(f, x)
    raise TypeError(f"There is no rule here to differentiate {type(f).__name__}.")


def _sum(f: sp.Expr, x: sp.Symbol) -> Step:
    parts = tuple(differentiate(term, x) for term in f.args)
    return Step("sum", f, x, sp.Add(*(part.result for part in parts)), parts)


def _product(f: sp.Expr, x: sp.Symbol) -> Step:
    """(cf)′ = cf′,  (u/v)′ = (u′v − uv′)/v²,  (uv)′ = u′v + uv′."""
    constant, rest = f.as_independent(x)
    if constant != 1:
        part = differentiate(rest, x)
        return Step("constant multiple", f, x, constant * part.result, (part,))
    above, below = _fraction(f)
    if below != 1:
        u, v = differentiate(above, x), differentiate(below, x)
        result = (u.result * below - above * v.result) / below**2
        return Step("quotient", f, x, result, (u, v))
    parts = tuple(differentiate(factor, x) for factor in f.args)
    terms = (f.func(*f.args[:i], part.result, *f.args[i + 1 :]) for i, part in enumerate(parts))
    return Step("product", f, x, sp.Add(*terms), parts)


def _fraction(f: sp.Expr) -> tuple[sp.Expr, sp.Expr]:
    """Numerator and denominator as they are written: powers with a negative number go below."""
    below = [a for a in sp.Mul.make_args(f) if a.is_Pow and a.exp.is_number and a.exp.is_negative]
    above = [a for a in sp.Mul.make_args(f) if a not in below]
    return sp.Mul(*above), sp.Mul(*(1 / a for a in below))


def _power(f: sp.Expr, x: sp.Symbol) -> Step:
    """(xⁿ)′ = n xⁿ⁻¹,  (aˣ)′ = aˣ ln a,  (uᵛ)′ = uᵛ (v′ ln u + v u′/u)."""
    base, exponent = f.args
    if not exponent.has(x):
        return _chain("power", f, x, base, lambda u: exponent * u ** (exponent - 1))
    if not base.has(x):
        return _chain("exponential", f, x, exponent, lambda u: base**u * sp.log(base))
    u, v = differentiate(base, x), differentiate(exponent, x)
    result = f * (v.result * sp.log(base) + exponent * u.result / base)
    return Step("general power", f, x, result, (u, v))


def _function(f: sp.Expr, x: sp.Symbol) -> Step:
    """f(u)′ = f′(u) u′, or the sum of it over the arguments of f."""
    if type(f) in OUTER:
        name, slope = OUTER[type(f)]
        return _chain(name, f, x, f.args[0], slope)
    if isinstance(f, AppliedUndef):
        raise TypeError(f"{f} is not known as a formula, so it cannot be differentiated.")
    if len(f.args) == 1:
        return _chain(f.func.__name__, f, x, f.args[0], lambda u: f.func(u).fdiff())
    parts = tuple(differentiate(a, x) for a in f.args)
    result = sp.Add(*(f.fdiff(i) * part.result for i, part in enumerate(parts, 1)))
    return Step("chain", f, x, result, parts)


def _chain(
    name: str, f: sp.Expr, x: sp.Symbol, inner: sp.Expr, slope: Callable[[sp.Expr], sp.Expr]
) -> Step:
    if inner == x:
        return Step(name, f, x, slope(x))
    u = uniquely_named_symbol("u", f, real=True)
    outer = Step(
        name,
        f.subs(inner, u) if not f.is_Pow else f.func(*(u if a == inner else a for a in f.args)),
        u,
        slope(u),
    )
    part = differentiate(inner, x)
    return Step("chain", f, x, slope(inner) * part.result, (outer, part))


def _cases(f: sp.Expr, x: sp.Symbol) -> Step:
    parts = tuple(differentiate(value, x) for value, _ in f.args)
    pairs = [(part.result, case.cond) for part, case in zip(parts, f.args, strict=True)]
    return Step("cases", f, x, sp.Piecewise(*pairs), parts)


def _extreme(f: sp.Expr, x: sp.Symbol) -> Step:
    """The slope of whichever is largest (smallest); at a tie, half of each."""
    side = 1 if isinstance(f, sp.Max) else -1
    parts = tuple(differentiate(a, x) for a in f.args)
    others = (f.func(*(b for b in f.args if b != a)) for a in f.args)
    chosen = ((1 + side * sp.sign(a - b)) / 2 for a, b in zip(f.args, others, strict=True))
    result = sp.Add(*(c * part.result for c, part in zip(chosen, parts, strict=True)))
    return Step("maximum" if side == 1 else "minimum", f, x, result, parts)


RULES: dict[type, Callable[[sp.Expr, sp.Symbol], Step]] = {
    sp.Add: _sum,
    sp.Mul: _product,
    sp.Pow: _power,
    sp.Piecewise: _cases,
    sp.Max: _extreme,
    sp.Min: _extreme,
    sp.Function: _function,
}


# The four pieces of furniture, and what only formulas can do


def derivative(f: Any, order: int = 1) -> Formula:
    """Differentiate a function of one variable: f ↦ f′, or f″ and on by order.

    Arguments shaped S give values shaped S.
    Raises TypeError for a function of several variables.

    >>> derivative("sin(x^2)").latex
    '2 x \\\\cos{\\\\left(x^{2} \\\\right)}'
    """
    result, symbols = expression(f)
    if len(symbols) != 1:
        names = ", ".join(map(str, symbols))
        raise TypeError(f"derivative wants one variable, but this has {names}; use gradient(f).")
    for _ in range(order):
        result = differentiate(result, symbols[0]).result
    return Formula(result, symbols)


def gradient(f: Any) -> Formula:
    """The partial derivatives of f: coordinates shaped S give S + (d,).

    >>> gradient("x^2 + 3x y")(1.0, 2.0)
    array([8., 3.])
    """
    value, symbols = expression(f)
    return Formula(sp.Array([differentiate(value, x).result for x in symbols]), symbols)


def jacobian(f: Any) -> Formula:
    """The partial derivatives of m functions: coordinates shaped S give S + (m, d).

    >>> jacobian(["x*y", "x + y"])(2.0, 3.0)
    array([[3., 2.],
           [1., 1.]])
    """
    parts, symbols = _components(f)
    rows = [[differentiate(part, x).result for x in symbols] for part in parts]
    return Formula(sp.Array(rows), symbols)


def hessian(f: Any) -> Formula:
    """The second partial derivatives of f: coordinates shaped S give S + (d, d).

    >>> hessian("x^2 y").expression
    [[2*y, 2*x], [2*x, 0]]
    """
    return jacobian(gradient(f))


def steps(f: Any) -> Step:
    """Derive f′ for a function of one variable, line by line; the last line is f′.

    >>> [line.rule for line in steps("sin(x^2)").lines()]
    ['sine', 'power', 'chain']
    """
    value, symbols = expression(f)
    derivative(f, order=0)
    return differentiate(value, symbols[0])


def taylor(f: Any, at: Any, order: int) -> Formula:
    """Taylor's polynomial of f around a point: Σ f⁽ᵏ⁾(a) (x − a)ᵏ / k! for k ≤ order.

    at: a number, or one number for each variable.
    Raises ValueError where f has no such derivatives.

    >>> taylor("exp(x)", at=0, order=3).expression
    x**3/6 + x**2/2 + x + 1
    """
    value, symbols = expression(f)
    t = sp.Dummy(real=True)
    point = [_exact(a) for a in np.atleast_1d(np.asarray(at, dtype=object))]
    line = {x: a + t * (x - a) for x, a in zip(symbols, point, strict=True)}
    along = value.subs(line, simultaneous=True)
    total = sp.Integer(0)
    for k in range(order + 1):
        total += along.subs(t, 0) / math.factorial(k)
        along = differentiate(along, t).result
    if total.has(sp.zoo, sp.nan, sp.oo):
        raise ValueError(f"{value} has no Taylor polynomial of order {order} at {at}.")
    return Formula(total, symbols)


def formula(f: Any) -> str:
    """Write f in LaTeX; an Equality keeps its left side, the name.

    >>> formula("x^2/2"), formula(sp.Eq(sp.Symbol("L"), sp.Symbol("w") ** 2))
    ('\\\\frac{x^{2}}{2}', 'L = w^{2}')
    """
    if isinstance(f, sp.Equality):
        return sp.latex(f)
    parts, _ = _components(f)
    return sp.latex(parts[0] if len(parts) == 1 else parts)


# From formulas to NumPy


def as_numpy(
    expressions: Sequence[sp.Expr], variables: Sequence[sp.Symbol]
) -> Callable[..., tuple[Any, ...]]:
    """Compile expressions into one function of the coordinates that gives a tuple of values.

    Arrays give arrays of their common shape, also for a constant; Python floats give floats at
    the speed of the math module. Outside the domain the value is nan or inf, without a warning.

    >>> x = sp.Symbol("x", real=True)
    >>> as_numpy([x**2, sp.log(x), sp.Integer(1)], [x])(-2.0)
    (4.0, nan, 1.0)
    """
    source = _source(expressions, variables)
    arrays = _compiled(source, 0)
    floats = _compiled(source, 1)

    def evaluate(*coordinates: Any) -> tuple[Any, ...]:
        scalar = all(isinstance(c, (float, int)) for c in coordinates)
        if scalar:
            try:
                return floats(*map(float, coordinates))
            except (ValueError, ArithmeticError):
                pass  # the edge of a domain: NumPy has nan and inf for it
        columns = [np.asarray(c) for c in coordinates]
        columns = [c if c.dtype.kind in "fc" else c.astype(float) for c in columns]
        shape = np.broadcast_shapes(*(c.shape for c in columns))
        with np.errstate(all="ignore"):
            results = arrays(*columns)
        if scalar:
            return tuple(float(r) for r in results)
        return tuple(np.array(np.broadcast_to(r, shape)) for r in results)

    return evaluate


def _source(expressions: Sequence[sp.Expr], variables: Sequence[sp.Symbol]) -> str:
    """Straight-line Python for the expressions, in names of our own making."""
    names = {x: f"v{i}" for i, x in enumerate(variables)}
    shared, results = sp.cse(list(expressions), symbols=(sp.Dummy() for _ in itertools.count()))
    body = []
    for k, (symbol, value) in enumerate(shared):
        body.append(f"    t{k} = {_code(value, names)}")
        names[symbol] = f"t{k}"
    values = "".join(f"{_code(result, names)}, " for result in results)
    arguments = ", ".join(f"v{i}" for i in range(len(variables)))
    return "\n".join([f"def compiled({arguments}):", *body, f"    return ({values})"])


def _compiled(source: str, column: int) -> Callable[..., tuple[Any, ...]]:
    namespace: dict[str, Any] = {name: row[column] for name, row in NUMERIC.items()}
    namespace |= {"inf": math.inf, "nan": math.nan, "__builtins__": {}}
    exec(source, namespace)  # the source is made of this module's own names and numbers
    return namespace["compiled"]


def _code(node: sp.Basic, names: dict[sp.Symbol, str]) -> str:
    """One expression as Python source; a number is worked out here and now."""
    if node in names:
        return names[node]
    if isinstance(node, sp.Expr) and node.is_number:
        return f"({_number(node)!r})"
    if node == sp.true:
        return "True"
    if isinstance(node, sp.Add):
        return "(" + " + ".join(_code(term, names) for term in node.args) + ")"
    if isinstance(node, sp.Mul):
        coefficient, rest = node.as_coeff_Mul(rational=True)
        above, below = _fraction(rest)
        factors = [a for a in (sp.Integer(coefficient.p), *sp.Mul.make_args(above)) if a != 1]
        product = "*".join(_code(factor, names) for factor in factors) or "1.0"
        divisors = [_code(b, names) for b in (sp.Integer(coefficient.q), below) if b != 1]
        return "(" + "/".join([product, *divisors]) + ")"
    if isinstance(node, sp.Pow):
        return _code_power(_code(node.base, names), node.exp, names)
    name = type(node).__name__
    if name not in NUMERIC:
        raise TypeError(f"{name} in {node} has no NumPy twin here; rewrite it without {name}.")
    if isinstance(node, sp.Piecewise):
        cases = [f"Piecewise({_code(c, names)}, {_code(v, names)}, " for v, c in node.args]
        return "".join(cases) + "nan" + ")" * len(cases)
    values = [_code(argument, names) for argument in node.args]
    if len(values) == 1:
        return f"{name}({values[0]})"
    return functools.reduce(lambda a, b: f"{name}({a}, {b})", values)


def _code_power(base: str, exponent: sp.Expr, names: dict[sp.Symbol, str]) -> str:
    """Integer powers as products, square roots by sqrt: both are much faster than power."""
    if exponent.is_number and exponent.is_negative:
        return f"(1.0/{_code_power(base, -exponent, names)})"
    if exponent == 2 and base.isidentifier():
        return f"({base}*{base})"
    if exponent.is_Integer:
        return f"integer_power({base}, {exponent})"
    if exponent == sp.Rational(1, 2):
        return f"sqrt({base})"
    return f"power({base}, {_code(exponent, names)})"


def _number(node: sp.Expr) -> float:
    value = complex(node)
    return value.real if value.imag == 0 else math.nan


def _integer_power(base: Any, exponent: int) -> Any:
    """x¹³ = x⁸ x⁴ x, by squaring: NumPy's own power is seven times slower than products."""
    result, square = None, base
    while exponent:
        if exponent % 2:
            result = square if result is None else result * square
        exponent //= 2
        square = square * square if exponent else square
    return result


def _sign(x: float) -> float:
    return math.copysign(1.0, x) if x < 0 or x > 0 else x  # 0 stays 0 and nan stays nan


def _larger(a: float, b: float) -> float:
    return a if a >= b or a != a else b


def _smaller(a: float, b: float) -> float:
    return a if a <= b or a != a else b


# What each name in compiled source means, on arrays and on floats.
NUMERIC: dict[str, tuple[Callable[..., Any], Callable[..., Any]]] = {
    "sin": (np.sin, math.sin),
    "cos": (np.cos, math.cos),
    "tan": (np.tan, math.tan),
    "cot": (lambda x: 1 / np.tan(x), lambda x: 1 / math.tan(x)),
    "asin": (np.arcsin, math.asin),
    "acos": (np.arccos, math.acos),
    "atan": (np.arctan, math.atan),
    "sinh": (np.sinh, math.sinh),
    "cosh": (np.cosh, math.cosh),
    "tanh": (np.tanh, math.tanh),
    "asinh": (np.arcsinh, math.asinh),
    "acosh": (np.arccosh, math.acosh),
    "atanh": (np.arctanh, math.atanh),
    "exp": (np.exp, math.exp),
    "log": (np.log, math.log),
    "sqrt": (np.sqrt, math.sqrt),
    "power": (np.power, math.pow),
    "integer_power": (_integer_power, operator.pow),
    "erf": (np.vectorize(math.erf, otypes=[float]), math.erf),
    "Abs": (np.abs, abs),
    "sign": (np.sign, _sign),
    "floor": (np.floor, lambda x: float(math.floor(x))),
    "ceiling": (np.ceil, lambda x: float(math.ceil(x))),
    "relu": (lambda x: np.maximum(x, 0), lambda x: _larger(x, 0.0)),
    "Heaviside": (np.heaviside, lambda x, tie: tie if x == 0 else float(x > 0)),
    "Max": (np.maximum, _larger),
    "Min": (np.minimum, _smaller),
    "Piecewise": (np.where, lambda condition, a, b: a if condition else b),
    "StrictGreaterThan": (np.greater, operator.gt),
    "GreaterThan": (np.greater_equal, operator.ge),
    "StrictLessThan": (np.less, operator.lt),
    "LessThan": (np.less_equal, operator.le),
    "And": (np.logical_and, operator.and_),
    "Or": (np.logical_or, operator.or_),
    "Not": (np.logical_not, operator.not_),
}
