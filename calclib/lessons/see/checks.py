"""The questions of lesson 18: what is expected, and the slips that deserve a sentence.

They live here and not in the notebook, where a learner would read answer and question together.
"""

from collections.abc import Callable

import numpy as np

from calclib.arrays import Array
from calclib.derivatives.autodiff import relu
from calclib.learn.layers import parameter_count
from calclib.lessons.see.networks import SMALL, convolve, small
from calclib.lessons.see.scenes import correlation
from calclib.practice import exercise, predict

LESSON = "see"
HERE = "18-see.ipynb"
SLIDES = f"{HERE}#A-kernel-slides"
BACK = f"{HERE}#Slopes-come-back"
NETWORK = f"{HERE}#A-network-of-kernels"
RULES = f"{HERE}#Which-rule-is-best?"
TEST = f"{HERE}#Who-is-in-the-test?"
LOOKS = f"{HERE}#What-does-it-look-at?"
STEP = f"{HERE}#One-step-on-the-image"

edge_response = predict(
    "Each row of the kernel is −1, 0, +1. It slides from left to right over a thick upright stroke "
    "of ink. Where is its sum largest?",
    ["left of the stroke", "in the middle of the stroke", "right of the stroke"],
    answer="left of the stroke",
    why={
        "left of the stroke": "There the −1s lie on paper and the +1s on ink.",
        "in the middle of the stroke": "There ink lies under −1 and +1 alike, and they cancel.",
        "right of the stroke": "There ink lies under the −1s: the sum is at its lowest.",
    },
    link=SLIDES,
    key=(LESSON, "edge_response"),
)
blank_paper = predict(
    "A slope comes back to a place whose window is blank paper. What does the place add to the "
    "slopes of the nine numbers of the kernel?",
    ["nothing", "the slope, to all nine", "the slope, to the middle one"],
    answer="nothing",
    why={
        "nothing": "A number of the kernel was multiplied by the ink under it, and that was 0.",
        "the slope, to all nine": "The slope is multiplied by the ink under each number: by 0.",
        "the slope, to the middle one": "The middle pixel is paper too, so its factor is 0.",
    },
    link=BACK,
    key=(LESSON, "blank_paper"),
)
best_rule = predict(
    "Gradient descent, RMSprop and Adam get 18 trials of tuning each. Then each trains network A "
    "from twelve seeds. What do the twelve seeds say of the shares of new digits read rightly?",
    [
        "Adam is best, and its interval lies apart",
        "RMSprop is best, and its interval lies apart",
        "the intervals of at least two rules overlap at the top",
    ],
    answer="the intervals of at least two rules overlap at the top",
    why="A gap smaller than the spread of the seeds says nothing about the rules.",
    link=RULES,
    key=(LESSON, "best_rule"),
)
new_hands = predict(
    "After 15 epochs network A reads about 99 of 100 test digits rightly, if they are drawn at "
    "random from all sheets. Now the test digits come from four sheets of which it has seen "
    "nothing. How many?",
    ["about 99", "about 97", "about 93", "about 80"],
    answer="about 93",
    why={
        "about 99": "On the random split its test digits had neighbours from the same pen.",
        "about 97": "It loses more than that: every hand has its own way of writing a 1.",
        "about 93": "It makes about six times as many mistakes on hands that it has not seen.",
        "about 80": "It loses less than that: most of what it learned holds for other hands.",
    },
    link=TEST,
    key=(LESSON, "new_hands"),
)
adds_up = predict(
    "Each of three maps shares the score of a digit out over its pixels. Whose entries add up to "
    "the score itself, counted from blank paper?",
    ["gradient × input", "integrated gradients", "occlusion", "all three"],
    answer="integrated gradients",
    why={
        "gradient × input": "The slope changes as ink comes, and this map uses only the last one.",
        "integrated gradients": "It adds slope times step all the way, and so adds up the rise.",
        "occlusion": "Pixels work together, so what each takes with it is counted more than once.",
        "all three": "The slope changes on the way, and pixels work together. One allows for both.",
    },
    link=LOOKS,
    key=(LESSON, "adds_up"),
)
one_step = predict(
    "Network B reads 97 of 100 new digits rightly. Now each pixel of each image moves by two "
    "sixteenths of full ink, up or down, as the gradient of the loss says. How many are left?",
    ["about 95", "about 80", "about 50"],
    answer="about 50",
    why={
        "about 95": "That is what random signs of the same size leave.",
        "about 80": "That is what one sixteenth leaves.",
        "about 50": "Each of 64 pixels raises the loss a little, and none lowers it.",
    },
    link=STEP,
    key=(LESSON, "one_step"),
)

