"""The questions of lesson 22: what is expected, and the slips that deserve a sentence."""

from collections.abc import Callable

import numpy as np

from calclib.arrays import Array
from calclib.practice import exercise, predict

LESSON = "look_around"
HERE = "22-look-around.ipynb"
PICTURES = f"{HERE}#One-net,-three-pictures"
SHARP = f"{HERE}#Sharpness"
PATH = f"{HERE}#Its-path,-beside-a-random-walk"
FLAT = f"{HERE}#Flat,-or-not-finished?"
LINE = f"{HERE}#The-line-between-two-nets"

what_changes = predict(
    "The weights into the hidden neurons, and their biases, are multiplied by 5. The weights out "
    "of them are divided by 5. What happens to what the net says, and to its sharpness?",
    [
        "neither changes",
        "the answers stay, the sharpness changes",
        "the answers change, the sharpness stays",
        "both change",
    ],
    answer="the answers stay, the sharpness changes",
    why="ReLU lets a positive factor through, and the second layer takes it away again. But a "
    "step of the same length now means less in the first layer, and more in the second.",
    link=PICTURES,
    key=(LESSON, "what_changes"),
)
walk_share = predict(
    "A walk of 82 random steps in a space of 1,210 dimensions. How much of its variance lies in "
    "the best two directions?",
    ["about 0.2 %: 2 of 1,210", "about 2.4 %: 2 of 82", "about 25 %", "about 75 %"],
    answer="about 75 %",
    why={
        "about 0.2 %: 2 of 1,210": "Each step is in all directions alike, but steps add up.",
        "about 2.4 %: 2 of 82": "The steps are at right angles, nearly. But the points are sums of "
        "steps, and points that follow each other lie close together.",
        "about 25 %": "More: the first direction alone has 60 %.",
        "about 75 %": "The points are sums of steps, so the walk drifts slowly through few "
        "directions, and trembles a little in all others.",
    },
    link=PATH,
    key=(LESSON, "walk_share"),
)
same_loss = predict(
    "At rate 0.2 and after 20 epochs the nets of the full batch are six times as sharp as those of "
    "batches of 8. Now each net stops when its loss is 0.05. How much sharper is the full batch?",
    ["still about six times", "about 1.4 times", "not at all"],
    answer="about 1.4 times",
    why="After 20 epochs the full batch has made 20 steps and is not finished: its loss is about "
    "1.7. Most of the sixfold gap belonged to the loss, and a little of it to the batch.",
    link=FLAT,
    key=(LESSON, "same_loss"),
)
flatter_better = predict(
    "All nets stop at the loss 0.05. Those of batch 8 and rate 0.8 are the flattest by far. How "
    "many new digits do they read, beside the others?",
    ["more", "fewer by five points or more", "as many, or a little fewer"],
    answer="as many, or a little fewer",
    why="Their median is 91.5 %, those of the others lie between 91.9 and 92.2 %. The intervals "
    "overlap, or nearly: we do not see that flatter nets read new hands better.",
    link=FLAT,
    key=(LESSON, "flatter_better"),
)
half_way = predict(
    "A net with the loss 0.115, and the same net with its neurons in another order, which says "
    "exactly the same. What is the loss half-way between the two, on the straight line?",
    ["0.115", "a little more, about 0.15", "more than 1"],
    answer="more than 1",
    why="Half-way every neuron is the mean of two that have nothing to do with each other. Such "
    "a mean detects nothing.",
    link=LINE,
    key=(LESSON, "half_way"),
)

_rng = np.random.default_rng(7)
BOWL = np.array([[4.0, 1.0, 0.0], [1.0, 3.0, 1.0], [0.0, 1.0, 2.0]])
ONES = np.ones(3)
TOP = float(np.linalg.eigvalsh(BOWL)[-1])


def curvature_of(largest: Callable[..., object]) -> object:
    """What a learner's power iteration finds on a small Hessian; a blank stays a blank."""
    return largest(lambda v: BOWL @ v, ONES)


