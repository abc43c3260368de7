"""The questions of lesson 13: what is expected, and the slips that deserve a sentence.

They live here and not in the notebook, where a learner would read answer and question together.
"""

from collections.abc import Callable

from calclib.practice import exercise, predict

LESSON = "follow_tangents"

BOOK = "13-follow-tangents.ipynb"
TANGENTS = f"{BOOK}#Follow-the-tangents"
RACE = f"{BOOK}#Three-searches"
FOOT = f"{BOOK}#One-jump-from-every-start"
FAILURES = f"{BOOK}#Three-ways-to-fail"
BASINS = f"{BOOK}#Where-each-start-ends"
POSITIVE = (0.0, float("inf"))

next_error = predict(
    "After 3 steps Newton's x is 2.1e-6 away from √2. How far after 4?",
    ["about 1e-7", "about 1e-9", "about 1e-12"],
    answer="about 1e-12",
    why="The error is squared, and divided by 2x: the number of right digits doubles.",
    link=RACE,
    key=(LESSON, "next_error"),
)
foot = predict(
    "The start slides towards the root, and past it. How fast does the foot of the tangent move "
    "while the start passes the root?",
    ["as fast as the start", "half as fast", "hardly at all"],
    answer="hardly at all",
    why="At the root the landing curve is level: its slope there is f f″/f′², and f is 0.",
    link=FOOT,
    key=(LESSON, "foot"),
)
borders = predict(
    "z³ = 1 has three roots in the plane, and almost every start goes to one of them. Between the "
    "three lands, what do the borders look like?",
    ["three straight rays", "three smooth curves", "no smooth curve anywhere"],
    answer="no smooth curve anywhere",
    why="Wherever two colours meet the third is there too; a smooth curve has only two sides.",
    link=BASINS,
    key=(LESSON, "borders"),
)


def height(x: float) -> float:
    """The function of the build: x² − 2."""
    return x * x - 2


def four_points(jump: Callable[[float], float]) -> tuple[float, ...]:
    """A start at 2, and three jumps.

    >>> four_points(lambda x: x - height(x) / (2 * x))[:2]
    (2.0, 1.5)
    """
    points = [2.0]
    for _ in range(3):
        points.append(jump(points[-1]))
    return tuple(points)


three_tangents = exercise(
    "Three steps of Newton's method on x² − 2, from 2: all four points.",
    [2.0, 1.5, 17 / 12, 577 / 408],
    typed=False,
    slips={
        four_points(
            lambda x: x + height(x) / (2 * x)
        ): "Subtract f(x)/f′(x): the tangent leads down.",
        four_points(lambda x: x - height(x)): "Divide the height by the slope.",
        four_points(lambda x: x - height(x) * 2 * x): "Divide by the slope, not multiply.",
        four_points(lambda x: x - 2 * x / height(x)): "Turn the fraction round: height over slope.",
        four_points(
            lambda x: height(x) / (2 * x)
        ): "That is the jump: subtract it from where you stand.",
        (2.0, 1.5, 1.5, 1.5): "Every jump starts from 2: each begins where the last one ended.",
        577 / 408: "That is the last point: return all of them.",
        (1.5, 17 / 12, 577 / 408): "The start is missing: it is the first point.",
    },
    hints=[
        "`f(x)` is the height, `slope(x)` that of the tangent. How far is it to the axis?",
        "The height falls by `slope(x)` a unit, so it is `f(x) / slope(x)` to the left.",
    ],
    further="The last has five right digits after the point.",
    link=TANGENTS,
    key=(LESSON, "three_tangents"),
)
halvings = exercise(
    "How many halvings of the interval from 1 to 2 until its length is at most 10⁻¹⁰.",
    34,
    slips={
        33: "2³³ is 8.6·10⁹: the interval is still a little longer than 10⁻¹⁰.",
        10: "A halving gives one binary digit, not a decimal one.",
        100: "2¹⁰⁰ is about 10³⁰: far more than is needed.",
        35: "34 halvings are enough: 2³⁴ is 1.7·10¹⁰.",
        23: "That is with e in place of 2.",
    },
    hints=[
        "After n halvings the length is 1/2ⁿ. When is 2ⁿ at least 10¹⁰?",
        "log 10¹⁰ / log 2 is 33.2.",
    ],
    further="Newton's method has as many right digits after 4 jumps from 2.",
    link=RACE,
    bound="below",
    key=(LESSON, "halvings"),
)
bracket_or_not = exercise(
    "Does a bracket lead to the root? One answer each, 1 for yes, 0 for no.",
    [1, 1, 0, 0],
    ordered=False,
    slips=[
        ([1, 1, 1, 0], "c: x² + 1 is never 0. There is no root to lead to."),
        ([1, 1, 0, 1], "d: (x − 1)² is never below 0, so nothing changes sign."),
        ([1, 1, 1, 1], "For a bracket f must change sign. It does not in c and in d."),
        ([0, 1, 0, 0], "a: f(−2) is −2 and f(0) is 2, so a bracket holds the run."),
        ([1, 0, 0, 0], "b: ∛x changes sign at 0. There is no slope there, but a bracket."),
        ([0, 0, 1, 1], "Each is the other way round: a bracket needs a change of sign."),
    ],
    hints=[
        "A bracket needs two places at which f has different signs.",
        "Which of the four functions are below 0 anywhere?",
    ],
    further="A bracket cures cycles and runaways, but it needs a change of sign.",
    link=FAILURES,
    names=("a", "b", "c", "d"),
    key=(LESSON, "bracket_or_not"),
)
reciprocal = exercise(
    "One jump of Newton's method on 1/x − a, as a formula in x and a.",
    "x (2 - a x)",
    variables=("x", "a"),
    domain=POSITIVE,
    slips={
        "x (2 + a x)": "A sign: f′ is −1/x², so f/f′ is −x + a x².",
        "a x^2": "That is x + f/f′: subtract the quotient.",
        "x - a x^2": "That is minus the quotient f/f′. Subtract the quotient from x.",
        "1/a": "That is the root itself. What does one jump from x give?",
        "2 - a x": "Multiplied by x, it is right.",
        "x - a": "f′ is the derivative of 1/x: −1/x².",
    },
    hints=[
        "The slope of $1/x$ is $-1/x^2$, and $a$ has no slope.",
        "$f/f' = (1/x - a)\\cdot(-x^2) = -x + a x^2$.",
    ],
    further="No division is in it: this is how many processors divide.",
    link=TANGENTS,
    key=(LESSON, "reciprocal"),
)
constant = exercise(
    "The limit of e₊/e² for Newton on x² − a, a formula in a.",
    "1/(2 sqrt(a))",
    variables=("a",),
    domain=POSITIVE,
    slips={
        "1/sqrt(a)": "The half is missing: e₊ = e²/(2x).",
        "1/(2a)": "x tends to √a, not to a.",
        "2 sqrt(a)": "That is f′ at the root. It stands below the line.",
        "1/2": "It depends on a: e₊ = e²/(2x), and x tends to √a.",
        "sqrt(a)/2": "e₊ = e²/(2x): divide by 2√a.",
    },
    hints=[
        "$x_+ = (x + a/x)/2$. Subtract √a, and write one fraction.",
        "$e_+ = (x^2 - 2\\sqrt a\\,x + a)/(2x) = e^2/(2x)$. Where does x tend to?",
    ],
    further="It is f″/(2f′) at the root, as in the text.",
    link=RACE,
    called=("e₊/e²", "e_{k+1}/e_k²"),
    key=(LESSON, "constant"),
)
