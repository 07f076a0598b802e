"""Whatever a person writes into an entry, each of its numbers is in one claim, unchanged and reachable."""

from __future__ import annotations

import math
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from lassitude.evidence.claims import claim, standard_error, transformation
from lassitude.evidence.claims.assembling import claims_of
from lassitude.evidence.claims.leaves import leaves
from lassitude.evidence.ledger import with_entries
from lassitude.evidence.own import EXAMPLE, OwnEntry, as_entry

NAMES = st.sampled_from(
    [
        "n", "of", "mean", "sd", "se", "p", "p_lt", "ci95", "ci97_5", "iqr", "range", "value", "median",
        "baseline_mean", "baseline_sd", "change_wk12", "change_sd", "MFIS_ci95", "responders", "relapses",
        "person_years", "ARR", "relapse_free_pct", "CDP12_HR", "ICC", "gd_mean_2y", "any name", "month6_pct",
        "reduction_pct", "fu1", "p_fu1", "fatigued_n", "complete_of",
    ]
)  # fmt: skip
NUMBERS = st.one_of(st.integers(-1000, 1000), st.floats(-1e6, 1e6, allow_nan=False))
TREES: st.SearchStrategy[Any] = st.recursive(
    st.one_of(NUMBERS, st.lists(NUMBERS, min_size=1, max_size=4), st.just("words")),
    lambda parts: st.dictionaries(
        st.one_of(NAMES, st.sampled_from(["placebo", "drug", "usual_care"])), parts, max_size=5
    ),
    max_leaves=12,
)
ARMS = st.dictionaries(st.one_of(NAMES, st.sampled_from(["placebo", "drug", "healthy"])), TREES, max_size=4)
TYPES = st.sampled_from(
    ["mean_difference", "HR", "SMD_improvement", "relative_reduction_pct", "correlation", "words"]
)
DESIGNS = st.sampled_from(
    [
        "double-blind RCT, drug (n=30) vs placebo (n=30), 12 weeks",
        "crossover",
        "survey",
        "meta-analysis, 9 RCTs",
    ]
)


@settings(max_examples=60, deadline=None)
@given(arms=ARMS, effect=ARMS, kind=TYPES, design=DESIGNS, people=st.one_of(st.none(), st.integers(0, 500)))
def test_no_number_is_lost_changed_or_used_twice(
    arms: dict[str, Any], effect: dict[str, Any], kind: str, design: str, people: int | None
) -> None:
    population = {"condition": "RRMS"} | ({} if people is None else {"n": people})
    numbered = {**effect, "type": kind, "value": -4.0}
    fields = {**EXAMPLE, "arms": arms, "effect": numbered, "population": population, "design": design}
    own = as_entry(OwnEntry.model_validate(fields))
    found = claims_of(own)
    owned = [pointer for one in found for pointer in one.owned]
    assert sorted(owned) == sorted(leaf.pointer for leaf in leaves(own))
    values = {leaf.pointer: leaf.value for leaf in leaves(own)}
    with with_entries({own.id: own}):
        assert claim(owned[-1]) in found
        for one in found:
            assert one.value == values[one.pointer]
            assert math.isfinite(one.canonical)
            error = standard_error(one)
            assert transformation(one) in ("identity", "log", "logit", "fisher")
            assert error is None or (math.isfinite(error) and error > 0)
