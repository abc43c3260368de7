"""The measures of the Palmer penguins, and columns in standard deviations."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from calclib.arrays import Array
from calclib.learn.data import penguins


@cache
def measures() -> tuple[Array, NDArray[np.str_]]:
    """Four measures (342, 4) of the Palmer penguins, in mm and g, and their species.

    Source: Gorman, Williams & Fraser 2014, doi:10.1371/journal.pone.0090081 (CC0).

    >>> X, species = measures()
    >>> X[0], str(species[0])
    (array([  39.1,   18.7,  181. , 3750. ]), 'Adelie')
    """
    birds = penguins()
    sizes = [birds.bill_length, birds.bill_depth, birds.flipper, birds.mass]
    return np.stack(sizes, axis=-1), birds.species


def standardise(X: Array) -> Array:
    """Each column from its mean, in standard deviations: (n, d) → (n, d).

    >>> standardise(np.array([[1.0], [3.0]])).ravel()
    array([-1.,  1.])
    """
    return np.asarray((X - X.mean(axis=0)) / X.std(axis=0))