_rng = np.random.default_rng(7)
IMAGES = _rng.random((3, 8, 8))
KERNELS = _rng.normal(size=(9, 4))
BIAS = _rng.normal(size=4)

built_convolution = exercise(
    "The maps of four kernels over three images, (3, 6, 6, 4).",
    lambda images, K, b: convolve(images[..., None], K, b),
    inputs=[(IMAGES, KERNELS, BIAS)],
    slips=[
        (
            lambda images, K, b: convolve(images[..., None], K, 0 * b),
            "The bias is missing: one number for each kernel.",
        ),
        (
            lambda images, K, b: convolve(images[..., None], K[::-1], b),
            "The kernels are turned by half a turn. Keep the order of the nine numbers.",
        ),
        (
            lambda images, K, b: convolve(
                images[..., None], K.reshape(3, 3, 4).swapaxes(0, 1).reshape(9, 4), b
            ),
            "Rows and columns of the window are exchanged.",
        ),
        (
            lambda images, K, b: convolve(images[..., None], K, b).reshape(3, 36, 4),
            "The numbers are right. Give the places back their two axes, 6 and 6.",
        ),
        (
            lambda images, K, b: relu(convolve(images[..., None], K, b)),
            "Negative sums are lost: ReLU comes later.",
        ),
    ],
    hints=[
        "Each row of `rows` holds the nine pixels of one window. `rows @ K` makes the sums of all "
        "places for all kernels.",
        "The bias of a kernel is added at every place. Then reshape to (images, 6, 6, kernels).",
    ],
    further="One matrix product makes all maps at once.",
    link=SLIDES,
    key=(LESSON, "built_convolution"),
)
POINT = _rng.normal(size=parameter_count(SMALL)) * 0.3


def _without(change: str) -> Callable[[Array, Array], Array]:
    """Network A with one slip in it."""

    def scores(theta: Array, images: Array) -> Array:
        K = theta[:144].reshape(9, 16)
        b = theta[144:160]
        W = theta[160:1600]
        c = theta[1600:]
        maps = convolve(images[..., None], K, b)
        maps = maps if change == "relu" else relu(maps)
        blocks = maps.reshape(-1, 3, 2, 3, 2, 16)
        pooled = blocks.mean(axis=(2, 4)) if change == "mean" else blocks.max(axis=(2, 4))
        flat = pooled.reshape(-1, 144) @ W.reshape(144, 10)
        said: Array = flat if change == "bias" else flat + c
        return said

    return scores


