"""Protects: data that no planned analysis can use are refused, naming people, visits and the way out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from lassitude.quantities.errors import RequestError
from lassitude.workflows.analyze import analyze

PLAN = """
schema = "lassitude.protocol/1"
id = "bad-input"
title = "Two arms, three visits"
[populations.patients]
condition = "rrms"
n = 12
[arms.drug]
population = "patients"
blinding = "open"
[arms.usual]
population = "patients"
blinding = "none"
comparator = "usual-care"
[design]
type = "parallel"
[visits]
schedule = { M0 = "0 mo", M6 = "6 mo", M12 = "12 mo" }
measure = ["FIS"]
[analysis.primary]
endpoint = "FIS.total"
"""
COMPARED = 'at = "M6"\nreference = "usual"\n'
ANALYSES = {
    "rm-anova": 'type = "rm-anova"\nchange_from = "M0"\n',
    "mixed-anova": 'type = "mixed-anova"\nchange_from = "M0"\n',
    "linear-regression": (
        'type = "linear-regression"\nchange_from = "M0"\nat = "M6"\ncovariates = ["sex", "age_years"]\n'
    ),
    "arm-regression": (
        f'type = "arm-regression"\nchange_from = "M0"\n{COMPARED}covariates = ["sex", "age_years"]\n'
    ),
    "ancova": f'type = "ancova"\nchange_from = "M0"\n{COMPARED}',
    "group-comparison": f'type = "group-comparison"\n{COMPARED}',
    "paired-test": 'type = "paired-test"\nchange_from = "M0"\nat = "M6"\ntest = "t"\n',
}
HEADER = "subject,arm,sex,age_years,FIS.total@M0,FIS.total@M6,FIS.total@M12"
Scores = Callable[[int], tuple[object, object, object]]


def rows(scores: Scores, people: int = 12, sex: Callable[[int], str] | None = None) -> str:
    lines = [HEADER]
    for number in range(1, people + 1):
        arm = "drug" if number % 2 else "usual"
        own = sex(number) if sex else ("female", "male", "male")[number % 3]
        told = (f"P-{number:02d}", arm, own, 30 + number * 7 % 13, *scores(number))
        lines.append(",".join(str(one) for one in told))
    return "\n".join(lines) + "\n"


def usual_scores(number: int) -> tuple[object, object, object]:
    return 40 + 3 * (number % 5), 35 + 2 * (number % 4) + number % 5, 30 + number * 7 % 9


def apart(number: int) -> tuple[object, object, object]:
    """The drug arm misses M12, the other M6: no visit after the first is common."""
    first, second, third = usual_scores(number)
    return (first, second, "") if number % 2 else (first, "", third)


def message(folder: Path, analysis: str, text: str) -> str:
    (folder / "plan.toml").write_text(PLAN + ANALYSES[analysis])
    (folder / "data.csv").write_text(text)
    with pytest.raises(RequestError) as raised:
        analyze(folder / "data.csv", plan=folder / "plan.toml", out=folder / "run")
    assert not (folder / "run").exists()
    return str(raised.value)


ALL_OF_DRUG = "P-01, P-03, P-05, P-07, P-09 and 1 more"


@pytest.mark.parametrize("analysis", ANALYSES)
def test_values_that_do_not_vary_are_named(tmp_path: Path, analysis: str) -> None:
    said = message(tmp_path, analysis, rows(lambda number: (40, 30, 30)))
    assert said.startswith("data.csv allows none of the analyses planned: nothing could be estimated.")
    assert f"FIS.total at M6 in drug: 30 in everybody measured, 6 people ({ALL_OF_DRUG})." in said
    assert "Correct these rows, or analyze with a copy of the plan" in said


@pytest.mark.parametrize(
    "analysis", ["mixed-anova", "rm-anova", "ancova", "group-comparison", "arm-regression"]
)
def test_arms_without_common_visits_are_named(tmp_path: Path, analysis: str) -> None:
    said = message(tmp_path, analysis, rows(apart))
    assert "FIS.total at M6 in usual: nobody has a value; 6 people (P-02, P-04" in said
    assert f"FIS.total at M12 in drug: nobody has a value; 6 people ({ALL_OF_DRUG})." in said


@pytest.mark.parametrize("analysis", ["linear-regression", "arm-regression"])
def test_more_coefficients_than_people_are_named(tmp_path: Path, analysis: str) -> None:
    said = message(tmp_path, analysis, rows(usual_scores, people=4))
    assert "coefficients (intercept, " in said and "sex=male, age_years) need " in said
    assert (
        "people with all values, and there are 2 (P-01, P-03)" in said or "(P-01, P-02, P-03, P-04)" in said
    )
    assert "take covariates out of the plan, or add people" in said


@pytest.mark.parametrize("analysis", ["linear-regression", "arm-regression"])
def test_a_factor_of_one_level_is_refused(tmp_path: Path, analysis: str) -> None:
    said = message(tmp_path, analysis, rows(usual_scores, sex=lambda number: "female"))
    assert "sex, a covariate of the analysis 'primary' of the plan, is 'female' in all 12 people" in said
    assert "the first P-01" in said and "take sex out of the covariates" in said


def test_a_factor_that_is_the_arm_is_named(tmp_path: Path) -> None:
    text = rows(usual_scores, sex=lambda number: "male" if number % 2 else "female")
    said = message(tmp_path, "arm-regression", text)
    assert "arm=drug and sex=male determine one another; take one of them out of the plan." in said
    said = message(tmp_path, "linear-regression", text)
    assert f"sex=male is 1 in all 6 people used ({ALL_OF_DRUG}): it explains nothing" in said


def test_a_person_twice_at_a_visit_is_refused(tmp_path: Path) -> None:
    text = rows(usual_scores)
    said = message(tmp_path, "ancova", text + text.splitlines()[1] + "\n")
    assert "Subject P-01 has two rows in data.csv, lines 2 and 14" in said and "Remove one" in said


@pytest.mark.parametrize("value", ["inf", "-inf", "1e999"])
def test_infinite_values_are_refused(tmp_path: Path, value: str) -> None:
    text = rows(lambda number: (value if number == 3 else 40, *usual_scores(number)[1:]))
    said = message(tmp_path, "ancova", text)
    assert value in said and "P-03" in said and "line 4" in said


def test_everybody_in_one_arm_is_refused(tmp_path: Path) -> None:
    said = message(tmp_path, "mixed-anova", rows(usual_scores).replace(",usual,", ",drug,"))
    assert "Everybody in this study is in the arm 'drug'" in said and 'write type = "rm-anova"' in said
    said = message(tmp_path, "ancova", rows(usual_scores).replace(",usual,", ",drug,"))
    assert "Nobody in this study is in the arm 'usual'" in said


@pytest.mark.parametrize("analysis", ANALYSES)
def test_the_same_file_without_faults_is_analyzed(tmp_path: Path, analysis: str) -> None:
    (tmp_path / "plan.toml").write_text(PLAN + ANALYSES[analysis])
    (tmp_path / "data.csv").write_text(rows(usual_scores))
    found = analyze(tmp_path / "data.csv", plan=tmp_path / "plan.toml", out=tmp_path / "run").results
    assert any(one.observed and one.observed.converged for one in found.estimates)


def test_an_analysis_among_others_that_cannot_be_done_is_a_warning(tmp_path: Path) -> None:
    both = PLAN + ANALYSES["ancova"] + '[analysis.other]\nendpoint = "FIS.total"\n' + ANALYSES["rm-anova"]
    (tmp_path / "plan.toml").write_text(both)
    (tmp_path / "data.csv").write_text(rows(lambda number: (40, *usual_scores(number)[1:])))
    found = analyze(tmp_path / "data.csv", plan=tmp_path / "plan.toml", out=tmp_path / "run").results
    assert "not_estimated" in [one.code for one in found.warnings]
