"""Lesson 20: every number of the prose, and what each scene is there to show."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import islice
from pathlib import Path

import numpy as np
import pytest
from scene_laws import assert_light_and_said, readings

from calclib import AdaGrad, Adam, GradientDescent, RMSprop
from calclib.derivatives import autodiff
from calclib.learn.layers import cut
from calclib.lessons.attend import checks, letters, look_ups, rows, scenes, transformer
from calclib.optimize.descent import walk
from calclib.stage.scene import Scene

DATA = Path(__file__).parents[2] / "data"
TORCH = json.loads((DATA / "attend_oracle.json").read_text(encoding="utf-8"))
SCENES = {
    "which_rows_move": rows.which_rows_move,
    "turn_the_query": look_ups.turn_the_query,
    "more_dimensions": look_ups.more_dimensions,
    "it_learns_names": scenes.it_learns_names,
    "next_letter": lambda: scenes.next_letter("mar"),
    "one_rule_two_worlds": scenes.one_rule_two_worlds,
    "rates_and_warm_up": scenes.rates_and_warm_up,
}


@pytest.mark.parametrize("make", SCENES.values(), ids=SCENES)
def test_every_scene_says_what_moves_and_is_light(make: Callable[[], Scene]) -> None:
    scene = make()
    assert_light_and_said(scene)
    assert sum(map(len, scene.packet[1])) <= 1_000_000
    assert sum(axis.play for axis in scene.axes) == 1


# --- names


def test_names_are_read_letter_by_letter_and_none_is_lost() -> None:
    split = letters.split()
    assert len(split.words) + len(split.held_out_words) == 5163
    assert not set(split.words) & set(split.held_out_words)
    for words, texts in (
        (split.words, split.training),
        (split.held_out_words, split.held_out),
    ):
        again = ["".join(letters.ALPHABET[k] for k in row if k) for row in texts.read]
        assert again == words
        assert (texts.read[:, 1:] == texts.following[:, :-1]).all()
        assert texts.real.sum() == sum(len(word) + 1 for word in words)


def test_the_odds_of_counting_add_up_to_one() -> None:
    assert letters.single_odds().sum() == pytest.approx(1)
    assert np.allclose(letters.pair_odds().sum(axis=-1), 1)
    assert np.allclose(letters.triple_odds().sum(axis=-1), 1)


def test_what_counting_costs() -> None:
    costs = letters.counted()
    assert costs.guess == pytest.approx(np.log(27))
    assert np.allclose(costs, [3.296, 2.814, 2.345, 2.085], atol=6e-4)


# --- rows


@pytest.fixture(scope="module")
def walked() -> dict[str, rows.Walked]:
    return dict(zip(("GD", "AdaGrad", "Adam"), rows.trainings(), strict=True))


def groups(moved: np.ndarray) -> tuple[float, float]:
    """The median distances of rare and of common rows."""
    count = rows.counts()
    rare = (count > 0) & (count <= rows.RARE)
    return float(np.median(moved[rare])), float(np.median(moved[count >= rows.COMMON]))


@pytest.mark.parametrize(
    ("rule", "rare", "common"), [("GD", 0.4, 1.9), ("AdaGrad", 0.8, 1.6), ("Adam", 1.3, 1.8)]
)
def test_how_far_rare_and_common_rows_go(
    walked: dict[str, rows.Walked], rule: str, rare: float, common: float
) -> None:
    assert np.allclose(groups(walked[rule].moved[-1]), (rare, common), atol=0.08)


def test_absent_rows_stand_still_under_two_rules_and_walk_under_adam(
    walked: dict[str, rows.Walked],
) -> None:
    assert walked["GD"].absent[-1] == 0
    assert walked["AdaGrad"].absent[-1] == 0
    assert walked["Adam"].absent[-1] == pytest.approx(0.9, abs=0.02)


@pytest.mark.parametrize("beta", [0.5, 0.8])
def test_the_share_walked_while_absent_is_beta(beta: float) -> None:
    assert rows.train(Adam(0.01, beta1=beta), seed=1).absent[-1] == pytest.approx(beta, abs=0.04)


def test_a_row_that_is_absent_has_no_slope() -> None:
    pair, following = rows.pairs(letters.split().training)
    slope = autodiff.vector_gradient(lambda theta: rows.loss(theta, pair[:64], following[:64]))
    table = slope(rows.start(0))[: rows.TABLE].reshape(rows.PAIRS, rows.WIDTH)
    used = np.abs(table).max(axis=-1) > 0
    assert set(np.flatnonzero(used)) == set(pair[:64])


def test_a_free_table_of_scores_ends_at_the_log_counts() -> None:
    shares = np.array([6.0, 3.0, 1.0]) / 10
    scores = np.zeros(3)
    for _ in range(2000):
        scores -= autodiff.softmax(scores) - shares
    assert scores[0] - scores[1] == pytest.approx(np.log(2), abs=1e-9)


# --- look-ups


@pytest.mark.parametrize("length", look_ups.LENGTHS[:3])
def test_the_slope_of_what_is_found_is_that_of_differences(length: float) -> None:
    angles = np.radians(np.linspace(3, 350, 40))
    h = 1e-6
    up, down = (look_ups.looked_up(angles + side, length)[0] for side in (h, -h))
    assert np.allclose(
        look_ups.turned(angles, length), np.radians((up - down) / (2 * h)), atol=1e-8
    )


def test_a_long_query_has_hardly_any_slope_at_nearly_every_angle() -> None:
    angles = np.radians(look_ups.ANGLES)
    steep = [np.abs(look_ups.turned(angles, length)) for length in (3.0, 100.0)]
    assert np.median(steep[1]) < 1e-3 * np.median(steep[0])


def test_the_size_of_the_jacobian_is_that_of_its_matrix() -> None:
    p = np.random.default_rng(3).dirichlet(np.ones(16), size=20)
    matrix = p[:, :, None] * np.eye(16) - p[:, :, None] * p[:, None, :]
    assert np.allclose(look_ups.jacobian_size(p), np.linalg.norm(matrix, axis=(1, 2)))


def test_autodiff_has_the_jacobian_of_the_softmax() -> None:
    p = np.array([0.5, 0.3, 0.2])
    query = autodiff.Tensor(np.log(p))
    autodiff.softmax(query).backward(np.array([1.0, 0.0, 0.0]))
    assert np.allclose(query.grad, checks.row_of_jacobian.expected)


def test_what_many_dimensions_do_to_a_look_up() -> None:
    weights, sizes = look_ups.many_look_ups()
    raw, scaled = sizes.T
    wide = look_ups.DIMENSIONS.index(256)
    middle = look_ups.DIMENSIONS.index(16)
    assert weights[wide, 0, 0] == pytest.approx(0.9, abs=0.03)
    assert weights[look_ups.DIMENSIONS.index(4), 0, 0] == pytest.approx(0.4, abs=0.05)
    assert 25 <= scaled[wide] / raw[wide] <= 50
    assert raw[middle] > scaled[middle]
    assert np.ptp(scaled[1:]) < 0.02


def test_entries_of_variance_4_in_64_dimensions_make_scores_of_deviation_32() -> None:
    query, key = 2 * np.random.default_rng(7).normal(size=(2, 100_000, 64))
    deviation = float((query * key).sum(axis=1).std())
    assert deviation == pytest.approx(32, rel=0.01)
    assert checks.divisor(round(deviation)).passed


# --- the transformer


def test_the_transformer_is_torchs_over_sixty_steps_of_adam() -> None:
    found = []
    path = walk(transformer.batches(0), transformer.start(0), Adam(transformer.RATE))
    for theta, f in zip(path, islice(transformer.batches(0), 60), strict=False):
        found.append(float(f.value(theta)))
    assert np.abs(np.array(found) - TORCH["losses"]).max() <= 1e-10


def test_the_first_slope_is_torchs() -> None:
    slope = next(transformer.batches(0)).gradient(transformer.start(0))
    assert np.abs(slope[::16] - TORCH["every 16th of the first slope"]).max() <= 1e-10


def test_one_query_finds_what_torchs_finds() -> None:
    told = TORCH["one query"]
    assert np.abs(np.array(checks.BUILT) - (told["found"] + told["slope"])).max() <= 1e-12
    found, _ = transformer.attention(checks.QUERY[None], checks.KEYS, checks.VALUES)
    assert np.allclose(found[0], told["found"], rtol=0, atol=1e-12)
    assert np.allclose(found[0], [2.248255, 0.255235], rtol=0, atol=5e-7)


def test_no_place_sees_what_comes_after_it() -> None:
    theta = scenes.stored()["theta_1200"]
    texts = letters.encode(["helena", "helium"])
    scores, weights = transformer.transformer(theta, texts.read)
    assert np.allclose(scores[0, :4], scores[1, :4], rtol=0, atol=1e-12)
    assert not np.allclose(scores[0, 4:6], scores[1, 4:6])
    assert (weights[..., ~np.tri(12, dtype=bool)] == 0).all()
    assert np.allclose(weights.sum(axis=-1), 1)


def test_places_after_the_end_do_not_count() -> None:
    theta = transformer.start(4)
    texts = letters.encode(["eva", "al"])
    filled = texts.read.copy()
    filled[0, 4:] = 7
    filled[1, 3:] = 9
    other = texts._replace(read=filled)
    assert transformer.loss(theta, other) == pytest.approx(
        transformer.loss(theta, texts), abs=1e-12
    )


def test_it_passes_one_count_by_100_steps_and_the_other_between_300_and_600() -> None:
    stored = scenes.stored()
    costs = np.vstack([stored["longest"][:7], stored["curves"]])
    counts = letters.counted()
    assert (costs[:, 1] < counts.pairs).all()
    assert (costs[:, 3] > counts.triples).all()
    assert (costs[:, 4] < counts.triples).sum() == 2
    assert (costs[:, 6] < counts.triples).all()
    assert stored["longest"][-1] == pytest.approx(2.02, abs=0.02)


def test_the_film_goes_on_where_it_was_trained_before() -> None:
    shown = scenes.film()
    stored = scenes.stored()["longest"]
    for step, cost in zip(shown.steps, shown.costs, strict=True):
        if step % 100 == 0:
            assert cost == pytest.approx(stored[step // 100], abs=2e-4)
    assert shown.costs[1] < letters.counted().single


def test_two_more_seeds_learn_beside_the_ravine() -> None:
    said = readings(scenes.one_rule_two_worlds())
    assert said["loss of the ravine"][-1] < 0.01 * said["loss of the ravine"][0]
    assert (scenes.beside_the_ravine()[-1] < letters.counted().pairs).all()


@pytest.mark.parametrize("rule", [GradientDescent(1.0), AdaGrad(0.03), RMSprop(0.003)], ids=str)
def test_the_other_rules_train_it_too(rule: GradientDescent | AdaGrad | RMSprop) -> None:
    assert scenes.cost_after(rule, steps=60, seed=3) < 2.7


def test_most_names_that_it_writes_are_new() -> None:
    luck = np.random.default_rng(7).random((300, 12))
    made = transformer.write(scenes.stored()["theta_1200"], luck)
    known = set(letters.split().words)
    assert 0.8 <= np.mean([name not in known for name in made]) <= 0.95


def test_at_16_numbers_a_head_the_slope_at_the_start_is_larger_without_the_division() -> None:
    ratios = []
    for seed in range(5):
        lengths = []
        for scaled in (True, False):
            slope = next(transformer.batches(seed, scaled)).gradient(transformer.start(seed))
            queries_and_keys = cut(slope, transformer.SHAPES)[4][:, : 2 * transformer.WIDTH]
            lengths.append(float(np.linalg.norm(queries_and_keys)))
        ratios.append(lengths[1] / lengths[0])
    assert 1.5 <= np.mean(ratios) <= 2.1


# --- the next letter


def test_the_odds_of_the_next_letter_add_up_and_change_with_what_is_read() -> None:
    probabilities, weights = transformer.next_probabilities(scenes.stored()["theta_1200"], "q")
    assert np.allclose(probabilities.sum(axis=-1), 1)
    assert letters.ALPHABET[probabilities[-1].argmax()] == "u"
    assert weights.shape == (2, 2, 2)


@pytest.mark.parametrize(("typed", "read"), [("Mar", 4), ("  eva ", 4), ("", 1), ("a" * 11, 12)])
def test_a_beginning_is_read_in_any_case(typed: str, read: int) -> None:
    assert scenes.next_letter(typed).axis("letters read").count == read


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("zoë", "never read"),
        ("o'neil", "never read"),
        ("a b", "never read"),
        ("a" * 12, "at most 11"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_sentence(typed: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        scenes.next_letter(typed)


@pytest.mark.parametrize("word", ["", "q", "mar", "elisabeth"])
def test_letters_that_vary_stand_where_they_belong(word: str) -> None:
    symbols = letters.encode([word, "eva"]).read
    marks = scenes.written(np.arange(12.0), np.zeros(12), scenes.Varying(symbols, "name"))
    found = {}
    for mark in marks:
        for place in mark.channels["x"].values[0]:
            if np.isfinite(place):
                found[int(place)] = mark.style["words"]
    assert "".join(found[place] for place in range(12)).replace("·", "") == word


# --- warm-up, from what tools/train_attend.py stored


def test_a_warm_up_costs_at_small_rates_and_helps_at_the_largest() -> None:
    gain = np.diff(scenes.stored()["map"], axis=-1)[..., 0]  # (seeds, rates)
    assert len(gain) == 6
    assert (gain[:, :2] > 0).all()
    assert (gain[:, 3] < 0).all()


def test_a_warm_up_of_the_scene_loses_the_steps_of_the_exercise() -> None:
    rates = scenes.rates_and_warm_up().panels[0].marks[0].channels["y"].values[0]
    level, climb = rates[:, :200] / rates[:, -1:]
    assert checks.lost_steps(float((level - climb).sum())).passed


def test_the_best_cost_is_no_better_with_a_warm_up() -> None:
    best = scenes.stored()["map"].min(axis=1)  # (seeds, warm-ups)
    assert (best[:, 1] > best[:, 0] - 0.005).all()


def test_without_the_division_the_cost_is_higher_at_every_rate() -> None:
    stored = scenes.stored()
    assert (stored["map_unscaled"] > stored["map"][..., 0]).all()