built_network = exercise(
    "The ten scores of network A for three images, (3, 10).",
    small,
    inputs=[(POINT, IMAGES)],
    slips=[
        (_without("relu"), "ReLU is missing between the kernels and the pool."),
        (_without("mean"), "That is the mean of each block; the pool takes the largest number."),
        (_without("bias"), "The ten biases c are missing."),
    ],
    hints=[
        "A block of the pool is two rows and two columns: axes 2 and 4 of `blocks`, counted from "
        "the front, or −4 and −2 from the back.",
        "The dense layer: `flat @ W`, and the biases `c` for every image.",
    ],
    further="1,610 numbers, and a forward pass of six lines.",
    link=NETWORK,
    key=(LESSON, "built_network"),
)
held_out = exercise(
    "The number of the test that says how well a program reads new patients.",
    3,
    slips={
        1: "Each patient has five scans: nearly every test scan has neighbours in training.",
        2: "The other four scans of every patient are in training. It has seen them all.",
        4: "The best of ten was chosen on these eight patients, so its number flatters it.",
        5: "There are four to choose from.",
    },
    hints=[
        "What will be new when the program is used?",
        "Has the test helped to choose anything?",
    ],
    further="What will be new is new in the test, and nothing was chosen on it.",
    link=TEST,
    ordered=False,
    key=(LESSON, "held_out"),
)
shares_of_a_pixel = exercise(
    "S = 6 x₁x₂ at x₁ = 0.5, x₂ = 1: the share of the first pixel, in three ways.",
    [3, 3, 1.5],
    slips={
        (6.0, 3.0, 1.5): "Gradient times input: 6 is the slope. Multiply by the ink, 0.5.",
        (3.0, 0.0, 1.5): "Occlusion: wiped, the score is 0. By how much has it fallen?",
        (3.0, 3.0, 3.0): "Integrated gradients: on the way the slope is 6t, not 6 all the time.",
        (1.5, 1.5, 1.5): "Only one of the three takes the mean of the slope on the way.",
        (3.0, 3.0, 0.75): "The mean of 6t, for t from 0 to 1, is 3. Times the ink, 0.5.",
        (1.5, 3.0, 3.0): "The first and the last are exchanged.",
        (6.0, 6.0, 3.0): "Those are the sums over both pixels. The first alone is asked for.",
    },
    hints=[
        "The slope along x₁ is 6x₂. Wiped means x₁ = 0.",
        "At the share t of the way the ink is (0.5t, t), and the slope along x₁ is 6t.",
    ],
    further="Over both pixels: 6, 6 and 3. The score is 3, so one of the three adds up.",
    link=LOOKS,
    names=(
        ("gradient × input", "gradient times input", "gradient"),
        "occlusion",
        ("integrated gradients", "integrated"),
    ),
    given={"x1": "0.5", "x2": "1", "x_1": "0.5", "x_2": "1"},
    key=(LESSON, "shares_of_a_pixel"),
)
output_sizes = exercise(
    "Places along a side: 3 × 3 over 10 × 10, and 4 × 4 two pixels at a time over 12 × 12.",
    [8, 5],
    slips={
        (7, 4): "That is how often it can move on. The place where it starts counts too.",
        (8, 4): "The second: it can move on four times, and the place where it starts counts too.",
        (8, 9): "The second kernel moves two pixels at a time.",
        (10, 12): "A window has to lie inside the image, so not every pixel can be its corner.",
        (64, 25): "That is how many places there are in all. Along one side?",
        (5, 8): "The two are exchanged.",
    },
    hints=[
        "The first window begins at pixel 1. The last ends at pixel 10, so where does it begin?",
        "(side − kernel) / step, and one more for the place where it starts.",
    ],
    further="(side − kernel) / step + 1.",
    link=SLIDES,
    names=("first", "second"),
    frames=("… × …",),
    key=(LESSON, "output_sizes"),
)
numbers_in_b = exercise(
    "How many numbers does network B learn?",
    6090,
    slips={
        6032.0: "The biases are missing: 16, 32 and 10.",
        81_290.0: "A kernel has the same numbers at every place: they are counted once.",
        1770.0: "A kernel of the second layer reads all 16 maps: nine numbers for each of them.",
        4800.0: "The dense layer is missing: 2 · 2 · 32 inputs and 10 scores.",
        9930.0: "After the pool 2 × 2 places are left, not 4 × 4.",
        1610.0: "That is network A.",
    },
    hints=[
        "The first layer: 16 kernels of 9 numbers, and 16 biases. The second has 16 maps to read.",
        "160, then (16 · 9 + 1) · 32, then (2 · 2 · 32 + 1) · 10.",
    ],
    further="160 + 4,640 + 1,290. With weights of its own for each place it would be 81,290.",
    link=NETWORK,
    key=(LESSON, "numbers_in_b"),
)


def _slide_back(kernel: Array, slopes: Array) -> Array:
    """The slopes of the image: each place's slope, times the kernel, where its window lay."""
    whole = np.zeros((8, 8))
    for (row, column), slope in np.ndenumerate(slopes):
        whole[row : row + 3, column : column + 3] += slope * kernel
    return whole


