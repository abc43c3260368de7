"""Solutions of lesson 18, each against its check."""

import numpy as np

from calclib.derivatives.autodiff import relu
from calclib.learn.layers import cut
from calclib.lessons.see import checks, networks


def convolve(images, K, b):
    windows = np.lib.stride_tricks.sliding_window_view(images, (3, 3), (1, 2))
    rows = windows.reshape(-1, 9)  # one window a row: (n · 36, 9)
    sums = rows @ K + b
    return sums.reshape(len(images), 6, 6, len(b))


def network(theta, images):
    K, b, *dense = cut(theta, networks.SMALL)  # dense: W (144, 10) and c (10,)
    maps = relu(networks.convolve(images[..., None], K, b))  # (n, 6, 6, 16)
    blocks = maps.reshape(len(images), 3, 2, 3, 2, 16)
    pooled = blocks.max(axis=(2, 4))
    flat = pooled.reshape(len(images), 144)
    return flat @ dense[0] + dense[1]  # the ten scores: (n, 10)


def kernel_slopes(image, kernel, slopes):
    side = range(3)
    return [[(image[i : i + 6, j : j + 6] * slopes).sum() for j in side] for i in side]


def fooled(image, slopes, size):
    return np.clip(image + size * np.sign(slopes), 0, 1)


checks.edge_response.choose("left of the stroke")
checks.blank_paper.choose("nothing")
checks.best_rule.choose(3)
checks.new_hands.choose("about 93")
checks.adds_up.choose("integrated gradients")
checks.one_step.choose("about 50")

CHECKED = [
    checks.built_convolution(convolve),
    checks.built_network(network),
    checks.held_out(3),
    checks.shares_of_a_pixel([6 * 1 * 0.5, 3 - 0, 3 * 0.5]),
    checks.numbers_in_b(6090),
    checks.kernel_slopes(kernel_slopes),
    checks.fooled(fooled),
    checks.at_the_kink([1, 0.5, 0]),
    checks.edge_response.answer(),
    checks.blank_paper.answer(),
    checks.best_rule.answer(),
    checks.new_hands.answer(),
    checks.adds_up.answer(),
    checks.one_step.answer(),
]
