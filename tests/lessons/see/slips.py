"""Lesson 18: each question with right answers, and wrong ones with what each is told."""

import numpy as np

from calclib.derivatives.autodiff import relu
from calclib.learn.layers import cut
from calclib.lessons.see.networks import SMALL, convolve, dense, large, pool, small
from calclib.lessons.see.scenes import correlation, windows_of


def by_loops(images, K, b):
    """The convolution as its formula reads."""
    maps = np.empty((len(images), 6, 6, len(b)))
    for r in range(6):
        for c in range(6):
            for k in range(len(b)):
                window = images[:, r : r + 3, c : c + 3]
                maps[:, r, c, k] = (window * K[:, k].reshape(3, 3)).sum(axis=(1, 2)) + b[k]
    return maps


def by_einsum(images, K, b):
    windows = windows_of(images).reshape(len(images), 36, 9)
    return (np.einsum("npi,ik->npk", windows, K) + b).reshape(-1, 6, 6, len(b))


def shaped(images, K, b):
    return convolve(images[..., None], K, b)


def turned(images, K, b):
    return shaped(images, K[::-1], b)


def exchanged(images, K, b):
    return shaped(np.swapaxes(images, 1, 2), K, b).swapaxes(1, 2)


def parts(theta, images):
    K, b, W, c = cut(theta, SMALL)
    return convolve(images[..., None], K, b), W, c


def without_relu(theta, images):
    maps, W, c = parts(theta, images)
    return dense(pool(maps), W, c)


def mean_pool(theta, images):
    maps, W, c = parts(theta, images)
    return relu(maps).reshape(-1, 3, 2, 3, 2, 16).mean(axis=(2, 4)).reshape(-1, 144) @ W + c


def without_bias(theta, images):
    maps, W, _ = parts(theta, images)
    return pool(relu(maps)).reshape(-1, 144) @ W


def one_image(theta, images):
    return small(theta, images[:1])


def by_windows(image, kernel, slopes):
    return np.tensordot(slopes.ravel(), windows_of(image[None])[0], axes=1)


def of_the_image(image, kernel, slopes):
    wide = np.pad(slopes, 2)
    flipped = kernel[::-1, ::-1]
    return np.array(
        [[(wide[i : i + 3, j : j + 3] * flipped).sum() for j in range(8)] for i in range(8)]
    )