kernel_slopes = exercise(
    "The slopes of the nine numbers of a kernel, (3, 3).",
    lambda image, kernel, slopes: correlation(image, slopes),
    inputs=[
        (_rng.random((8, 8)), _rng.normal(size=(3, 3)), _rng.normal(size=(6, 6))) for _ in range(3)
    ],
    slips=[
        (
            lambda image, kernel, slopes: correlation(image, slopes)[::-1, ::-1],
            "It is turned by half a turn: K[0, 0] met the upper left pixel of each window.",
        ),
        (
            lambda image, kernel, slopes: correlation(image, slopes) / 36,
            "That is the mean over the places. Slopes of one number that is used 36 times add.",
        ),
        (
            lambda image, kernel, slopes: _slide_back(kernel, slopes),
            "Those are the slopes of the image. The kernel's are asked for.",
        ),
        (
            lambda image, kernel, slopes: correlation(image, np.ones((6, 6))),
            "Every place counts alike here: multiply each window by its slope.",
        ),
        (
            lambda image, kernel, slopes: correlation(image, slopes) * kernel,
            "The factor of a number of the kernel is the ink under it, not the number itself.",
        ),
    ],
    hints=[
        "Which pixel met K[0, 0] at the place in row r, column c? `image[r, c]`.",
        "For K[i, j] it is `image[i : i + 6, j : j + 6]`, all 36 places at once. Multiply by "
        "`slopes` and add up.",
    ],
    further="The image slides over the slopes: a correlation again.",
    link=BACK,
    key=(LESSON, "kernel_slopes"),
)
fooled = exercise(
    "The image, one step of a given size against the network.",
    lambda image, slopes, size: np.clip(image + size * np.sign(slopes), 0, 1),
    inputs=[
        (_rng.choice([0.0, 0.03, 0.5, 0.98, 1.0], (8, 8)), _rng.normal(size=(8, 8)), size)
        for size in (0.0625, 0.125)
    ],
    slips=[
        (
            lambda image, slopes, size: np.clip(image - size * np.sign(slopes), 0, 1),
            "You went downhill: that step helps the network.",
        ),
        (
            lambda image, slopes, size: image + size * np.sign(slopes),
            "Ink below 0 or above 1 is no image: clip it.",
        ),
        (
            lambda image, slopes, size: np.clip(image + size * slopes, 0, 1),
            "Each pixel moves by the whole size, up or down: take the sign of its slope.",
        ),
        (
            lambda image, slopes, size: np.clip(image + np.sign(slopes), 0, 1),
            "The size of the step is missing.",
        ),
        (
            lambda image, slopes, size: size * np.sign(slopes),
            "That is the step alone: add it to the image.",
        ),
    ],
    hints=[
        "To raise the loss, go with its slope: `np.sign(slopes)` is +1 or −1 for each pixel.",
        "`np.clip(x, 0, 1)` keeps the ink between paper and full.",
    ],
    further="Of all steps in which no pixel moves by more than the size, it raises the loss most.",
    link=STEP,
    key=(LESSON, "fooled"),
)
at_the_kink = exercise(
    "The slope of ReLU at 0: by a difference to the right, by a central difference, by calclib.",
    [1, 0.5, 0],
    slips={
        (1.0, 0.5, 1.0): "calclib takes 0 there, as most programs do.",
        (1.0, 0.5, 0.5): "calclib takes the slope of one side, not the mean: that of the left.",
        (1.0, 1.0, 0.0): "The central difference goes to both sides: (h − 0) / 2h.",
        (0.0, 0.5, 0.0): "To the right of 0 ReLU is x itself, so the difference is h / h.",
        (1.0, 0.0, 0.0): "The central difference goes to both sides: (h − 0) / 2h.",
        (0.5, 1.0, 0.0): "The first two are exchanged.",
    },
    hints=[
        "ReLU(h) = h and ReLU(−h) = 0. Put them into (f(h) − f(0)) / h, and into the central one.",
        "At 0 calclib takes the slope of the left side, as torch does.",
    ],
    further="A blank window with a bias of 0 stands exactly there.",
    link=BACK,
    names=(("to the right", "right", "forward"), ("central", "centre"), "calclib"),
    key=(LESSON, "at_the_kink"),
)
