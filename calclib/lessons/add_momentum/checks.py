"""The questions of lesson 11: what is expected, and the slips that deserve a sentence.

They live here and not in the notebook, where a learner would read answer and question together.
"""

from collections.abc import Callable

from calclib.functions.function import Function
from calclib.optimize.rules import Momentum, Nesterov, Rule
from calclib.practice import Verdict, exercise, follow, predict

LESSON = "add_momentum"

VALLEY = Function("(x^2 + 100y^2)/2")
VELOCITY = "11-add-momentum.ipynb#What-the-velocity-remembers"
SPRING = "11-add-momentum.ipynb#One-spring"
MAP = "11-add-momentum.ipynb#The-map-of-all-settings"
AHEAD = "11-add-momentum.ipynb#Nesterov-looks-ahead"
CYCLE = "11-add-momentum.ipynb#A-bowl-with-two-kinks"
UNIT = (0.0, 1.0)


def beside(rule: Rule, further: str) -> Callable[[object], Verdict]:
    """A judge that walks a learner's step beside a rule, 50 steps down the ravine.

    >>> def step(f, theta, velocity):
    ...     velocity = 0.9 * velocity + f.gradient(theta)
    ...     return theta - 0.03 * velocity, velocity
    >>> beside(Momentum(0.03, 0.9), "It swings alike.")(step)
    Right. All 50 steps agree. It swings alike.
    """
    return lambda step: follow(step, rule, VALLEY, [1.0, 1.0], steps=50, further=further)