TABLE = {
    "edge_response": (
        ["left of the stroke", 1],
        [(2, "they cancel"), ("right of the stroke", "at its lowest")],
    ),
    "blank_paper": (
        ["nothing", 1],
        [(2, "by 0"), ("the slope, to the middle one", "paper too")],
    ),
    "best_rule": (
        [3, "the intervals of at least two rules overlap at the top"],
        [(1, "spread of the seeds"), (2, "spread of the seeds")],
    ),
    "new_hands": (
        ["about 93", 3],
        [(1, "the same pen"), ("about 97", "loses more"), (4, "loses less")],
    ),
    "adds_up": (
        ["integrated gradients", 2],
        [
            (1, "only the last one"),
            ("occlusion", "more than once"),
            ("all three", "One allows for both"),
        ],
    ),
    "one_step": (
        ["about 50", 3],
        [(1, "random signs"), ("about 80", "one sixteenth")],
    ),
    "built_convolution": (
        [by_loops, by_einsum, shaped],
        [
            (turned, "half a turn"),
            (exchanged, "Rows and columns"),
            (lambda images, K, b: shaped(images, K, 0 * b), "The bias is missing"),
            (lambda images, K, b: shaped(images, K, b).reshape(3, 36, 4), "6 and 6"),
            (lambda images, K, b: relu(shaped(images, K, b)), "Negative sums are lost"),
            (lambda images, K, b: images @ K, "Your function stops"),
        ],
    ),
    "built_network": (
        [small, lambda theta, images: small(theta[None], images)[0], lambda *given: small(*given)],
        [
            (without_relu, "ReLU is missing"),
            (mean_pool, "takes the largest number"),
            (without_bias, "ten biases c"),
            (one_image, "The shape should be (3, 10)"),
            (large, "hold 6090 numbers"),
        ],
    ),
    "held_out": (
        [3, "3", 3.0],
        [
            (1, "five scans"),
            (2, "has seen them all"),
            (4, "flatters"),
            (5, "four to choose"),
        ],
    ),
    "shares_of_a_pixel": (
        [[3, 3, 1.5], "3, 3, 3/2", np.array([3.0, 3.0, 1.5])],
        [
            ([6, 3, 1.5], "Multiply by the ink"),
            ([3, 0, 1.5], "has it fallen"),
            ([3, 3, 3], "not 6 all the time"),
            ([1.5, 1.5, 1.5], "Only one of the three"),
            ([3, 3, 0.75], "is 3. Times the ink"),
            ([1.5, 3, 3], "exchanged"),
            ([6, 6, 3], "both pixels"),
            ([3, 3], "3 numbers are asked for, not 2."),
        ],
    ),
    "output_sizes": (
        [[8, 5], (8, 5), "8, 5", np.array([8, 5])],
        [
            ([7, 4], "starts counts too"),
            ([8, 4], "The second"),
            ([8, 9], "two pixels at a time"),
            ([10, 12], "inside the image"),
            ([64, 25], "Along one side"),
            ([5, 8], "exchanged"),
            ([8, 4.5], "The number for second is too small"),
            (8, "2 numbers are asked for, not one."),
        ],
    ),
    "numbers_in_b": (
        [6090, "6090", 160 + 4640 + 1290],
        [
            (6032, "biases are missing"),
            (81_290, "counted once"),
            (1770, "nine numbers for each of them"),
            (4800, "dense layer is missing"),
            (9930, "not 4 × 4"),
            (1610, "network A"),
            (6091, "This number is 1 too large"),
        ],
    ),
    "kernel_slopes": (
        [
            lambda image, kernel, slopes: correlation(image, slopes),
            by_windows,
            lambda image, kernel, slopes: correlation(image, slopes).tolist(),
        ],
        [
            (lambda image, kernel, slopes: correlation(image, slopes)[::-1, ::-1], "half a turn"),
            (lambda image, kernel, slopes: correlation(image, slopes) / 36, "the mean"),
            (of_the_image, "slopes of the image"),
            (lambda image, kernel, slopes: correlation(image, np.ones((6, 6))), "by its slope"),
            (lambda image, kernel, slopes: correlation(image, slopes) * kernel, "the ink under"),
            (lambda image, kernel, slopes: correlation(image, slopes).T, "Rows and columns"),
            (lambda image, kernel, slopes: -correlation(image, slopes), "the sign is not"),
        ],
    ),
    "fooled": (
        [
            lambda image, slopes, size: np.clip(image + size * np.sign(slopes), 0, 1),
            lambda image, slopes, size: np.minimum(
                1, np.maximum(0, image + np.where(slopes > 0, size, -size))
            ),
            lambda image, slopes, size: np.clip(image + size * slopes / np.abs(slopes), 0, 1),
        ],
        [
            (
                lambda image, slopes, size: np.clip(image - size * np.sign(slopes), 0, 1),
                "downhill",
            ),
            (lambda image, slopes, size: image + size * np.sign(slopes), "clip it"),
            (lambda image, slopes, size: np.clip(image + size * slopes, 0, 1), "take the sign"),
            (
                lambda image, slopes, size: np.clip(image + np.sign(slopes), 0, 1),
                "size of the step is missing",
            ),
            (lambda image, slopes, size: size * np.sign(slopes), "add it to the image"),
        ],
    ),
    "at_the_kink": (
        [[1, 0.5, 0], "1, 1/2, 0", np.array([1.0, 0.5, 0.0])],
        [
            ([1, 0.5, 1], "takes 0 there"),
            ([1, 0.5, 0.5], "not the mean"),
            ([1, 1, 0], "goes to both sides"),
            ([1, 0, 0], "goes to both sides"),
            ([0, 0.5, 0], "h / h"),
            ([0.5, 1, 0], "exchanged"),
            ([1, 0.5], "3 numbers are asked for, not 2."),
        ],
    ),
}
