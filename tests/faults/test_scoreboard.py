"""Protects: a wrong request to the scoreboard is told in words, before anything is drawn."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from lassitude.prediction.scoreboard import history
from lassitude.prediction.scoreboard.history import append
from lassitude.prediction.scoreboard.record import read_record
from lassitude.quantities.errors import RequestError
from lassitude.workflows.scoreboard import differences, recorded, scoreboard
from tests.unit.prediction.scoreboard.made_up import INSIDE, record


@pytest.fixture
def own_history(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let the history be an empty folder."""
    monkeypatch.setattr(history, "shipped_history", lambda: tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("studies", "said"),
    [
        (["bose2018_ahsct_fiz"], "Did you mean 'bose2018_ahsct_fis'"),
        (["ippoms_idebenone_null"], "not predicted: CombiWISE is no instrument"),
        (["affirm_mri_2007"], "There is no held-out study 'affirm_mri_2007'"),
    ],
)
def test_a_study_that_is_not_predicted_is_refused(studies: list[str], said: str) -> None:
    with pytest.raises(RequestError, match=said):
        scoreboard(studies)


def test_a_part_of_the_studies_or_few_repetitions_cannot_be_kept() -> None:
    with pytest.raises(RequestError, match="leave the names out"):
        scoreboard(["bose2018_ahsct_fis"], record=True)
    with pytest.raises(RequestError, match="40 repetitions are too few to keep"):
        scoreboard(effort="quick", record=True)
    with pytest.raises(RequestError, match="1 repetitions have no interval"):
        scoreboard(repetitions=1)


def test_a_set_that_was_scored_is_refused_before_anything_is_drawn(own_history: Path) -> None:
    append(record("declared", "aa"))
    with pytest.raises(RequestError, match="'declared' was scored as record 1"):
        scoreboard(parameters="declared", record=True)


def test_an_unknown_parameter_set_is_named() -> None:
    with pytest.raises(RequestError, match="There is no parameter set 'declard'"):
        scoreboard(parameters="declard")


def test_without_a_record_there_is_nothing_to_show(own_history: Path) -> None:
    with pytest.raises(RequestError, match="No parameter set was scored yet"):
        recorded()


def test_a_score_of_another_set_is_not_compared() -> None:
    with pytest.raises(RequestError, match="scores the parameter set 'first', not 'second'"):
        differences(record("second", "aa"), record("first", "aa"))


def test_a_median_that_moved_by_more_than_chance_is_told() -> None:
    kept = record()
    by_chance = replace(INSIDE, median=INSIDE.median + 2.0)
    moved = replace(INSIDE, median=INSIDE.median + 3.0)
    misread = replace(INSIDE, published=24.0)
    # Both medians have an error of 0.5, together 0.71; four of these are 2.8.
    assert differences(record(outcomes=(by_chance,)), kept) == ()
    assert "predicted as 30, now 33" in differences(record(outcomes=(moved,)), kept)[0]
    assert "printed as 23, now 24" in differences(record(outcomes=(misread,)), kept)[0]


def test_only_a_protocol_that_the_record_knows_can_differ_from_it() -> None:
    joined = replace(INSIDE, protocol="c2021")
    assert differences(record(outcomes=(INSIDE, joined)), record()) == ()
    further = replace(INSIDE, estimate="FIS.total|mean|M36|ahsct")
    assert "is not in record" in differences(record(outcomes=(further,)), record())[0]


def test_a_damaged_record_is_no_traceback() -> None:
    with pytest.raises(RequestError, match="is no score of schema"):
        read_record(b"{", "0001-declared.json")
