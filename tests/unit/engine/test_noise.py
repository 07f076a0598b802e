"""Protects: the random numbers of the compiled body, bit by bit where bits are promised, else by moments.

Vectors are the known answers for threefry2x32 with 20 rounds that the authors of Random123 publish
(``kat_vectors``; Salmon 2011, doi:10.1145/2063384.2063405).
"""

from __future__ import annotations

from itertools import combinations

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.special import ndtr

from lassitude.engine import noise
from lassitude.engine.noise import byte_sums, increments, normal_pair, path_counters, unit_uniform
from lassitude.engine.scheme import LARGEST_LOG_VARIANCE
from lassitude.physiology.organism import COUNTED, SWINGING
from lassitude.randomness.streams import Keys, person_keys, purpose_keys
from lassitude.randomness.threefry import threefry2x32

ALL_ONES = 0xFFFFFFFF
# key, counter, answer; the third row is the digits of pi.
KNOWN_ANSWERS = [
    ((0, 0), (0, 0), (0x6B200159, 0x99BA4EFE)),
    ((ALL_ONES, ALL_ONES), (ALL_ONES, ALL_ONES), (0x1CB996FC, 0xBB002BE7)),
    ((0x13198A2E, 0x03707344), (0x243F6A88, 0x85A308D3), (0xC4923A9C, 0x483DF7A0)),
]
PEOPLE = 20_000


def keys_of(people: int) -> Keys:
    return Keys(*(jnp.asarray(word) for word in person_keys(7, 0, np.arange(people))))


def path(keys: Keys, day: int, part: int, parts: int, steps: int) -> NDArray[np.float64]:
    """Return the increments of one part of a day, [step, stream of the pair, person]."""
    counters = path_counters(jnp.int32(part), parts, steps)
    alone = Keys(*(word[None] for word in keys))
    drawn = list(byte_sums(*noise.words(alone, [0] * len(counters), jnp.int32(day), counters)))
    return np.array(increments(drawn, jnp.int32(part), parts, steps), dtype=np.float64)


