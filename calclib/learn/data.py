"""Real data, shipped small; datasets/README.md says where each file comes from, and its licence."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

COLUMNS = {
    "bill_length": "bill_length_mm",
    "bill_depth": "bill_depth_mm",
    "flipper": "flipper_length_mm",
    "mass": "body_mass_g",
}


@dataclass(frozen=True, eq=False)
class Penguins:
    """Sizes of adult penguins, one entry an animal, all arrays of shape (n,).

    bill_length, bill_depth: of the bill, in mm. flipper: length of a flipper, in mm.
    mass: body mass, in g.
    species: "Adelie", "Chinstrap" or "Gentoo".
    """

    bill_length: NDArray[np.float64]
    bill_depth: NDArray[np.float64]
    flipper: NDArray[np.float64]
    mass: NDArray[np.float64]
    species: NDArray[np.str_]

    def __len__(self) -> int:
        return len(self.flipper)


def penguins() -> Penguins:
    """The Palmer penguins whose flipper length and body mass were measured.

    Source: Gorman, Williams & Fraser 2014, doi:10.1371/journal.pone.0090081 (CC0).

    >>> birds = penguins()
    >>> len(birds), birds.flipper[0], birds.mass[0], str(birds.species[0])
    (342, np.float64(181.0), np.float64(3750.0), 'Adelie')
    """
    text = (files("calclib.learn") / "datasets" / "penguins.csv").read_text(encoding="utf-8")
    rows = [row for row in csv.DictReader(text.splitlines()) if row["body_mass_g"] != "NA"]
    return Penguins(
        **{
            name: np.array([float(row[column]) for row in rows]) for name, column in COLUMNS.items()
        },
        species=np.array([row["species"] for row in rows]),
    )