beyond_the_cliff = predict(
    "In this ravine plain descent flies out above the rate 0.02. Now the effective rate is 0.05. "
    "What does a heavy ball with β = 0.9 do?",
    ["it flies out too", "it swings for ever", "it comes to rest"],
    answer="it comes to rest",
    why={
        "it flies out too": "Its learning rate is only a tenth of 0.05, and what it keeps of its "
        "velocity carries it back.",
        "it swings for ever": "It swings across the ravine, but less and less.",
        "it comes to rest": "Its learning rate is only a tenth of 0.05: across the ravine it "
        "swings, less and less, and along the floor it goes as fast as 0.05 allows.",
    },
    link=MAP,
    key=(LESSON, "beyond_the_cliff"),
)
strides = predict(
    "The slope stays the same, step after step. With β = 0.9, how much longer do strides become?",
    ["1.9 times", "9 times", "10 times", "longer without end"],
    answer="10 times",
    why="Each step keeps 0.9 of the last: 1 + 0.9 + 0.81 + … = 10.",
    link=VELOCITY,
    key=(LESSON, "strides"),
)
soonest = predict(
    "The pull of a spring is 0.04. At which β does it come to rest soonest?",
    ["0.3", "0.64", "0.9"],
    answer="0.64",
    why="At 0.3 it creeps, and at 0.9 it swings for long.",
    link=SPRING,
    key=(LESSON, "soonest"),
)
best_pair = predict(
    "κ = 100. The best learning rate alone takes 691 steps to a millionth. And the best α and β?",
    ["about 600", "about 350", "about 100", "about 10"],
    answer="about 100",
    why="At the summit of the map they take 93. √κ = 10 takes the place of κ = 100.",
    link=MAP,
    key=(LESSON, "best_pair"),
)
on_the_bowl = predict(
    "With these α and β, from 3.3, the heavy ball on the new bowl",
    ["arrives, sooner than gradient descent", "arrives late", "never arrives", "flies out"],
    answer="never arrives",
    why="It comes to the same three points again and again: it neither arrives nor flies out.",
    link=CYCLE,
    key=(LESSON, "on_the_bowl"),
)
heavy_ball = exercise(
    "One step of the heavy ball, with α = 0.03 and β = 0.9.",
    judge=beside(Momentum(0.03, 0.9), "Now compare with calclib's own, below."),
    typed=False,
    hints=[
        "The velocity first: the share `beta` of the old one, and `f.gradient(theta)`.",
        "The point moves by the new velocity, times `alpha`, downhill.",
    ],
    link=VELOCITY,
    key=(LESSON, "heavy_ball"),
)
looks_ahead = exercise(
    "One step of Nesterov's rule, with α = 0.01 and β = 0.9.",
    judge=beside(Nesterov(0.01, 0.9), "One other point, and a guarantee."),
    typed=False,
    hints=[
        "Keeping the velocity alone would move the point by `-0.01 * beta * velocity`.",
        "Only the point at which the slope is taken is new; the step starts from `theta`.",
    ],
    link=AHEAD,
    key=(LESSON, "looks_ahead"),
)
final_velocity = exercise(
    "The velocity that a constant gradient of 3 leads to, with β = 0.8.",
    15,
    slips={
        3.0: "That is the velocity after the first step. The next one keeps 0.8 of it and adds 3.",
        2.4: "That is what a step keeps of 3. A new 3 is added every time.",
        12.0: "That is what a step keeps in the end; the new gradient is still to be added.",
        3.75: "Divide by 1 − β, not by β.",
        0.6: "That is (1 − β) times 3. Here the gradient is added whole.",
        5.4: "That is after two steps. It goes on.",
        5.0: "That is the factor 1/(1 − β). Multiply the gradient by it.",
        3 / 1.8: "That is for a gradient that changes its sign at every step.",
    },
    hints=["In the end a step changes nothing any more: $v = 0.8\\,v + 3$."],
    further="3/(1 − 0.8): a stride five times as long as without momentum.",
    link=VELOCITY,
    given={"beta": "0.8", "g": "3"},
    key=(LESSON, "final_velocity"),
)
convert = exercise(
    "The α of this lesson that walks the same path as the averaging rule with η.",
    "eta (1 - beta)",
    variables=("eta", "beta"),
    domain=UNIT,
    slips={
        "eta/(1 - beta)": "That is the way back, from α to η.",
        "eta": "The averaging rule adds (1 − β) times the gradient: its velocity is smaller.",
        "eta beta": "Look at the factor in front of the gradient: it is 1 − β, not β.",
        "eta (1 + beta)": "The factor in front of the gradient is 1 − β.",
        "1 - beta": "That is how much smaller its velocity is. Now the stride: multiply by η.",
    },
    hints=[
        "Start both velocities at 0. After one step, what is the one divided by the other?",
        "$u = (1 - \\beta)\\,v$, at every step. When is $\\eta u = \\alpha v$?",
    ],
    further="Copied without this, a learning rate is ten times off at β = 0.9.",
    link=VELOCITY,
    key=(LESSON, "convert"),
)
critical = exercise(
    "The β at which a spring with the pull h = αλ, between 0 and 1, is critically damped.",
    "(1 - sqrt(h))^2",
    variables=("h",),
    symbols={"h": "alpha lambda"},
    domain=UNIT,
    slips={
        "1 - sqrt(h)": "That is √β. Square it.",
        "(1 + sqrt(h))^2": "That is above 1. The other edge of the swinging range is meant.",
        "1 - h": "Then 1 + β − h is 2β, and not 2√β.",
        "(1 - h)^2": "Take √h: the edge is at h = (1 − √β)², so √h = 1 − √β.",
        "sqrt(h)": "Under the root stands ((1 + β − h)/2)² − β. Where is it zero?",
        "1 - 2 sqrt(h)": "That is close for a small h; the square has a third term.",
    },
    hints=[
        "Critical is where the root vanishes: $(1 + \\beta - h)^2 = 4\\beta$.",
        "Take roots: $1 + \\beta - h = 2\\sqrt\\beta$, that is $(1 - \\sqrt\\beta)^2 = h$.",
    ],
    further="For h = 0.04 it is the 0.64 that you found.",
    link=SPRING,
    key=(LESSON, "critical"),
)
bound = exercise(
    "The learning rate at which the heavy ball stops to be stable, with β = b and curvature c.",
    "2(1 + b)/c",
    variables=("b", "c"),
    symbols={"b": "beta", "c": "lambda"},
    domain=UNIT,
    slips={
        "2/c": "That is the bound without momentum.",
        "(1 + sqrt(b))^2/c": "There it begins to change sides; it still arrives.",
        "(1 + b)/c": "There the two roots are opposite, ±√−b, of size √b: it still arrives.",
        "2(1 - b)/c": "Momentum widens the stable range: look at the sign of b.",
        "2c(1 + b)": "The steeper the valley, the smaller the rate: divide by c.",
        "2 + 2b": "That is the pull αλ. The learning rate is it divided by the curvature.",
    },
    hints=[
        "Two roots with product b < 1: where can the first of them leave [−1, 1]?",
        "Put $r = -1$ into $r^2 - (1 + b - \\alpha c)\\,r + b = 0$.",
    ],
    further="At b = 0 it is the 2/λ of lesson 9.",
    link=SPRING,
    bound="above",
    key=(LESSON, "bound"),
)
