"""Every number of the ledger is read as exactly one claim, unchanged, and typed or with a declared reason."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from lassitude.evidence import ledger, resolve
from lassitude.evidence.claims import Claim, claim, claims, design_of, uncertainty
from lassitude.evidence.claims.leaves import leaves
from lassitude.evidence.claims.rules import FIELDS, exceptions
from lassitude.evidence.overlap import FATIGUE_SCALES
from lassitude.instruments.catalog import INSTRUMENTS

KINDS = {"trial", "crossover", "single-arm", "meta-analysis", "cohort", "cross-section"}
COMPARATORS = {"placebo", "attention", "waiting-list", "usual-care", "active", "healthy", "none", "mixed"}
BLINDINGS = {"double", "single", "open", "not stated"}
WITHOUT_A_MODEL = {("FSS", "sum")}
"""Parts that the catalog does not have: sums of items where it has their mean."""


def _in_use() -> list[Claim]:
    return [one for one in claims() if one.role != "context"]


def test_every_number_is_in_exactly_one_claim() -> None:
    owned = Counter(pointer for one in claims() for pointer in one.owned)
    numbers = [leaf.pointer for found in ledger().values() for leaf in leaves(found)]
    assert set(owned.values()) == {1}
    assert sorted(owned) == sorted(numbers)


def test_no_number_is_changed() -> None:
    assert not [one.pointer for one in claims() if one.value != resolve(one.pointer)]


def test_whatever_belongs_to_a_claim_leads_to_it() -> None:
    for one in claims():
        assert all(claim(pointer) is one for pointer in one.owned)


def test_numbers_that_are_fitted_or_predicted_have_a_type_or_a_reason() -> None:
    assert not [one.pointer for one in _in_use() if one.statistic == "other" and not one.reason]


def test_numbers_that_are_fitted_or_predicted_say_what_was_measured() -> None:
    outcomes = [one for one in _in_use() if one.pointer.split(":")[1].startswith(("arms.", "effect."))]
    counted = ("sample_size", "p_value", "heterogeneity", "test_statistic", "person_time")
    assert not [one.pointer for one in outcomes if not one.instrument and one.statistic not in counted]


def test_parts_of_a_fatigue_scale_of_the_catalog_are_its_parts() -> None:
    for one in _in_use():
        if one.instrument in INSTRUMENTS and one.instrument in FATIGUE_SCALES:
            known = one.part in INSTRUMENTS[one.instrument].parts
            assert known or (one.instrument, one.part) in WITHOUT_A_MODEL, one.pointer


@pytest.mark.parametrize(
    ("statistic", "low", "high"),
    [
        ("proportion", 0, 1),
        ("share_free", 0, 1),
        ("explained_share", 0, 1),
        ("correlation", -1, 1),
        ("partial_correlation", -1, 1),
        ("icc", 0, 1),
        ("reliability", 0, 1),
        ("relative_change", 0, 10),
        ("p_value", 0, 1),
        ("hazard_ratio", 0, 20),
        ("rate_ratio", 0, 20),
        ("odds_ratio", 0, 20),
        ("rate", 0, 50),
        ("sd", 0, 5000),
        ("time", 0, 366 * 40),
    ],
)
def test_canonical_numbers_lie_where_their_kind_can(statistic: str, low: float, high: float) -> None:
    found = [one for one in _in_use() if one.statistic == statistic]
    assert found
    assert not [(one.pointer, one.canonical) for one in found if not low <= one.canonical <= high]


def test_intervals_hold_their_value() -> None:
    printed_as_a_fall = {"ridsdale2012_primary_care_fatigue"}
    for one in claims():
        if one.interval and one.entry not in printed_as_a_fall:
            assert one.interval.low <= one.value <= one.interval.high, one.pointer


def test_every_number_has_an_error_or_says_why_not() -> None:
    for one in _in_use():
        found = uncertainty(one)
        assert found.source, one.pointer
        assert found.standard_error is None or found.standard_error >= 0, one.pointer


def test_designs_use_the_words_that_are_declared() -> None:
    for found in ledger().values():
        design = design_of(found)
        assert design.kind in KINDS, found.id
        assert design.comparator_kind in COMPARATORS, found.id
        assert design.blinding in BLINDINGS, found.id


def test_every_exception_speaks_of_a_number_and_knows_its_fields() -> None:
    for entry, listed in exceptions().items():
        pointers = [leaf.pointer for leaf in leaves(ledger()[entry])]
        for declared in listed:
            assert any(declared.pattern.fullmatch(pointer) for pointer in pointers), declared.pointer
            assert not set(declared.fields) - FIELDS, declared.pointer


def test_no_exception_repeats_the_number_that_it_speaks_of() -> None:
    for entry, listed in exceptions().items():
        for leaf in leaves(ledger()[entry]):
            for declared in listed:
                if declared.pattern.fullmatch(leaf.pointer):
                    told = re.findall(r"(?<![\w.])\d+(?:\.\d+)?(?![\w.])", declared.fields.get("reason", ""))
                    assert str(abs(leaf.value)) not in told or leaf.listed, declared.pointer
