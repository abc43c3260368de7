"""The data sets are what their description says."""

import numpy as np

from calclib.learn.data import FIRST_OF_SHEET, co2, digits, names


def test_digits_are_1797_images_in_sixteenths() -> None:
    written = digits()
    assert len(written) == 1797
    assert written.images.shape == (1797, 8, 8)
    assert written.images.dtype == float
    assert (written.images * 16 == np.round(written.images * 16)).all()
    assert (written.images.min(), written.images.max()) == (0, 1)
    counts = np.bincount(written.labels)
    assert len(counts) == 10
    assert (counts.min(), counts.max()) == (174, 183)


def test_the_labels_repeat_one_form_and_every_sheet_begins_where_it_begins_anew() -> None:
    """The first thirty labels recur exactly on 12 of the 14 sheets; two lack a digit among them."""
    written = digits()
    text = "".join(map(str, written.labels))
    again = [i for i in range(len(text)) if text.startswith(text[:30], i)]
    assert len(again) == 12
    assert set(again) <= set(FIRST_OF_SHEET)
    assert np.bincount(written.sheet).sum() == 1797
    assert np.flatnonzero(np.diff(written.sheet, prepend=-1)).tolist() == list(FIRST_OF_SHEET)


def test_sheets_share_most_of_their_labels_in_order() -> None:
    """Most runs of eight labels of any sheet stand on the first sheet too: it is one form."""
    written = digits()
    form = "".join(map(str, written.labels[:130]))
    for sheet in range(14):
        text = "".join(map(str, written.labels[written.sheet == sheet]))
        pieces = [text[i : i + 8] in form for i in range(len(text) - 8)]
        assert 122 <= len(text) <= 130
        assert np.mean(pieces) > 0.7


def test_carbon_dioxide_has_one_row_a_month_and_five_gaps() -> None:
    air = co2()
    months = 12 * air.year + air.month
    assert len(air) == 526
    assert (np.diff(months) == 1).all()
    assert (months[0], months[-1]) == (12 * 1958 + 3, 12 * 2001 + 12)
    assert np.isnan(air.ppm).sum() == 5
    assert np.nanmin(air.ppm) > 310
    assert np.nanmax(air.ppm) < 375


def test_names_are_distinct_sorted_and_of_small_letters() -> None:
    first = names().tolist()
    assert len(first) == 5163
    assert first == sorted(set(first))
    assert set("".join(first)) == set("abcdefghijklmnopqrstuvwxyz")
    assert {len(name) for name in first} == set(range(2, 12))