def _power(slip: str, rounds: int = 30) -> float:
    """Power iteration with one slip in it."""
    v = ONES
    for _ in range(rounds):
        if slip == "sum":
            v = v / v.sum()
        elif slip != "no length":
            v = v / np.linalg.norm(v)
        turned = BOWL @ v
        curvature = v @ v if slip == "v with v" else v @ turned
        if slip == "turned with turned":
            curvature = turned @ turned
        if slip != "stands still":
            v = turned
    return float(curvature)


built_power = exercise(
    "The largest curvature of f(x) = ½ xᵀHx with H = [[4, 1, 0], [1, 3, 1], [0, 1, 2]].",
    TOP,
    slips={
        _power("no length"): "Divide v by its length at the start of each round.",
        _power("sum"): "Divide v by its length, np.linalg.norm(v), not by its sum.",
        _power("v with v"): "That is the length of v, squared. The curvature is v · Hv.",
        _power("turned with turned"): "That is ‖Hv‖², the curvature squared. Take v · Hv.",
        _power("stands still"): "That is the curvature along the first v: v becomes Hv.",
    },
    hints=[
        "A vector is made one long by dividing it by `np.linalg.norm(v)`.",
        "The curvature along a v of length 1 is `v @ turned`.",
    ],
    further="Each round multiplies the part along the largest curvature most.",
    link=SHARP,
    typed=False,
    key=(LESSON, "built_power"),
)
which_factors = exercise(
    "Which of the factors −1, 0, 1/3 and 7 leave the ReLU net what it was? The smallest first.",
    [1 / 3, 7],
    slips={
        (-1.0, 1 / 3, 7.0): "relu(−z) is not −relu(z): with k = −1 other neurons are silent.",
        (0.0, 1 / 3, 7.0): "With k = 0 all hidden neurons are 0, and one cannot divide by it.",
        (-1.0, 0.0, 1 / 3, 7.0): "Try k = −1 and k = 0 in relu(kz)/k.",
        (7.0, 1 / 3): "Those are the two. Write the smaller one first.",
        (7.0,): "A factor below 1 may be taken back as well.",
        (1 / 3,): "A factor above 1 may be taken back as well.",
    },
    hints=["When is relu(kz)/k = relu(z) for every z?", "Put z = 1 and z = −1 into it."],
    further="relu(kz) = k relu(z) holds for every k > 0.",
    link=PICTURES,
    names=("smaller", "larger"),
    key=(LESSON, "which_factors"),
)
curvature_and_loss = exercise(
    "One example of two classes, loss L = −log σ(w). The curvature L″(w), as a formula in L.",
    "e^(-L) (1 - e^(-L))",
    variables=("L",),
    domain=(0, 3),
    slips={
        "e^(-L)": "That is the probability p. The curvature is p(1 − p).",
        "1 - e^(-L)": "That is the size of the slope, 1 − p. Differentiate once more.",
        "e^(-L) - 1": "That is the slope, p − 1. Differentiate once more.",
        "-e^(-L) (1 - e^(-L))": "The sign: the slope is p − 1, so its derivative is p′, above 0.",
        "L (1 - L)": "L is not the probability. Write p = e^(−L).",
        "e^(L) (1 - e^(L))": "From L = −log p follows p = e^(−L), with a minus.",
    },
    hints=["With p = σ(w): L′ = p − 1, and L″ = p′ = p(1 − p).", "L = −log p. What is p?"],
    further="For a small loss that is nearly L itself: as the loss falls, so does the curvature.",
    link=SHARP,
    key=(LESSON, "curvature_and_loss"),
)
steps_and_epochs = exercise(
    "How many epochs does the full batch need for as many steps as batches of 8 make in 20?",
    3220,
    slips={
        20: "The full batch makes one step an epoch.",
        25740: "That is how many digits are seen. How many steps are they, eight at a time?",
        3217.5: "The last batch of an epoch holds what is left over, and is a step too.",
        3200: "The last batch of an epoch holds what is left over, and is a step too.",
        161: "That is one epoch of batches of 8. Twenty of them?",
        160: "In one epoch there are 161: the last batch holds 7 digits. Then times 20.",
        2574: "That is 1,287 times 2. In one epoch there are 161 batches of 8.",
    },
    hints=["1,287 digits, eight at a time: how many batches, the last one counted?", "161 · 20."],
    further="Twenty epochs are 3,220 steps for one and 20 for the other.",
    link=FLAT,
    key=(LESSON, "steps_and_epochs"),
)


