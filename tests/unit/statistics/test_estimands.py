"""Protects: each strategy gives the values it says, found in a study's tables, and refusals tell counts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from lassitude.quantities.errors import RequestError
from lassitude.records.csv_study import read_csv_study
from lassitude.statistics.estimands.occurrence import occurrence
from lassitude.statistics.plan import analyze_plan
from lassitude.study.data import StudyData, StudyDescription, check
from lassitude.study.estimands import DISCONTINUATION
from lassitude.study.protocol import Protocol, parse_protocol
from lassitude.study.tables import table

PLAN = """
schema = "lassitude.protocol/1"
id = "rescue"
title = "Two arms with rescue"
[populations.patients]
condition = "rrms"
n = 12
[arms.drug]
population = "patients"
blinding = "blinded"
treatments = [{ name = "modafinil", start_day = 0 }]
[arms.placebo]
population = "patients"
blinding = "blinded"
comparator = "placebo"
treatments = [{ name = "placebo", start_day = 0 }]
[design]
type = "parallel"
[visits]
schedule = { W0 = "0 wk", W4 = "4 wk", W8 = "8 wk" }
measure = ["MFIS", "EDSS"]
[estimands.main]
treatments = { compared = ["drug"], reference = "placebo" }
population = "everyone randomized"
variable = { type = "change", endpoint = "MFIS.total", change_from = "W0", at = "W8" }
[estimands.main.intercurrent]
rescue = STRATEGY
[analysis.primary]
type = "ANALYSIS"
endpoint = "MFIS.total"
change_from = "W0"
at = "W8"
reference = "placebo"
estimand = "main"
"""
DAYS = {"W0": 0.0, "W4": 28.0, "W8": 56.0}
NAMES = [f"P-{number:02d}" for number in range(1, 13)]
VALUES = np.array(
    [
        [50, 48, 46], [44, 45, 40], [60, 55, 50], [52, 50, 49], [47, 40, 38], [55, 52, 51],
        [51, 50, 52], [43, 44, 42], [61, 60, 58], [53, 50, 55], [46, 45, 47], [56, 57, 53],
    ],
    dtype=float,
)  # fmt: skip
"""Scores of six people of the drug arm, then of six of the placebo arm."""


def plan(strategy: str, analysis: str = "ancova", more: str = "") -> Protocol:
    return parse_protocol(
        PLAN.replace("STRATEGY", strategy).replace("ANALYSIS", analysis) + more, "rescue.toml"
    )


def study(values: np.ndarray = VALUES, events: dict[str, Any] | None = None, **people: Any) -> StudyData:
    """Two arms of six; an event is by default a rescue of P-03 on day 40."""
    happened = {"subject": ["P-03"], "category": "intercurrent", "term": "rescue", "day": [40.0]} | (
        events or {}
    )
    subjects = {"subject": NAMES, "population": "patients", "arm": ["drug"] * 6 + ["placebo"] * 6}
    subjects |= {"condition": "rrms", "sex": "female", "status": "completed"} | people
    there = [(s, v) for s in range(12) for v in range(3) if np.isfinite(values[s, v])]
    seen = {
        "subject": [NAMES[s] for s, _ in there],
        "instrument": "MFIS", "part": "total", "unit": "points", "status": "observed",
        "visit": [list(DAYS)[v] for _, v in there],
        "day": [list(DAYS.values())[v] for _, v in there],
        "value": [values[s, v] for s, v in there],
    }  # fmt: skip
    tables = [
        table(name, {"replicate": 0} | content)
        for name, content in (("subjects", subjects), ("observations", seen), ("events", happened))
    ]
    return check(StudyData(StudyDescription("rescue", "", {}, "first visit"), *tables))


def estimate(values: np.ndarray, strategy: str, analysis: str = "ancova", more: str = "") -> float:
    found = analyze_plan(study(values), plan(strategy, analysis, more))
    name = {"ancova": "adjusted_difference", "group-comparison": "difference"}.get(analysis, "ls_difference")
    return float(found[f"MFIS.total|{name}:placebo|W8|drug"].value[0])


def without_estimand(values: np.ndarray, analysis: str = "ancova") -> float:
    text = (
        PLAN.partition("[estimands.main]")[0] + "[analysis.primary]" + PLAN.partition("[analysis.primary]")[2]
    )
    text = text.replace('estimand = "main"', "").replace("ANALYSIS", analysis)
    found = analyze_plan(study(values), parse_protocol(text, "rescue.toml"))
    name = "adjusted_difference" if analysis == "ancova" else "difference"
    return float(found[f"MFIS.total|{name}:placebo|W8|drug"].value[0])


def with_last(value: float) -> np.ndarray:
    """Return the scores with another last one of P-03, who had the event before it."""
    values = VALUES.copy()
    values[2, 2] = value
    return values


def test_treatment_policy_keeps_what_came_after() -> None:
    assert estimate(VALUES, '{ type = "treatment-policy" }') == without_estimand(VALUES)


def test_composite_puts_the_assigned_value_in_place_seen_or_not() -> None:
    strategy = '{ type = "composite", assigned = { type = "value", value = 84 } }'
    assert estimate(VALUES, strategy) == without_estimand(with_last(84.0))
    assert estimate(with_last(np.nan), strategy) == without_estimand(with_last(84.0))


def test_composite_can_count_as_no_change() -> None:
    strategy = '{ type = "composite", assigned = { type = "baseline" } }'
    assert estimate(VALUES, strategy, "group-comparison") == without_estimand(
        with_last(60.0), "group-comparison"
    )


def test_while_on_treatment_takes_the_last_value_before_the_event() -> None:
    assert estimate(VALUES, '{ type = "while-on-treatment" }') == without_estimand(with_last(55.0))


def test_hypothetical_takes_away_what_came_after() -> None:
    """The mixed model gives the same whatever the value after the event, and another than with it kept."""
    text = PLAN.replace('at = "W8"\nreference', "reference")
    found = [
        analyze_plan(
            study(with_last(value)),
            parse_protocol(text.replace("STRATEGY", strategy).replace("ANALYSIS", "mmrm"), "rescue.toml"),
        )["MFIS.total|ls_difference:placebo|W8|drug"].value[0]
        for value, strategy in (
            (50.0, '{ type = "hypothetical" }'),
            (84.0, '{ type = "hypothetical" }'),
            (84.0, '{ type = "treatment-policy" }'),
        )
    ]
    assert found[0] == found[1] != found[2]


def test_principal_stratum_keeps_the_people_in_it() -> None:
    """Chosen by the score at the first visit, at most 60: P-09 with 61 is out."""
    strategy = '{ type = "principal-stratum", observed = "MFIS.total@W0", at_most = 60 }'
    values = VALUES.copy()
    values[8] = np.nan
    assert estimate(VALUES, strategy) == pytest.approx(without_estimand(values))


def test_an_event_on_the_day_of_a_visit_comes_after_it() -> None:
    strategy = '{ type = "composite", assigned = { type = "value", value = 84 } }'
    found = analyze_plan(study(events={"day": [56.0]}), plan(strategy))
    assert found["MFIS.total|adjusted_difference:placebo|W8|drug"].value[0] == without_estimand(VALUES)


def test_the_estimand_and_its_events_stand_in_the_notes() -> None:
    found = analyze_plan(study(), plan('{ type = "treatment-policy" }'))
    assert found["MFIS.total|adjusted_difference:placebo|W8|drug"].notes[:2] == (
        "Estimand main: drug compared with placebo, in everyone randomized, by the change of "
        "MFIS.total from W0 "
        "to W8, whether or not rescue occurred (treatment policy), as a difference in means.",
        "Intercurrent events: rescue: 1 of 12 people before W8.",
    )


def test_discontinuation_is_found_in_departures_and_exposures() -> None:
    """P-02 left on the day of the event, P-04 left without one, P-05 took the drug until day 30 only."""
    data = study(
        events={"subject": ["P-02"], "category": "disposition", "term": "left the study", "day": [33.0]},
        status=["completed", "withdrawn", "completed", "withdrawn", *["completed"] * 8],
        status_reason=[None, None, None, "moved away", *[None] * 8],
    )
    had = {"replicate": 0, "subject": NAMES[:6], "treatment": "modafinil", "start_day": 0.0}
    exposures = table("exposures", had | {"end_day": [None, 33.0, None, None, 30.0, None]})
    data = check(StudyData(data.description, data.subjects, data.observations, data.events, exposures))
    happened = occurrence(data, plan('{ type = "treatment-policy" }'), "MFIS.total", list(DAYS))
    first = dict(zip(NAMES, happened.first[DISCONTINUATION][0].tolist(), strict=True))
    assert {name: day for name, day in first.items() if np.isfinite(day)} == {
        "P-02": 33,
        "P-04": 56,
        "P-05": 30,
    }
    assert happened.first["moved away"][0, 3] == 56.0
    assert happened.after(DISCONTINUATION)[0, 4].tolist() == [False, False, True]


def test_values_that_were_never_collected_are_not_treatment_policy() -> None:
    with pytest.raises(RequestError) as refused:
        analyze_plan(study(with_last(np.nan)), plan('{ type = "treatment-policy" }'))
    assert str(refused.value) == (
        "The analysis 'primary' is refused: for 'rescue' its estimand takes values whether or not it "
        "occurred "
        "(treatment policy), and 1 of 1 people who had it have no MFIS.total at W8 after it, the first P-03. "
        'ancova takes them to be like people without it. Write type = "multiple-imputation" with '
        "method = { type "
        '= "retrieved-dropout" }, "jump-to-reference" or "copy-increments"; or make the strategy '
        "hypothetical, if "
        "the effect without the event is what is asked."
    )


def test_an_event_that_the_estimand_does_not_name_is_refused() -> None:
    with pytest.raises(
        RequestError, match=r"'steroids', which 2 people had, the first P-03 on day 12\. Add it"
    ):
        analyze_plan(
            study(events={"subject": ["P-09", "P-03"], "term": "steroids", "day": [5.0, 12.0]}),
            plan('{ type = "treatment-policy" }'),
        )


IMPUTED = 'imputations = 5\nmethod = { type = "METHOD" }\n'


def test_too_few_retrieved_are_refused_with_counts() -> None:
    with pytest.raises(RequestError) as refused:
        analyze_plan(
            study(with_last(np.nan)),
            plan(
                '{ type = "treatment-policy" }',
                "multiple-imputation",
                IMPUTED.replace("METHOD", "retrieved-dropout"),
            ),
        )
    assert str(refused.value) == (
        "The analysis 'primary' cannot impute MFIS.total: 0 people of drug were measured at the last "
        "visit after "
        "the event, fewer than the 10 that retrieved-dropout asks for; jump-to-reference or a "
        "hypothetical strategy "
        "does without them."
    )


def test_an_imputed_comparison_tells_its_share_and_its_variance() -> None:
    found = analyze_plan(
        study(with_last(np.nan)),
        plan(
            '{ type = "treatment-policy" }',
            "multiple-imputation",
            IMPUTED.replace("METHOD", "jump-to-reference"),
        ),
    )
    difference = found["MFIS.total|jump_to_reference_difference:placebo|W8|drug"]
    assert "Imputed at W8: 1 of 12 values (8%), 1 of them after an event." in difference.notes
    assert (
        "variance by Rubin's rules, degrees of freedom by Barnard and Rubin (information-anchored"
        in difference.method
    )
    assert found["MFIS.total|jump_to_reference_share|W8|drug"].value[0] == pytest.approx(1 / 6)
    assert found["MFIS.total|jump_to_reference_share|W8|placebo"].value[0] == 0.0


def test_a_csv_file_tells_who_left_and_why(tmp_path: Path) -> None:
    """Three people a group; P-2 left with the reason of the estimand's event, so that no change counts."""
    rows = ["subject,arm,subject_status,status_reason,MFIS@W0,MFIS@W4,MFIS@W8"]
    rows += [
        "P-1,drug,completed,,50,48,46",
        "P-2,drug,withdrawn,rescue,44,45,",
        "P-3,drug,completed,,60,55,50",
    ]
    rows += [
        "P-4,placebo,completed,,51,50,52",
        "P-5,placebo,completed,,43,44,42",
        "P-6,placebo,completed,,61,60,57",
    ]
    file = tmp_path / "data.csv"
    file.write_text("\n".join(rows) + "\n")
    planned = plan('{ type = "composite", assigned = { type = "baseline" } }', "group-comparison")
    found = analyze_plan(read_csv_study(file, planned), planned)["MFIS.total|difference:placebo|W8|drug"]
    assert found.value[0] == pytest.approx(np.mean([-4, 0, -10]) - np.mean([1, -1, -4]))
    assert "Intercurrent events: rescue: 1 of 6 people before W8." in found.notes