def byte_sum_distribution() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return every value that a byte-sum normal can take and its exact probability."""
    byte = np.full(256, 1.0 / 256.0)
    two = np.convolve(byte, byte)
    totals = jnp.arange(1021, dtype=jnp.uint32)
    return np.asarray(normal_pair(totals)[0], np.float64), np.convolve(two, two)


@pytest.mark.parametrize(("key", "counter", "answer"), KNOWN_ANSWERS)
def test_numpy_gives_the_known_answers(key, counter, answer) -> None:
    words = threefry2x32(*(np.array([word], np.uint32) for word in (*key, *counter)))
    assert tuple(int(word[0]) for word in words) == answer


@pytest.mark.parametrize(("key", "counter", "answer"), KNOWN_ANSWERS)
def test_compiled_jax_gives_the_known_answers(key, counter, answer) -> None:
    words = jax.jit(threefry2x32)(*(jnp.array([word], jnp.uint32) for word in (*key, *counter)))
    assert tuple(int(word[0]) for word in words) == answer


@pytest.mark.parametrize("purpose", ["counts of effectors and cns_effectors", "opening of the day"])
def test_a_purpose_has_one_key_inside_and_outside_the_compiled_body(purpose: str) -> None:
    host = person_keys(7, 0, np.arange(50))
    found = noise.purpose_keys(keys_of(50), ["another", purpose])
    for inside, outside in zip(found, purpose_keys(host, purpose), strict=True):
        np.testing.assert_array_equal(np.asarray(inside[1]), outside)


def test_half_a_million_people_never_share_a_key() -> None:
    # A 32-bit key would make about 29 of 500,000 people share one: 500000**2 / 2**33.
    word0, word1 = person_keys(2018, 0, np.arange(500_000))
    together = (word0.astype(np.uint64) << np.uint64(32)) | word1
    assert np.unique(together).size == 500_000


def test_byte_sums_add_the_bytes_of_both_words() -> None:
    word0, word1 = person_keys(3, 0, np.arange(100))
    packed = np.asarray(byte_sums(jnp.asarray(word0), jnp.asarray(word1)))
    for word, found in ((word0, packed & 0xFFFF), (word1, packed >> 16)):
        np.testing.assert_array_equal(word.view(np.uint8).reshape(-1, 4).sum(axis=1), found)


def test_a_byte_sum_is_nearly_normal() -> None:
    # Exact over all 1021 values, so no Monte Carlo error. The distance of 0.002 is that of the middles of the
    # jumps; the largest jump adds half its height, 0.001.
    value, chance = byte_sum_distribution()
    assert (chance * value).sum() == pytest.approx(0.0, abs=1e-6)
    assert (chance * value**2).sum() == pytest.approx(1.0, abs=1e-3)
    assert (chance * value**4).sum() == pytest.approx(3.0, abs=0.01)
    assert (value.min(), value.max()) == pytest.approx((-4.04, 4.04), abs=0.01)
    below = chance.cumsum()
    assert np.abs(below - 0.5 * chance - ndtr(value)).max() < 0.0025
    assert np.abs(below - ndtr(value)).max() < 0.0035


def test_the_tail_of_byte_sums_costs_a_count_less_than_one_percent_of_its_mean() -> None:
    # At the cap, s = 2: the increment of a fast step is a bridge of byte sums, weighted 1/2, 1/2, 1/sqrt 2.
    # Measured 0.7%; a single byte sum would lose 3.5%, and without the cap (s = 2.5) the bridge 2.3%.
    value, chance = byte_sum_distribution()
    spread = LARGEST_LOG_VARIANCE**0.5
    parts = [(chance * np.exp(weight * spread * value)).sum() for weight in (0.5, 0.5, 0.5**0.5)]
    kept = np.prod(parts) * np.exp(-0.5 * spread**2)
    assert 0.99 < kept < 1.0


def test_uniforms_stay_within_zero_and_one() -> None:
    words = jnp.array([0, 255, 256, ALL_ONES], jnp.uint32)
    np.testing.assert_array_equal(np.asarray(unit_uniform(words)), [0.0, 0.0, 2.0**-24, 1.0 - 2.0**-24])


@pytest.mark.parametrize("steps", [1, 2, 4, 8])
def test_half_steps_within_a_part_add_up_to_the_whole_step(steps: int) -> None:
    keys = keys_of(200)
    whole, halves = path(keys, 9, 0, 1, steps), path(keys, 9, 0, 1, 2 * steps)
    np.testing.assert_allclose((halves[0::2] + halves[1::2]) * 0.5**0.5, whole, atol=2e-6)


@pytest.mark.parametrize(("parts", "steps"), [(1, 1), (1, 4), (2, 4), (4, 2)])
def test_a_day_cut_into_twice_the_parts_has_the_same_path(parts: int, steps: int) -> None:
    # This is what makes the step-halving error of a report an error and not another roll of the dice.
    keys = keys_of(200)
    for part in range(parts):
        whole = path(keys, 9, part, parts, steps)
        halves = np.concatenate([path(keys, 9, 2 * part + half, 2 * parts, steps) for half in (0, 1)])
        np.testing.assert_allclose((halves[0::2] + halves[1::2]) * 0.5**0.5, whole, atol=2e-6)


def test_parts_and_steps_are_the_same_halvings() -> None:
    keys = keys_of(200)
    by_parts = np.concatenate([path(keys, 9, part, 4, 2) for part in range(4)])
    np.testing.assert_allclose(by_parts, path(keys, 9, 0, 1, 8), atol=2e-6)


def test_increments_of_a_day_are_independent_and_of_unit_variance() -> None:
    # Four standard errors: 4 / sqrt(20000) for a correlation, 4 sqrt(2 / 20000) for a variance.
    found = path(keys_of(PEOPLE), 9, 0, 1, 4).reshape(8, PEOPLE)
    apart = np.corrcoef(found) - np.eye(8)
    assert np.abs(apart).max() < 4.0 / PEOPLE**0.5
    assert np.abs(found.var(axis=1) - 1.0).max() < 4.0 * (2.0 / PEOPLE) ** 0.5


def test_streams_of_the_body_and_its_days_are_not_correlated() -> None:
    # Every purpose of the body, on two days each: 20 streams, 190 pairs; five standard errors.
    keys = keys_of(PEOPLE)
    names = [f"counts of {' and '.join(pair)}" for pair in COUNTED]
    names += [f"swings of {' and '.join(pair)}" for pair in SWINGING]
    own = [Keys(*stream) for stream in zip(*noise.purpose_keys(keys, names), strict=True)]
    drawn = [path(one, day, 0, 1, 1)[0] for one in own for day in (0, 1)]
    streams = np.concatenate(drawn)
    assert len(streams) == 4 * len(names)
    worst = max(abs(np.corrcoef(one, other)[0, 1]) for one, other in combinations(streams, 2))
    assert worst < 5.0 / PEOPLE**0.5