def swap_neurons(W: Array, b: Array, U: Array, i: int, j: int) -> Array:
    """Swap two hidden neurons; W, b and U in one vector.

    >>> swap_neurons(np.array([[1.0, 2.0]]), np.array([3.0, 4.0]), np.eye(2), 0, 1)[:4].tolist()
    [2.0, 1.0, 4.0, 3.0]
    """
    return _swap_in("WbU", W, b, U, i, j)


def _swap_in(parts: str, W: Array, b: Array, U: Array, i: int, j: int) -> Array:
    """Swap two hidden neurons in some of their numbers only."""
    order = np.arange(W.shape[1])
    order[[i, j]] = order[[j, i]]
    columns = W[:, order] if "W" in parts else W
    biases = b[order] if "b" in parts else b
    rows = U[order] if "U" in parts else U
    return np.concatenate([columns.ravel(), biases, rows.ravel()])


def _swap_rows(W: Array, b: Array, U: Array, i: int, j: int) -> Array:
    """Swap two pixels instead of two neurons."""
    order = np.arange(W.shape[0])
    order[[i, j]] = order[[j, i]]
    return np.concatenate([W[order].ravel(), b, U.ravel()])


LAYERS = (_rng.normal(size=(6, 4)), _rng.normal(size=4), _rng.normal(size=(4, 3)))


def flat_swap(swap: Callable[..., object]) -> Callable[..., object]:
    """A learner's swap, its three arrays put into one vector; a blank stays a blank."""

    def joined(W: Array, b: Array, U: Array, i: int, j: int) -> object:
        found = swap(W.copy(), b.copy(), U.copy(), i, j)
        if not isinstance(found, tuple | list):
            return found
        return np.concatenate([np.ravel(part) for part in found])

    return joined


swapped = exercise(
    "The arrays W, b and U after hidden neurons i and j have changed places.",
    swap_neurons,
    inputs=[(*LAYERS, 0, 2), (*LAYERS, 3, 1)],
    slips=[
        (
            lambda *net: _swap_in("U", *net),
            "Only the rows of U moved: the neuron's weights in and its bias go with it.",
        ),
        (
            lambda *net: _swap_in("W", *net),
            "Only the columns of W moved: the neuron's bias and its row of U go with it.",
        ),
        (lambda *net: _swap_in("WU", *net), "The biases stayed where they were."),
        (lambda *net: _swap_in("Wb", *net), "The rows of U stayed where they were."),
        (
            _swap_rows,
            "Those are rows of W, one a pixel. A neuron is a column of W.",
        ),
        (lambda *net: _swap_in("", *net), "Nothing moved."),
    ],
    hints=[
        "`W[:, [i, j]] = W[:, [j, i]]` swaps two columns.",
        "A neuron has a column of W, a number of b and a row of U.",
    ],
    further="A net of 16 hidden neurons has 16! copies of itself, 2 · 10¹³.",
    link=LINE,
    typed=False,
    key=(LESSON, "swapped"),
)
share_of_walk = exercise(
    "The share of the j-th direction of a long random walk, as a formula in j.",
    "6/(pi j)^2",
    variables=("j",),
    domain=(1, 9),
    slips={
        "1/j^2": "They are in proportion to that. Divide by the sum of all, π²/6.",
        "pi^2/(6j^2)": "Divide by the sum π²/6, do not multiply by it.",
        "6/pi^2": "That is the first one. The j-th is j² times smaller.",
        "6/(pi^2 j)": "The lengths fall like 1/j, and the variances like their squares.",
        "1/(pi j)^2": "These do not add up to 1: divide by their sum.",
    },
    hints=[
        "Shares add up to 1, and they are in proportion to 1/j².",
        "1 + 1/4 + 1/9 + … = π²/6.",
    ],
    further="The first two: 7.5/π² = 0.76, in any number of dimensions.",
    link=PATH,
    key=(LESSON, "share_of_walk"),
)
