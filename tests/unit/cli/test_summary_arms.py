"""Protects: several arms fit into 80 columns, the first analysis comes first, and nothing is told twice."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from lassitude.cli.summary import print_summary
from lassitude.report.part_tables import part_tables
from lassitude.results import Arm, Estimate, Interval, Observed, PublishedDirection, Results, ResultWarning
from lassitude.workflows.finished import FinishedRun
from tests.unit.report.trials import crossover, parallel, parts, predicted

MINUS = "\N{MINUS SIGN}"
WIDTH = 80


@pytest.fixture(autouse=True)
def _narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(WIDTH))


def said(results: Results, capsys: pytest.CaptureFixture[str]) -> list[str]:
    print_summary(FinishedRun(Path("mine"), results))
    return capsys.readouterr().out.splitlines()


def test_how_arms_differ_comes_first_with_how_often_a_test_says_so(
    capsys: pytest.CaptureFixture[str],
) -> None:
    lines = [" ".join(line.split()) for line in said(parallel(), capsys) if line.strip()]
    assert lines[1] == "MFIS at W12 (week 12), against usual, adjusted for the value before"
    assert lines[3].startswith(f"exercise {MINUS}6 {MINUS}8 to {MINUS}4 ") and lines[3].endswith(" 70%")
    assert lines[4].startswith(f"attention {MINUS}2 ") and lines[4].endswith(" 20%")
    assert lines[5].startswith("All arms, p 0.010")
    assert sum("< 0.05" in line for line in lines) == 1


def test_an_arm_is_a_row_of_its_course(capsys: pytest.CaptureFixture[str]) -> None:
    lines = [" ".join(line.split()) for line in said(parallel(), capsys)]
    assert lines.count("W0 W12 change 90% interval") == 1
    assert "exercise 52 46" in lines and "usual 52 46" in lines


def test_parts_and_contrasts_are_those_of_the_report(capsys: pytest.CaptureFixture[str]) -> None:
    text = "\n".join(" ".join(line.split()) for line in said(parallel(), capsys))
    assert text.count("Where the mean change comes from: MFIS, W12") == 1
    assert text.count("Arm minus comparator, by part: MFIS, W12") == 1
    _, contrasts = part_tables(parallel())
    therapy = next(row for row in contrasts.rows if row.label == "Therapy")
    assert f"Therapy \N{DAGGER} {therapy.cells[0][0]}\n" in text


def test_published_numbers_stand_in_80_columns_with_their_stamp(capsys: pytest.CaptureFixture[str]) -> None:
    lines = said(crossover(), capsys)
    row = next(line for line in lines if line.startswith(" Mean, all people"))
    assert row.split()[3:7] == ["BL", "51.3", "fitted", "52"]
    assert max(map(len, lines)) <= WIDTH and not any("\N{HORIZONTAL ELLIPSIS}" in line for line in lines)


def test_many_arms_with_long_names_are_split_into_tables_that_fit(capsys: pytest.CaptureFixture[str]) -> None:
    names = [f"{name}-training-at-home" for name in ("aerobic", "resistance", "balance", "breathing", "sham")]
    results = replace(
        parallel(),
        study=replace(parallel().study, arms=tuple(Arm(name, name) for name in names)),
        attribution=tuple(one for name in names for one in parts(name, -1.0, "W12")),
        contrasts=tuple(one for name in names[:4] for one in parts(f"{name} minus {names[4]}", -1.0, "W12")),
    )
    lines = said(results, capsys)
    assert max(map(len, lines)) <= WIDTH
    text = "\n".join(lines)
    assert all(text.count(f"{name} ") >= 1 for name in names)
    assert "\N{HORIZONTAL ELLIPSIS}" not in text


def test_a_real_study_shows_its_p_values(capsys: pytest.CaptureFixture[str]) -> None:
    observed = Observed(-3.2, 1.1, Interval(-5.4, -1.0), 40.0, 0.006, "least squares", n=44)
    one = Estimate(
        "MFIS.total|adjusted_difference:usual|W12|exercise", "primary", "points", observed=observed
    )
    results = replace(parallel(), kind="analysis", estimates=(one,), attribution=(), contrasts=())
    lines = [" ".join(line.split()) for line in said(results, capsys)]
    row = next(line for line in lines if line.startswith("exercise"))
    assert row.startswith(f"exercise {MINUS}3.2 {MINUS}5.4 to {MINUS}1.0 ") and row.endswith(" 0.006")
    assert "observed 95% interval p" in lines


def test_directions_say_whose_they_are_and_that_they_were_fitted(capsys: pytest.CaptureFixture[str]) -> None:
    direction = PublishedDirection(
        "MFIS.total|mean_change|W12|exercise/improvers", "negative", "", "a:b", "calibrate", 0.77
    )
    lines = said(replace(parallel(), published_directions=(direction,)), capsys)
    assert any("MFIS, W12, improvers of exercise: Mean change negative (fitted) in" in line for line in lines)


def test_the_bias_of_a_choice_by_outcome_and_cautions_of_the_plan_are_said(
    capsys: pytest.CaptureFixture[str],
) -> None:
    note = "Subset improvers: 7 of 14 people."
    chosen = Estimate(
        "MFIS.total|median|W12|exercise/improvers", "x", "points", predicted(1.0), notes=(note,)
    )
    caution = ResultWarning("plan", "Visits are up to 10 days late.", 1)
    results = replace(parallel(), estimates=(*parallel().estimates, chosen), warnings=(caution,))
    lines = said(results, capsys)
    assert lines.count(note) == 1 and f"  {caution.message}" in lines
