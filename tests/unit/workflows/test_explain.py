"""Protects: everything that has a name has an explanation, and names are found as people write them."""

from __future__ import annotations

import pytest

from lassitude.quantities.errors import RequestError
from lassitude.workflows.explain import explain, names


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
    ],
)
def test_names_of_every_kind_are_found(name: str, kind: str) -> None:
    assert explain(name)[0].kind == kind


def test_a_state_that_is_also_a_signal_is_explained_as_both() -> None:
    assert [one.kind for one in explain("ifn_gamma")] == ["state", "signal"]


@pytest.mark.parametrize(
    ("name", "said"),
    [("strenght", "Did you mean 'strength'?"), ("by_mood", "fatigue.by_mood, sleep.by_mood")],
)
def test_what_is_missed_or_meant_twice_is_said(name: str, said: str) -> None:
    with pytest.raises(RequestError, match=said.replace("?", r"\?").replace(".", r"\.")):
        explain(name)
