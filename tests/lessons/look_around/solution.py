"""Solutions of lesson 22, each against its check."""

import numpy as np

from calclib.lessons.look_around import checks


def largest(product, v):
    """The largest curvature, by products with the Hessian."""
    for _ in range(30):
        v = v / np.linalg.norm(v)
        turned = product(v)
        curvature = v @ turned
        v = turned
    return curvature


def swap(W, b, U, i, j):
    """Two hidden neurons change places: columns of W, numbers of b, rows of U."""
    W[:, [i, j]] = W[:, [j, i]]
    b[[i, j]] = b[[j, i]]
    U[[i, j]] = U[[j, i]]
    return W, b, U


checks.what_changes.choose("the answers stay, the sharpness changes")
checks.walk_share.choose("about 75 %")
checks.same_loss.choose("about 1.4 times")
checks.flatter_better.choose("as many, or a little fewer")
checks.half_way.choose("more than 1")

CHECKED = [
    checks.built_power(checks.curvature_of(largest)),
    checks.which_factors([1 / 3, 7]),
    checks.curvature_and_loss("e^(-L) (1 - e^(-L))"),
    checks.steps_and_epochs(161 * 20),
    checks.swapped(checks.flat_swap(swap)),
    checks.share_of_walk("6/(pi j)^2"),
    checks.what_changes.answer(),
    checks.walk_share.answer(),
    checks.same_loss.answer(),
    checks.flatter_better.answer(),
    checks.half_way.answer(),
]
