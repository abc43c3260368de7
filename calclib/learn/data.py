"""Real data, shipped small; datasets/README.md says where each file comes from, and its licence."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from importlib.resources import files
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from calclib.arrays import Array

_DATASETS = files("calclib.learn") / "datasets"
COLUMNS = {
    "bill_length": "bill_length_mm",
    "bill_depth": "bill_depth_mm",
    "flipper": "flipper_length_mm",
    "mass": "body_mass_g",
}


FIRST_OF_SHEET = (0, 130, 256, 386, 516, 646, 776, 906, 1029, 1157, 1287, 1415, 1545, 1667)
LAST_TRAINING_SHEET = 9  # sheets 0 to 9 train; 10 to 13 are new hands


@dataclass(frozen=True, eq=False)
class Penguins:
    """Sizes of adult penguins, one entry an animal, all arrays of shape (n,).

    bill_length, bill_depth: of the bill, in mm.
    flipper: length of a flipper, in mm.
    mass: body mass, in g.
    species: "Adelie", "Chinstrap" or "Gentoo".
    """

    bill_length: Array
    bill_depth: Array
    flipper: Array
    mass: Array
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
    rows = [row for row in csv.DictReader(_lines("penguins.csv")) if row["body_mass_g"] != "NA"]
    return Penguins(
        **{
            name: np.array([float(row[column]) for row in rows]) for name, column in COLUMNS.items()
        },
        species=np.array([row["species"] for row in rows]),
    )


@dataclass(frozen=True, eq=False)
class Digits:
    """Handwritten digits, one entry an image.

    images: (n, 8, 8), from 0 (paper) to 1 (ink), in sixteenths; rows from the top.
    labels: (n,), the digit 0 to 9.
    sheet: (n,), which of the 14 filled-in forms, 0 to 13.
    """

    images: Array
    labels: NDArray[np.int_]
    sheet: NDArray[np.int_]

    def __len__(self) -> int:
        return len(self.labels)


def digits() -> Digits:
    """The 1,797 digits of the test set of "Optical Recognition of Handwritten Digits".

    The file does not say who wrote what, but the labels do: the same sequence of about 130 labels
    begins anew 14 times, for each writer filled in the same form. `sheet` counts these beginnings.
    Source: Alpaydin & Kaynak 1998, doi:10.24432/C50P49; datasets/README.md has the licence.

    >>> written = digits()
    >>> written.images.shape, written.labels[:5].tolist(), np.bincount(written.sheet)[:3].tolist()
    ((1797, 8, 8), [0, 1, 2, 3, 4], [130, 126, 130])
    """
    with (_DATASETS / "digits.npz").open("rb") as file, np.load(file) as stored:
        images = stored["images"] / 16.0
        labels = stored["labels"].astype(int)
    sheet = np.searchsorted(FIRST_OF_SHEET, np.arange(len(labels)), side="right") - 1
    return Digits(images, labels, sheet)


class Split(NamedTuple):
    """Which entries of a data set train, and which test: their numbers, (n,) and (m,)."""

    train: NDArray[np.int_]
    test: NDArray[np.int_]


def new_hands() -> Split:
    """Sheets 1 to 10 train, 1,287 digits; sheets 11 to 14 test, 510 digits.

    >>> [len(part) for part in new_hands()]
    [1287, 510]
    """
    sheet = digits().sheet
    return Split(
        np.flatnonzero(sheet <= LAST_TRAINING_SHEET),
        np.flatnonzero(sheet > LAST_TRAINING_SHEET),
    )


@dataclass(frozen=True, eq=False)
class CarbonDioxide:
    """Monthly means of carbon dioxide in the air, all arrays of shape (n,).

    year: 1958 to 2001.
    month: 1 to 12.
    ppm: parts per million by volume; nan in a month without a measurement.
    """

    year: NDArray[np.int_]
    month: NDArray[np.int_]
    ppm: Array

    def __len__(self) -> int:
        return len(self.ppm)


def co2() -> CarbonDioxide:
    """Carbon dioxide at Mauna Loa, Hawaii, March 1958 to December 2001; five months are missing.

    Source: Keeling & Whorf 2004, Scripps Institution of Oceanography, by way of CDIAC.

    >>> air = co2()
    >>> len(air), int(air.year[0]), int(air.month[0]), air.ppm[0]
    (526, 1958, 3, np.float64(316.1))
    """
    rows = list(csv.DictReader(_lines("co2_monthly.csv")))
    return CarbonDioxide(
        year=np.array([int(row["month"][:4]) for row in rows]),
        month=np.array([int(row["month"][5:]) for row in rows]),
        ppm=np.array([float(row["co2"] or "nan") for row in rows]),
    )


def names() -> NDArray[np.str_]:
    """First names common in the United States in 1990, (5163,), in small letters a to z, sorted.

    Source: United States Census Bureau, 1990 Census name files.

    >>> first = names()
    >>> len(first), first[:3].tolist()
    (5163, ['aaron', 'abbey', 'abbie'])
    """
    return np.array(_lines("names.txt"))


def _lines(name: str) -> list[str]:
    return (_DATASETS / name).read_text(encoding="utf-8").splitlines()
