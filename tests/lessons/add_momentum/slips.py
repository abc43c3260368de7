"""Lesson 11: each question with right answers, and wrong ones with what each is told."""

from collections.abc import Callable
from typing import Any

import sympy as sp

from calclib.arrays import Array
from calclib.functions.function import Function

h, b, c, eta, beta = sp.symbols("h b c eta beta", positive=True)
Step = Callable[[Function, Array, Array], tuple[Any, Any]]


def heavy(keep: float = 0.9, push: float = 1.0, rate: float = 0.03) -> Step:
    """A step of the heavy ball with other numbers in it."""

    def step(f: Function, theta: Array, velocity: Array) -> tuple[Any, Any]:
        velocity = keep * velocity + push * f.gradient(theta)
        return theta - rate * velocity, velocity

    return step


def ahead(reach: float = 0.009, rate: float = 0.01) -> Step:
    """A step of Nesterov's rule that takes the slope so far ahead."""

    def step(f: Function, theta: Array, velocity: Array) -> tuple[Any, Any]:
        velocity = 0.9 * velocity + f.gradient(theta - reach * velocity)
        return theta - rate * velocity, velocity

    return step


def old_velocity(f: Function, theta: Array, velocity: Array) -> tuple[Any, Any]:
    return theta - 0.03 * velocity, 0.9 * velocity + f.gradient(theta)


def without_velocity(f: Function, theta: Array, velocity: Array) -> tuple[Any, Any]:
    shift = -0.03 * 0.9 * velocity
    gradient = f.gradient(theta)
    return theta + shift - 0.03 * gradient, 0.9 * velocity + gradient


def in_place(f: Function, theta: Array, velocity: Array) -> tuple[Any, Any]:
    velocity *= 0.9
    velocity += f.gradient(theta)
    return theta - 0.03 * velocity, velocity


def two_points(f: Function, theta: Array, velocity: Array) -> tuple[Any, Any]:
    probe = theta - 0.01 * (0.9 * velocity)
    velocity = f.gradient(probe) + velocity - 0.1 * velocity
    return theta - velocity / 100, velocity


class Nesterov:
    """The rule as an object with a step of its own."""

    def step(self, f: Function, theta: Array, velocity: Array) -> tuple[Any, Any]:
        return ahead()(f, theta, velocity)


TABLE: dict[str, Any] = {
    "beyond_the_cliff": (
        ["it comes to rest", 3],
        [("it flies out too", "carries it back"), ("it swings for ever", "less and less")],
    ),
    "soonest": (
        ["0.64", 2],
        [("0.3", "it creeps"), ("0.9", "swings for long")],
    ),
    "strides": (
        ["10 times", 3],
        [(1, "1 + 0.9 + 0.81"), ("9 times", "keeps 0.9"), (4, "= 10")],
    ),
    "best_pair": (
        ["about 100", 3],
        [(1, "takes the place of κ"), ("about 350", "they take 93"), (4, "√κ = 10")],
    ),
    "on_the_bowl": (
        ["never arrives", 3],
        [(1, "neither arrives"), ("arrives late", "neither arrives"), (4, "nor flies out")],
    ),
    "heavy_ball": (
        [heavy(), without_velocity, lambda f, t, v: heavy()(f, t, v)],
        [
            (heavy(rate=-0.03), "uphill"),
            (old_velocity, "update the velocity first"),
            (heavy(push=0.1), "multiplied by 1 − β"),
            (heavy(keep=1.0), "not multiplied by β"),
            (heavy(keep=0.0), "forgotten"),
            (heavy(push=0.03), "rate is in it twice"),
            (in_place, "changes the array it is given"),
            (lambda f, t, v: t - 0.03 * v, "A step returns two things"),
            (lambda f, t, v: heavy()(f, t, v)[::-1], "The two are exchanged"),
            (heavy(rate=0.3), "The first step is 10 times what it should be"),
            ("theta - 0.03 v", "A function is asked for"),
        ],
    ),
    "looks_ahead": (
        [ahead(), two_points, Nesterov()],
        [
            (ahead(reach=0.0), "plain momentum"),
            (ahead(reach=0.01), "lacks β"),
            (ahead(rate=-0.01), "uphill"),
            (ahead(reach=-0.009), "The look-ahead point goes uphill"),
        ],
    ),
    "final_velocity": (
        [15, "3/(1 - 0.8)", sp.Integer(15)],
        [
            (3, "after the first step"),
            (12, "the new gradient is still to be added"),
            (3.75, "Divide by 1 − β"),
            (0.6, "added whole"),
            (-15, "the sign is not"),
            ("3/(1 - 0,8)", "the decimal sign is a point: 3/(1 - 0.8)"),
            (14.9, "it should be whole"),
        ],
    ),
    "convert": (
        ["eta (1 - beta)", "η(1 − β)", eta * (1 - beta)],
        [
            ("eta/(1 - beta)", "the way back"),
            ("eta", "its velocity is smaller"),
            ("beta eta", "it is 1 − β"),
            ("1 - beta", "multiply by η"),
        ],
    ),
    "critical": (
        ["(1 - sqrt(h))^2", "1 + h - 2√h", (1 - sp.sqrt(h)) ** 2],
        [
            ("1 - sqrt(h)", "That is √β"),
            ("(1 + sqrt(h))^2", "The other edge"),
            ("(1 - h)^2", "Take √h"),
            ("1 - 2 sqrt(h)", "third term"),
            ("0.64", "At h ="),
            (0.64, "Yours is 0.64 everywhere"),
        ],
    ),
    "bound": (
        ["2(1 + b)/c", "(2 + 2b)/c", 2 * (1 + b) / c],
        [
            ("2/c", "without momentum"),
            ("(1 + sqrt(b))^2/c", "it still arrives"),
            ("(1 + b)/c", "two roots are opposite"),
            ("2(1 + b)", "divided by the curvature"),
            ("2(1 + gamma)/c", "I do not know 'gamma'"),
        ],
    ),
}
