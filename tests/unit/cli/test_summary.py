"""Protects: what a person reads in the terminal says the same as the results."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from lassitude.cli.bars import text_bar
from lassitude.cli.summary import print_summary
from lassitude.report.bars import Scale, bar
from lassitude.results import (
    Arm,
    AttributionPart,
    Endpoint,
    Estimate,
    Headline,
    Interval,
    Predicted,
    PublishedDirection,
    Results,
    ResultWarning,
    Spread,
    Study,
    Visit,
    published_beside,
)
from lassitude.workflows.finished import FinishedRun

PREDICTED = Predicted(20.0, Interval(10.0, 30.0), Interval(5.0, 35.0), 0.3, 500)


def estimate(published: float) -> Estimate:
    beside = published_beside(published, "entry:value", "validate", PREDICTED)
    return Estimate("FIS.total|median|M36|ahsct", "course", "points", PREDICTED, None, beside)


@pytest.mark.parametrize(
    ("published", "drawn"),
    [
        (0.0, "◆ ──━━━━┃━━━━──      "),
        (20.0, "  ──━━━━◆━━━━──      "),
        (50.0, "  ──━━━━┃━━━━──     ◆"),
    ],
)
def test_a_bar_shows_both_intervals_the_median_and_the_published_mark(published: float, drawn: str) -> None:
    assert text_bar(bar(estimate(published), Scale(0.0, 50.0)), cells=21) == drawn


def test_nothing_is_drawn_without_a_scale() -> None:
    assert text_bar(None) == ""


def results(published: float) -> Results:
    return Results(
        kind="prediction",
        study=Study(
            "pilot",
            "00",
            title="A study",
            visits=(Visit("M36", 1095.75),),
            endpoints=(Endpoint("FIS.total", "FIS scored 0-160", "points", Interval(0, 160)),),
        ),
        headline=Headline("FIS.total|median|M36|ahsct", (), Spread(0.62, None, Interval(0.5, 0.71))),
        estimates=(estimate(published),),
        published_directions=(
            PublishedDirection(
                "FIS.total|slope:age_years|M36|ahsct", "positive", "", "e:v", "validate", 0.81
            ),
        ),
        attribution=(
            AttributionPart(
                "therapy",
                "Therapy",
                Spread(-9.0, None, Interval(-15.0, -2.0)),
                "FIS.total",
                "M36",
                "ahsct",
                True,
            ),
        ),
        warnings=(ResultWarning("failed", "2 of 500 replicates failed.", 2),),
    )


def test_the_summary_says_what_the_results_say(capsys: pytest.CaptureFixture[str]) -> None:
    print_summary(FinishedRun(Path("mine"), results(40.0)))
    said = capsys.readouterr().out
    row = next(line for line in said.splitlines() if line.strip().startswith("Median"))
    assert row.split()[1:4] == ["M36", "40", "20"]
    assert row.rstrip().endswith("outside 90%")
    assert "Slope on age (years) positive in 81% of the repetitions" in said
    assert "Therapy" in said and "\N{MINUS SIGN}9" in said and "prior only" in said
    assert "2 of 500 replicates failed." in said
    assert "62% (90% interval: 50% to 71%) of this result's variance rests on" in said
    assert said.rstrip().endswith("Report: mine/report.html")


def test_a_published_number_inside_the_interval_is_said_to_be(capsys: pytest.CaptureFixture[str]) -> None:
    print_summary(FinishedRun(Path("mine"), results(21.0)))
    assert "inside 50%" in capsys.readouterr().out


def two_arms() -> Results:
    one = results(40.0)
    arms = (Arm("ahsct", "aHSCT"), Arm("dmf", "Dimethyl fumarate"))
    estimates = tuple(
        Estimate(f"FIS.total|{statistic}|{visit}|{arm.name}", "course", "points", PREDICTED)
        for arm in arms
        for statistic, visit in (
            ("median", "M0"), ("median", "M6"), ("median", "M36"),
            ("mean_change", "M6"), ("mean_change", "M36"),
        )
    )  # fmt: skip
    visits = (Visit("M0", 0.0), Visit("M6", 182.625), Visit("M36", 1095.75))
    return replace(
        one,
        study=replace(one.study, arms=arms, visits=visits),
        headline=None,
        estimates=estimates,
        attribution=one.attribution + tuple(replace(part, arm="dmf") for part in one.attribution),
    )


def test_arms_are_named_and_shown_when_nothing_is_published(capsys: pytest.CaptureFixture[str]) -> None:
    print_summary(FinishedRun(Path("mine"), two_arms()))
    lines = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    assert "FIS scored 0-160: medians, and mean change" in lines and "M0 M36 change 90% interval" in lines
    for arm in ("aHSCT", "Dimethyl fumarate"):
        assert sum(line.startswith(f"{arm} 20 20 20 5 to 35") for line in lines) == 1
    whole = "\n".join(lines)
    assert whole.count("Where the mean change comes from") == whole.count("aHSCT Dimethyl fumarate") == 1
    assert "Therapy \N{DAGGER} \N{MINUS SIGN}9.0 \N{MINUS SIGN}9.0" in whole


def test_eighty_columns_split_no_word(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    p = Predicted(0.1, Interval(0.01, 0.3), Interval(0.001, 0.9))
    statistics = ("rm_anova_p", "percent_change_of_medians", "complete_reduction_n", "wilcoxon_p")
    estimates = tuple(
        Estimate(
            f"FIS.total|{name}|M36|ahsct", "x", "1", p, None, published_beside(0.001, "e:v", "validate", p)
        )
        for name in statistics
    )
    print_summary(FinishedRun(Path("mine"), replace(results(40.0), estimates=estimates, headline=None)))
    said = capsys.readouterr().out
    assert all(word in said for word in ("ANOVA, p", "Change of medians", "100% reduction", "Wilcoxon, p"))
    assert (
        "\N{HORIZONTAL ELLIPSIS}" not in said
        and "\N{BOX DRAWINGS LIGHT QUADRUPLE DASH VERTICAL} p = 0.05" in said
    )
