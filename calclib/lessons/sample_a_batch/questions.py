"""Self-assessment of lesson 10, one question an objective."""

from calclib.practice import Exercise, exercise
from calclib.practice.assessment import Question, Rng, choose, pick

BOOK = "10-sample-a-batch.ipynb"


def spread(rng: Rng) -> Exercise:
    """How far a batch's gradient is off."""
    one = pick(rng, 6, 12, 24)
    size = pick(rng, 4, 9, 16, 36)
    return exercise(
        f"The gradient of one sample is off by {one} (standard deviation). By how much is that "
        "of a "
        f"batch of {size}, drawn with replacement?",
        one / size**0.5,
        slips={
            one / size: "The variance is divided by B; the deviation by its root.",
            one * size**0.5: "A mean of more samples is off by less.",
            one**2 / size: "That is the variance.",
        },
    )


def budget(rng: Rng) -> Exercise:
    """How many steps a budget of samples pays for."""
    data, size, passes = pick(rng, (1000, 10, 3), (6000, 100, 5), (320, 32, 4), (900, 30, 2))
    return exercise(
        f"There are {data} samples. You pay for {passes} passes over them, in batches of "
        f"{size}. How "
        "many steps is that?",
        passes * data // size,
        slips={
            data // size: "That is one pass.",
            passes * data: "So many samples are read; each step reads a batch.",
            passes * size: "Each pass has as many steps as there are batches in the data.",
        },
    )


def cloud(rng: Rng) -> Exercise:
    """The size of the noise cloud on a parabola."""
    rate = pick(rng, 0.1, 0.2, 0.4, 0.5)
    noise = pick(rng, 1, 2, 3)
    return exercise(
        f"On $L(x) = x^2/2$ each gradient is $x$ plus noise of variance {noise**2}. With the fixed "
        f"rate $α = {rate:g}$, what does the mean of $x^2$ come to? Set it equal before and after "
        "a step.",
        rate * noise**2 / (2 - rate),
        slips={
            rate**2 * noise**2: "That is what one step adds; earlier noise is still there.",
            rate * noise**2: "From v = (1 − α)²v + α²σ² follows v = ασ²/(2 − α).",
            noise**2: "The noise of a step is multiplied by α.",
        },
    )


def schedule(rng: Rng) -> Exercise:
    """A schedule that shrinks the cloud and still arrives."""
    first = pick(rng, 0.1, 0.2, 0.5)
    return choose(
        rng,
        f"At step $k$ the rate is one of these, from {first:g} on. Which brings the run to rest at "
        "the minimum, from however far away?",
        f"{first:g}/k",
        {
            f"{first:g}, always": "Then the cloud keeps its size.",
            f"{first:g}/k²": "Its sum is finite: far starts never arrive.",
            f"{first:g} · 0.9ᵏ": "Its sum is finite: far starts never arrive.",
        },
    )


def loop(rng: Rng) -> Exercise:
    """The batches of one pass."""
    data, size = pick(rng, (100, 32), (50, 8), (342, 64), (75, 20))
    whole, rest = divmod(data, size)
    return exercise(
        f"{data} samples, shuffled, in batches of {size}; the last batch holds what is left over. "
        "How many batches are there in one pass, and how many samples does the last one hold?",
        [whole + 1, rest],
        names=(("batches", "batch"), ("in the last", "last", "samples")),
        slips=[
            ([whole, rest], "The rest is a batch too."),
            ([whole + 1, size], "The last batch holds only what is left over."),
            ([whole, size], "Some samples are left over: they are the last batch."),
        ],
    )


QUESTIONS = (
    Question(
        "predict how far the gradient of a batch is off, for any batch size",
        f"{BOOK}#A-batch-is-a-guess",
        spread,
    ),
    Question(
        "compare batch sizes by steps, by samples and by seconds, and change the learning rate "
        "along with the batch",
        f"{BOOK}#What-a-step-costs",
        budget,
    ),
    Question(
        "predict how near to the minimum a run with a fixed learning rate comes",
        f"{BOOK}#Noise-at-a-fixed-rate",
        cloud,
    ),
    Question(
        "bring it nearer by a schedule or by an average, and say why that works",
        f"{BOOK}#Let-the-rate-shrink",
        schedule,
    ),
    Question("build the minibatch loop", f"{BOOK}#Build-it", loop),
)
