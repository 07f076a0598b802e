"""Protects: everything that has a name has an explanation, and names are found as people write them."""

from __future__ import annotations

from typing import get_args

import pytest

from lassitude.quantities.errors import RequestError
from lassitude.study.analyses.mixed_models import CovarianceName, DegreesOfFreedom, StandardErrors
from lassitude.workflows.explain import explain, names
from lassitude.workflows.explaining_statistics import CORRECTIONS, COVARIANCES
from lassitude.workflows.list import list_names


def test_every_name_is_explained() -> None:
    for name in names():
        for told in explain(name):
            assert told.name == name
            assert told.meaning
            assert (told.kind == "parameter") == (told.number is not None)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("daily_steps", "signal"),
        ("training_load", "lever"),
        ("age_years", "covariate"),
        ("effector passage", "flow"),
        ("closing of the day", "event"),
        ("birth_hazard", "expression"),
        ("ahsct", "therapy"),
        ("rrms-aggressive", "condition"),
        ("mfis", "instrument"),
        ("ahsct.reset_probability", "parameter"),
        ("basal_closing", "parameter"),
        ("mmrm", "analysis"),
        ("Kenward-Roger", "correction in the mixed model (keys degrees_of_freedom, standard_errors)"),
        ("jump-to-reference", "way to impute"),
        ("treatment-policy", "strategy for intercurrent events"),
    ],
)
def test_names_of_every_kind_are_found(name: str, kind: str) -> None:
    assert explain(name)[0].kind == kind


def test_every_covariance_and_correction_of_the_mixed_model_is_explained() -> None:
    assert set(COVARIANCES) == set(get_args(CovarianceName))
    assert set(CORRECTIONS) == {*get_args(DegreesOfFreedom), *get_args(StandardErrors)} - {"model"}


def test_everything_that_is_listed_is_explained() -> None:
    assert {one.name for one in list_names() if one.kind not in ("signals", "parameters")} <= set(names())


def test_an_analysis_says_which_keys_it_needs() -> None:
    details = explain("ancova")[0].details
    needed = {key.removeprefix("key ") for key, told in details.items() if told.startswith("required")}
    assert needed == {"endpoint", "change_from", "at", "reference"}


def test_a_state_that_is_also_a_signal_is_explained_as_both() -> None:
    assert [one.kind for one in explain("ifn_gamma")] == ["state", "signal"]


@pytest.mark.parametrize(
    ("name", "said"),
    [("strenght", "Did you mean 'strength'?"), ("by_mood", "fatigue.by_mood, pain.by_mood, sleep.by_mood")],
)
def test_what_is_missed_or_meant_twice_is_said(name: str, said: str) -> None:
    with pytest.raises(RequestError, match=said.replace("?", r"\?").replace(".", r"\.")):
        explain(name)


def test_keys_are_called_as_they_are_written() -> None:
    """What stands as ``with`` and ``at`` in a file cannot be called so in Python."""
    assert {"key with", "key given"} <= set(explain("correlation")[0].details)
    assert "key at" in explain("reliability")[0].details
