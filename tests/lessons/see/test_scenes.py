"""Lesson 18: every number of the prose, and what each scene is there to show."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scene_laws import assert_light_and_said, readings

from calclib import Adam, GradientDescent, RMSprop, descend
from calclib.derivatives.autodiff import Tensor, hessian_vector, relu
from calclib.learn.classes import cross_entropy
from calclib.learn.data import digits, new_hands
from calclib.learn.layers import cut
from calclib.lessons.adapt_each_rate import ravines
from calclib.lessons.see import checks, hands, networks, pixels, scenes, seeds, training
from calclib.lessons.see.networks import NETWORKS
from calclib.optimize.descent import walk
from calclib.stage.pack import pack
from calclib.stage.scene import Scene

ORACLE = Path(__file__).parents[2] / "data" / "cnn_oracle.npz"
SCENES = {
    "kernel_slides": scenes.kernel_slides,
    "slopes_come_back": scenes.slopes_come_back,
    "one_rule_two_worlds": training.one_rule_two_worlds,
    "it_learns": training.it_learns,
    "seed_by_seed": seeds.seed_by_seed,
    "who_is_in_the_test": hands.who_is_in_the_test,
    "what_it_looks_at": pixels.what_it_looks_at,
    "one_step_on_the_image": pixels.one_step_on_the_image,
}
RULES = tuple(training.TUNED)


@pytest.fixture(scope="module", params=SCENES, ids=str)
def scene(request: pytest.FixtureRequest) -> Scene:
    return SCENES[request.param]()


def test_every_scene_says_what_moves_and_is_light(scene: Scene) -> None:
    assert_light_and_said(scene)
    _, buffers = pack(scene)
    assert sum(map(len, buffers)) <= 1_000_000
    assert sum(axis.play for axis in scene.axes) == 1


# The networks


def by_loops(maps: np.ndarray, kernels: np.ndarray, bias: np.ndarray) -> np.ndarray:
    """The formula of the lesson, one place and one kernel at a time."""
    n, rows, columns, channels = maps.shape
    cells = kernels.reshape(channels, 3, 3, -1)
    out = np.empty((n, rows - 2, columns - 2, len(bias)))
    for r in range(rows - 2):
        for c in range(columns - 2):
            window = maps[:, r : r + 3, c : c + 3]
            out[:, r, c] = np.einsum("nijm,mijk->nk", window, cells) + bias
    return out


@settings(max_examples=20, deadline=None)
@given(
    st.integers(1, 3), st.integers(3, 8), st.integers(3, 8), st.integers(1, 4), st.integers(1, 5)
)
def test_a_convolution_is_the_double_sum_of_the_lesson(
    n: int, rows: int, columns: int, channels: int, k: int
) -> None:
    rng = np.random.default_rng(rows)
    maps = rng.normal(size=(n, rows, columns, channels))
    K = rng.normal(size=(9 * channels, k))
    b = rng.normal(size=k)
    np.testing.assert_allclose(networks.convolve(maps, K, b), by_loops(maps, K, b), atol=1e-12)


def test_a_kernel_at_work_moves_with_the_digit() -> None:
    image = np.zeros((1, 8, 8, 1))
    image[0, 2:5, 1:4, 0] = np.random.default_rng(7).random((3, 3))
    K = np.random.default_rng(8).normal(size=(9, 2))
    b = np.zeros(2)
    map_ = networks.convolve(image, K, b)
    moved = networks.convolve(np.roll(image, 1, axis=2), K, b)
    np.testing.assert_allclose(moved[:, :, 1:], map_[:, :, :-1], atol=1e-15)


def test_the_counts_of_the_lesson() -> None:
    assert [network.size for network in NETWORKS.values()] == [650, 1610, 6090]
    assert 16 * (9 + 1) == 160
    assert 64 * 36 * 16 + 36 * 16 == 37_440
    assert 144 * 10 + 10 == 1450
    assert 160 * 36 + 4640 * 16 + 1290 == 81_290
    assert len(digits()) == 1797


@pytest.mark.parametrize("name", NETWORKS)
def test_a_network_takes_many_weights_at_once(name: str) -> None:
    network = NETWORKS[name]
    theta = np.random.default_rng(7).normal(size=(2, 3, network.size))
    images = digits().images[:4]
    together = network.scores(theta, images)
    assert together.shape == (2, 3, 4, 10)
    np.testing.assert_allclose(together[1, 2], network.scores(theta[1, 2], images), rtol=1e-12)


@pytest.mark.parametrize("name", ["A", "B"])
def test_losses_slopes_and_sixty_steps_of_adam_equal_torch(name: str) -> None:
    """The oracle is tests/oracles/cnn_oracle.py, which lays the same numbers out for torch."""
    data = digits()
    network = NETWORKS[name]
    theta = networks.start(network, 7)
    theta = theta + 0.05 * np.random.default_rng(7).normal(size=theta.shape)
    f = networks.loss_over(network, data.images[:32], data.labels[:32])
    with np.load(ORACLE) as oracle:
        assert f.value(theta) == pytest.approx(float(oracle[f"{name}/loss"]), abs=1e-12)
        assert np.abs(f.gradient(theta) - oracle[f"{name}/gradient"]).max() <= 1e-10
        path = descend(f, theta, Adam(0.005), 59)
        assert np.abs(path.values[...] - oracle[f"{name}/losses"]).max() <= 1e-10


@pytest.mark.parametrize("name", ["A", "B"])
def test_hessian_times_vector_agrees_with_differences_of_the_gradient(name: str) -> None:
    data = digits()
    network = NETWORKS[name]
    rng = np.random.default_rng(7)
    theta = networks.start(network, 7)
    theta = theta + 0.05 * rng.normal(size=theta.shape)
    f = networks.loss_over(network, data.images[:16], data.labels[:16])
    u = rng.normal(size=theta.shape)
    u /= np.linalg.norm(u)
    product = hessian_vector(f.definition)(theta, u)
    differences = (f.gradient(theta + 1e-6 * u) - f.gradient(theta - 1e-6 * u)) / 2e-6
    assert np.abs(product - differences).max() <= 1e-6 * np.abs(product).max()


def test_shifts_move_each_digit_by_one_pixel_and_lose_at_most_an_edge() -> None:
    images = digits().images[:5]
    many = networks.with_shifts(images)
    assert many.shape == (25, 8, 8)
    np.testing.assert_array_equal(many[:5], images)
    np.testing.assert_array_equal(many[5:10, :, :-1], images[:, :, 1:])
    np.testing.assert_array_equal(many[15:20, :-1], images[:, 1:])


@pytest.mark.parametrize("split", networks.SPLITS)
def test_no_digit_trains_and_tests(split: str) -> None:
    train, test = networks.SPLITS[split]()
    assert len(np.intersect1d(train, test)) == 0
    assert len(train) + len(test) == 1797
    sheets = set(digits().sheet[test])
    assert sheets == ({10, 11, 12, 13} if split == "new hands" else set(range(14)))


# A kernel slides


def test_the_edge_kernel_is_brightest_left_of_the_stroke_of_the_1() -> None:
    scene = scenes.kernel_slides()
    sums = readings(scene)["sum of the nine products"][:, 0, 0].reshape(6, 6)
    ink = digits().images[scenes.SHOWN["1"]].sum(axis=0)
    stroke = np.average(np.arange(8), weights=ink)
    brightest = np.average(np.arange(6) + 1, weights=np.maximum(sums.sum(axis=0), 0))
    darkest = np.average(np.arange(6) + 1, weights=np.maximum(-sums.sum(axis=0), 0))
    assert brightest < stroke < darkest


def test_the_map_so_far_is_the_convolution_up_to_the_present_place() -> None:
    scene = scenes.kernel_slides()
    maps = scene.panels[2].marks[0].channels["values"].values[..., ::-1, :]
    images = digits().images[list(scenes.SHOWN.values())]
    kernel = scenes.KERNELS["slanting"].reshape(9, 1)
    full = networks.convolve(images[..., None], kernel, np.zeros(1))[..., 0]
    np.testing.assert_allclose(maps[-1, :, 2], full, atol=1e-12)
    for place in range(36):
        assert np.isfinite(maps[place, 0, 0]).sum() == place + 1


def test_the_slopes_of_a_kernel_are_the_correlation_of_image_and_slopes() -> None:
    told, taught = scenes.errors()
    images = digits().images[list(scenes.SHOWN.values())]
    for image, slopes, kernels in zip(images, told, taught, strict=True):
        for k in range(16):
            by_hand = scenes.correlation(image, slopes[..., k])
            np.testing.assert_allclose(by_hand.ravel(), kernels[:, k], atol=1e-14)


def test_the_slopes_of_the_image_are_those_of_the_formula() -> None:
    rng = np.random.default_rng(7)
    image = Tensor(rng.random((1, 8, 8, 1)))
    K = rng.normal(size=(9, 1))
    s = rng.normal(size=(6, 6))
    networks.convolve(image, K, np.zeros(1)).backward(s[None, ..., None])
    by_hand = np.zeros((8, 8))
    for (r, c), slope in np.ndenumerate(s):
        by_hand[r : r + 3, c : c + 3] += slope * K.reshape(3, 3)
    np.testing.assert_allclose(np.asarray(image.grad)[0, ..., 0], by_hand, atol=1e-14)


def test_most_places_get_no_slope_and_blank_windows_teach_nothing() -> None:
    told, _ = scenes.errors()
    assert (told == 0).mean() > 0.6
    images = digits().images[list(scenes.SHOWN.values())]
    ink = scenes.windows_of(images).sum(axis=(-2, -1))
    assert ((ink == 0).sum(axis=1) >= 2).all()
    shown = told[..., list(scenes.TAUGHT)].reshape(len(images), 36, -1)
    assert np.abs(shown[ink == 0]).max() > 0.01  # there is a slope, and it teaches nothing
    scene = scenes.slopes_come_back()
    total = scene.panels[2].marks[1].channels["value"].values
    steps = np.diff(total, axis=0, prepend=0)
    for digit in range(len(images)):
        assert not steps[ink[digit] == 0, digit].any()


def test_a_pool_passes_the_slope_to_the_largest_number_of_a_block_alone() -> None:
    maps = Tensor(np.random.default_rng(7).random((1, 6, 6, 2)))
    networks.pool(maps).sum().backward()
    blocks = np.asarray(maps.grad).reshape(3, 2, 3, 2, 2)
    assert (blocks.sum(axis=(1, 3)) == 1).all()
    assert (np.asarray(maps.grad) >= 0).all()


# Rules


def test_the_rules_of_the_film_are_those_that_won_the_tuning() -> None:
    race = seeds.measurements()[seeds.RACE]
    for name, rule in training.TUNED.items():
        for field, value in race[name]["setting"].items():
            assert getattr(rule, field) == value


def test_the_rules_that_cross_the_ravine_are_those_of_lesson_12() -> None:
    for name, rule in training.CROSSED.items():
        kind, _ = ravines.RULES[name]
        assert type(rule) is kind
        assert vars(rule) == vars(kind(rule.learning_rate))
    for name, kind in zip(RULES, (GradientDescent, RMSprop, Adam), strict=True):
        assert type(training.TUNED[name]) is kind


def test_every_rule_lowers_the_loss_in_both_worlds() -> None:
    for ravine, digits_ in training.two_worlds().values():
        assert ravine.values[-1] < ravine.values[0] / 3
        assert digits_.values[-1] < digits_.values[0] / 4


def test_every_film_learns_and_its_confusion_counts_all_digits() -> None:
    for name in RULES:
        for seed in training.SEEDS:
            film = training.train_and_film(name, seed)
            assert film.right[0] < 0.3
            assert film.right[4] > 0.85  # step 60
            assert 0.9 < film.right[-1] < 0.97
            assert film.train[-1] < 0.05
            assert (film.confusion.sum(axis=(1, 2)) == 510).all()
            diagonal = np.trace(film.confusion, axis1=1, axis2=2) / 510
            np.testing.assert_allclose(diagonal, film.right)


def test_the_pairs_that_stay_are_among_1_9_3_and_8() -> None:
    most = set()
    for name in RULES:
        for seed in training.SEEDS:
            wrong = training.train_and_film(name, seed).confusion[-1] * (1 - np.eye(10))
            most.add(tuple(sorted(np.argwhere(wrong == wrong.max())[0].tolist())))
    assert {(1, 9), (3, 8)} <= most
    assert all(set(pair) <= {1, 3, 8, 9} for pair in most)


def test_two_hundred_steps_read_most_digits_of_a_random_split() -> None:
    network = NETWORKS["A"]
    train, test = networks.random_split()
    batches = networks.batches(network, train, seed=1)
    theta = networks.last(walk(batches, networks.start(network, 1), Adam(0.005)), 200)
    assert networks.share_right(network, theta, test) > 0.93


def test_under_adam_the_loss_on_new_hands_turns_and_the_share_right_does_not() -> None:
    for seed in training.SEEDS:
        film = training.train_and_film("Adam", seed)
        low = film.test.argmin()
        assert film.steps[low] < 500
        assert film.test[-1] > 1.5 * film.test[low]
        assert film.right[-1] > film.right[low] - 0.03
        assert film.train[-1] < 0.01
        plain = training.train_and_film("gradient descent", seed)
        assert plain.test[-1] < 1.3 * plain.test.min()


def test_kernels_grow_stronger_than_they_began() -> None:
    for name in RULES:
        film = training.train_and_film(name, 0)
        assert np.abs(film.kernels[-1]).max() > 1.3 * np.abs(film.kernels[0]).max()
        np.testing.assert_array_equal(
            film.kernels[0], cut(networks.start(NETWORKS["A"], 0), networks.SMALL)[0]
        )


def test_no_best_setting_lies_at_the_end_of_its_rates() -> None:
    for name, found in seeds.measurements()[seeds.RACE].items():
        assert len(found["trials"]) == 18
        rates = sorted({setting["learning_rate"] for setting, _ in found["trials"]})
        assert rates[0] < found["setting"]["learning_rate"] < rates[-1], name


def test_no_rule_lies_apart_from_another() -> None:
    for what in ("right", "loss"):
        rows = seeds.medians(seeds.results(what))
        assert rows[:, 0].max() <= rows[:, 2].min()


def test_adam_has_the_highest_share_and_the_highest_loss() -> None:
    right = seeds.medians(100 * seeds.results("right"))
    loss = seeds.medians(seeds.results("loss"))
    assert right.round(1).tolist() == [[92.5, 93.3, 93.7], [93.3, 93.7, 94.5], [93.5, 94.2, 95.1]]
    assert right[:, 1].argmax() == 2
    assert loss[:, 1].argmax() == 2
    assert 0.21 < loss[0, 1] < 0.24
    assert 0.24 < loss[2, 1] < 0.29


def test_with_one_seed_the_order_of_the_rules_changes() -> None:
    orders = {tuple(np.argsort(row)) for row in seeds.results("right").T}
    assert len(orders) >= 3


# Who is in the test?


def means(key: str) -> float:
    found = seeds.measurements()["who is in the test"][key]
    assert len(found) == 12
    return float(np.mean(found))


def test_new_hands_cost_every_model_several_points() -> None:
    assert 0.985 < means("A, random") < 0.992
    assert 0.925 < means("A, new hands") < 0.937
    assert 0.95 < means("softmax regression, random") < 0.965
    assert 0.89 < means("softmax regression, new hands") < 0.902
    assert 0.988 < means("B, random") < 0.997
    assert 0.935 < means("B, new hands") < 0.947
    wrong = [1 - means(f"A, {split}") for split in networks.SPLITS]
    assert 5 < wrong[1] / wrong[0] < 8


def test_the_scene_shows_runs_like_the_stored_ones() -> None:
    for split in networks.SPLITS:
        for model in hands.MODELS:
            run = hands.schooling(split, model)
            stored = seeds.measurements()["who is in the test"][f"{model}, {split}"]
            assert min(stored) - 0.01 < run.test[-1] < max(stored) + 0.01
            assert len(run.missed[-1]) == round(
                (1 - run.test[-1]) * len(networks.SPLITS[split]()[1])
            )


def test_of_new_hands_mostly_ones_and_threes_are_misread() -> None:
    missed = hands.schooling("new hands", "A").missed[-1]
    counts = np.bincount(digits().labels[missed], minlength=10)
    assert set(np.argsort(counts)[-2:]) == {1, 3}
    assert counts[[1, 3]].sum() > len(missed) / 2


# What does it look at, and one step


def test_network_b_of_the_scenes_reads_new_hands_well() -> None:
    _, test = new_hands()
    assert 0.96 < networks.share_right(NETWORKS["B"], pixels.train_network(), test) < 0.985


def test_integrated_gradients_add_up_and_the_two_other_maps_do_not() -> None:
    maps, scores = pixels.ink_rises()
    by_slope, summed, wiped = np.moveaxis(maps[-1].sum(axis=(-2, -1)), -1, 0)
    rise = scores[-1]
    assert np.abs(summed - rise).max() < 0.02 * np.abs(rise).max()
    assert np.abs(by_slope - rise).max() > 0.1 * np.abs(rise).max()
    assert np.median(wiped / rise) > 2
    assert (wiped > 2 * rise).sum() > 5
    assert np.abs(maps[:, :, 1].sum(axis=(-2, -1)) - scores).max() < 0.05 * np.abs(rise).max()


def test_a_pixel_of_paper_gets_nothing_in_any_map() -> None:
    images, _ = pixels.shown_digits()
    maps, _ = pixels.ink_rises()
    assert not np.swapaxes(maps[-1], 0, 1)[:, images == 0].any()


def test_two_maps_agree_with_occlusion_in_part() -> None:
    correlations = np.array(
        seeds.measurements()["five networks B, looked at and fooled"]["correlations"]
    )
    assert correlations.shape == (5, 2)
    assert ((correlations > 0.64) & (correlations < 0.78)).all()
    _, test = new_hands()
    images = digits().images[test]
    labels = digits().labels[test]
    theta = pixels.train_network()
    wiped = pixels.occlusion(theta, images, labels)
    slopes = pixels.slopes_of_score(theta, images, labels)
    assert 0.6 < pixels.correlation(slopes * images, wiped) < 0.85


def test_the_direction_of_a_small_step_fools_and_its_size_does_not() -> None:
    shares = pixels.shares_after_a_step()
    halves = {size: shares[2 * size] for size in range(5)}
    assert 0.4 < halves[2][0] < 0.6
    assert 0.75 < halves[1][0] < 0.87
    assert halves[2][1] > 0.93
    assert halves[4][0] < 0.1
    found = seeds.measurements()["five networks B, looked at and fooled"]
    along, random = (np.array(found[name]) for name in ("gradient", "random"))
    assert along.shape == random.shape == (5, 5)
    assert (along[:, 0] > 0.97).all()  # what network B, shifts and a falling rate reach
    assert ((along[:, 2] > 0.39) & (along[:, 2] < 0.56)).all()
    assert ((random[:, 2] > 0.945) & (random[:, 2] < 0.965)).all()


def test_a_step_along_the_signs_moves_the_loss_by_the_sum_of_the_sizes() -> None:
    _, test = new_hands()
    images = digits().images[test]
    labels = digits().labels[test]
    theta = pixels.train_network()
    slopes = pixels.slopes_of_loss(theta, images, labels)
    flat = np.abs(slopes).reshape(len(test), -1)
    ratio = flat.sum(axis=1) / np.linalg.norm(flat, axis=1)
    assert 4 < np.median(ratio) < 8
    assert ratio.max() <= 8
    h = 1e-7
    loss = cross_entropy(NETWORKS["B"].scores(theta, images), labels)
    after = cross_entropy(NETWORKS["B"].scores(theta, images + h * np.sign(slopes)), labels)
    np.testing.assert_allclose((after - loss) / h, flat.sum(axis=1), rtol=1e-2, atol=1e-5)


# Exercises and traps


def test_a_gradient_check_fails_on_the_kinks_and_passes_beside_them() -> None:
    kinked, moved = training.starts_of_a_check()
    assert training.gradient_check(kinked) > 0.01
    assert training.gradient_check(moved) < 1e-7
    blank = scenes.windows_of(digits().images).sum(axis=(-2, -1)) == 0
    assert blank.mean() == pytest.approx(0.02, abs=0.005)


def test_the_answers_are_those_that_calclib_computes() -> None:
    z = Tensor(0.0)
    relu(z).backward()
    h = 1e-3
    found = [relu(h) / h, (relu(h) - relu(-h)) / (2 * h), float(z.grad)]
    assert checks.at_the_kink(found).passed
    assert checks.numbers_in_b(NETWORKS["B"].size).passed


def test_of_three_ways_to_share_out_a_product_integrated_gradients_alone_adds_up() -> None:
    ink = np.array([0.5, 1.0])

    def score(x: Tensor) -> Tensor:
        return 6.0 * x[0] * x[1]

    def slopes_at(place: np.ndarray) -> np.ndarray:
        x = Tensor(place)
        score(x).backward()
        return np.asarray(x.grad)

    whole = float(score(ink))
    by_slope = ink * slopes_at(ink)
    wiped = np.array([whole - float(score(ink * keep)) for keep in ([0, 1], [1, 0])])
    middles = (np.arange(100) + 0.5) / 100
    summed = ink * np.mean([slopes_at(t * ink) for t in middles], axis=0)
    assert checks.shares_of_a_pixel([by_slope[0], wiped[0], summed[0]]).passed
    sums = [float(shares.sum()) for shares in (by_slope, wiped, summed)]
    assert sums == pytest.approx([6, 6, 3])
    assert whole == 3


def test_a_share_of_510_digits_is_uncertain_by_eight_tenths_of_a_point() -> None:
    assert round(np.sqrt(0.03 * 0.97 / 510), 4) == 0.0076
