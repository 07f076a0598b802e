"""Answering: what lasts in a person's answers, what passes, and which signals move which scales."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from lassitude.instruments import instrument, observe
from lassitude.instruments.answering import LEAST_DISABILITY, form_thresholds
from lassitude.instruments.diaries import FSIQ_FORM, FsiqParameters
from lassitude.quantities.signals import SIGNALS
from lassitude.randomness.streams import person_keys

N = 4000
KEYS = person_keys(31, 0, np.arange(N))


def seen(name: str, day: int = 0, **signals: float) -> dict[str, np.ndarray]:
    body = {signal: np.full(N, signals.get(signal, 0.0)) for signal in SIGNALS}
    return {part: one.value for part, one in observe(name, body, KEYS, day).items()}


@pytest.mark.parametrize(
    ("name", "part", "moved_by", "not_by"),
    [
        ("FSS", "total", "fatigue_physical", "fatigue_cognitive"),
        ("FSMC", "motor", "fatigue_physical", "fatigue_cognitive"),
        ("FSMC", "cognitive", "fatigue_cognitive", "fatigue_physical"),
        ("Chalder", "mental", "fatigue_cognitive", "fatigue_physical"),
        ("NFI-MS", "abnormal_sleep", "sleep_disturbance", "mood"),
        ("SF-36", "physical_function", "disability", "mood"),
        ("SF-36", "vitality", "fatigue_cognitive", "disability"),
        ("DSQ-PEM", "total", "exertional_fatigue", "mood"),
        ("HADS-D", "total", "mood", "fatigue_physical"),
        ("BDI-II", "total", "fatigue_physical", "disability"),
    ],
)
def test_a_signal_moves_what_asks_about_it_and_nothing_else(name, part, moved_by, not_by):
    plain = seen(name)[part]
    assert np.array_equal(plain, seen(name, **{not_by: 1.0})[part])
    sign = -1.0 if instrument(name).parts[part].direction == "higher_better" else 1.0
    assert (sign * (seen(name, **{moved_by: 1.0})[part] - plain)).mean() > 0.0


def test_tiredness_raises_the_beck_inventory_by_its_somatic_items_only():
    """One SD of physical fatigue without any change of mood: items 15 and 20 answer, the others stay."""
    plain, tired = seen("BDI-II"), seen("BDI-II", fatigue_physical=1.0)
    moved = {part for part in plain if part.startswith("item_") and (tired[part] != plain[part]).any()}
    assert moved == {"item_15", "item_20"}


@pytest.mark.parametrize("name", ["FSS", "FSMC", "HADS-D"])
def test_the_way_of_answering_lasts_and_the_rest_passes(name):
    """With the same body on two days, answers agree by the lasting share alone: more than 0, less than 1."""
    one, two = (seen(name, day)["total"] for day in (0, 182))
    assert 0.3 < np.corrcoef(one, two)[0, 1] < 0.95


def test_without_a_lasting_share_nothing_lasts():
    fss = instrument("FSS")
    alone = dataclasses.replace(fss, parameters=dataclasses.replace(fss.parameters, lasting_share=0.0))
    body = {"fatigue_physical": np.zeros(N)}
    one, two = (observe(alone, body, KEYS, day)["total"].value for day in (0, 182))
    assert abs(np.corrcoef(one, two)[0, 1]) < 5 / np.sqrt(N)


def test_ways_of_answering_two_forms_have_nothing_in_common():
    one, two = seen("FSS")["total"], seen("FSMC")["total"]
    assert abs(np.corrcoef(one, two)[0, 1]) < 5 / np.sqrt(N)


def test_days_of_a_diary_differ_and_share_the_week():
    """Entries of one day go together beyond what the week gives: by the day's own swing."""
    answers = seen("FSIQ-RMS")
    same_day = np.corrcoef(answers["item_01"], answers["item_02"])[0, 1]
    other_day = np.corrcoef(answers["item_01"], answers["item_09"])[0, 1]
    assert same_day > other_day + 0.05 > 0.1


def test_a_nervous_system_without_lesions_is_no_better_than_intact():
    least, none = (seen("SF-36", disability=value) for value in (LEAST_DISABILITY, -9.0))
    assert np.array_equal(least["physical_function"], none["physical_function"])


def test_items_with_fewer_answers_never_reach_the_ones_they_lack():
    thresholds = form_thresholds(FSIQ_FORM, FsiqParameters())
    assert thresholds.shape == (62, 10)
    assert np.isfinite(thresholds[:49]).all()
    assert np.isinf(thresholds[49:, 4:]).all() and np.isfinite(thresholds[49:, :4]).all()


def test_the_short_form_of_the_mfis_is_not_a_part_of_the_mfis():
    """Five items asked by themselves are answered by themselves, not read off the long form."""
    long, short = seen("MFIS"), seen("MFIS-5")
    assert not np.array_equal(long["item_01"], short["item_01"])
