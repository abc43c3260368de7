"""A block of numbers travels in the smallest type in which nothing moves by half a pixel."""

from decimal import ROUND_HALF_UP, Decimal, localcontext

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calclib.stage.axis import Axis
from calclib.stage.encoding import PIXELS, Slack, as_read, encode, round_half_up
from calclib.stage.formats import format_number
from calclib.stage.limits import Limits
from calclib.stage.marks import line
from calclib.stage.marks.mark import Varying
from calclib.stage.pack import pack, unpack
from calclib.stage.panel import Panel
from calclib.stage.scene import Scene

FORMS = ["d", ".1f", ".2f", ".3f", ".0%", ".1%", ".2g", ".3g", ".4g", ".2e", ".6g", ""]


@given(
    st.lists(st.floats(-1, 1), min_size=1, max_size=30),
    st.floats(-1e3, 1e3),
    st.floats(-12, 12),
    st.floats(-3, 3),
)
def test_no_place_moves_by_half_a_pixel(
    shares: list[float], centre: float, size: float, wider: float
) -> None:
    span = 10.0**size
    values = span * (np.array(shares) + centre)
    middle = float(values[0])
    limits = Limits("linear", (middle - span * 10**wider, middle + span * 10**wider))
    slack = Slack.on(limits)
    back = encode(values, [slack]).numbers()
    pixel = 2 * slack.absolute
    room = np.spacing(np.abs(values)) * 4
    assert np.all(np.abs(back - values) <= pixel / 2 + room)


@given(st.lists(st.floats(1e-300, 1e300), min_size=1, max_size=30), st.floats(0.001, 600))
def test_no_place_on_a_logarithmic_scale_moves_by_half_a_pixel(
    values: list[float], decades: float
) -> None:
    low = 10.0 ** max(-300, -decades / 2)
    slack = Slack.on(Limits("log", (low, low * 10 ** min(decades, 300))))
    numbers = np.array(values)
    back = encode(numbers, [slack]).numbers()
    assert np.all(np.abs(np.log(back / numbers)) <= 1.001 * slack.relative)


@pytest.mark.parametrize(
    ("values", "domain", "dtype"),
    [
        (np.linspace(-2, 2, 9), (-2, 2), "int16"),
        (np.linspace(0, 1e6, 9), (0, 1), "float32"),  # a run that leaves the frame far behind
        (1 + 1e-6 * np.linspace(-1, 1, 9), (1 - 1e-6, 1 + 1e-6), "int16"),
        (1.7e9 + np.arange(9.0), (1.7e9, 1.7e9 + 9), "int16"),
        (np.array([1.0, np.nan, 2.0]), (0, 3), "int16"),
        (np.array([1.0, np.inf, 2.0]), (0, 3), "float32"),
        (np.array([1e300, 1.0]), (0, 1e300), "int16"),
        (1.7e9 + np.array([0, 1e-3, 1e6]), (1.7e9, 1.7e9 + 1), "float64"),
    ],
    ids=str,
)
def test_a_block_has_the_smallest_type_that_keeps_its_places(
    values: np.ndarray, domain: tuple[float, float], dtype: str
) -> None:
    slack = Slack.on(Limits("linear", domain))
    block = encode(values, [slack])
    assert block.dtype == dtype
    finite = np.isfinite(values)
    off = np.abs(block.numbers()[finite] - values[finite])
    seen = np.abs(values[finite]) <= slack.reach
    assert np.all(off[seen] <= slack.absolute + np.spacing(np.abs(values[finite][seen])))
    assert np.array_equal(np.isnan(block.numbers()), np.isnan(values))


def test_round_numbers_stay_what_they_are() -> None:
    values = np.array([-1.2, 0.0, 0.25, 0.3, 1.0, 4.0])
    back = encode(values, [Slack.on(Limits("linear", (-2.0, 5.0)))]).numbers()
    assert np.allclose(back, values, rtol=1e-12, atol=1e-12)


@given(
    st.lists(st.floats(-1e6, 1e6) | st.floats(-1, 1), min_size=1, max_size=40),
    st.sampled_from(FORMS),
)
def test_a_number_of_the_readout_reads_the_same_once_it_has_travelled(
    values: list[float], form: str
) -> None:
    numbers = np.array(values)
    sent = as_read(numbers, form).astype(float)
    for value, arrived in zip(numbers.tolist(), sent.tolist(), strict=True):
        assert format_number(arrived, form) == format_number(value, form)


@given(
    st.integers(-(10**7), 10**7) | st.floats(-1e6, 1e6),
    st.integers(-6, 12),
    st.integers(-6, 12),
)
def test_a_number_is_rounded_as_it_is_written_out_in_full(
    halves: float, places: int, decimals: int
) -> None:
    number = halves / 2 * 10.0**-places  # often the float nearest to the middle between two
    (found,) = round_half_up(np.array([number]), np.array([decimals]))
    with localcontext() as context:
        context.prec = 400
        exact = Decimal(abs(number)) * Decimal(10) ** decimals
        wanted = exact.quantize(Decimal(1), rounding=ROUND_HALF_UP)
    assert np.isnan(found) if exact >= 2**50 else found == wanted


@pytest.mark.parametrize("centre", [1.0, 1.7e9, -3e12])
def test_a_narrow_panel_far_from_zero_keeps_its_curve(centre: float) -> None:
    span = abs(centre) * 1e-6
    x = centre + span * np.linspace(-1, 1, 40)
    y = 2 * centre + span * np.sin(np.arange(40.0))
    scene = Scene([], [Panel([line(x, y)], x=(x[0], x[-1]))], alt="A curve far out.")
    spec, buffers = pack(scene)
    places = spec["panels"][0]["marks"][0]["channels"]
    for name, values in (("x", x), ("y", y)):
        back = np.ravel(unpack(places[name], buffers).values)
        assert np.abs(back - values).max() <= 2 * span / (2 * PIXELS) * 1.2


def test_the_values_of_an_axis_and_of_the_readout_read_as_they_are() -> None:
    rates = np.array([0.15, 0.25, 1 / 3])
    axis = Axis("rate", rates)
    scene = Scene(
        [axis],
        [Panel([line([0, 1], [0, 1])])],
        alt="A line.",
        readout=[("r", Varying(rates, ("rate",)), ".1f")],
    )
    spec, buffers = pack(scene)
    back = unpack(spec["readout"][0]["channel"], buffers).values.ravel()
    for sent, value in zip(back.tolist(), rates.tolist(), strict=True):
        assert format_number(sent, ".1f") == format_number(value, ".1f")
