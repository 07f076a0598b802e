"""Protects: each strategy counts the responders, the events and the time that it says.

Every number expected here was counted by hand from the twelve people below.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from lassitude.quantities.errors import RequestError
from lassitude.statistics.estimates import EstimateBatch
from lassitude.statistics.plan import analyze_plan
from lassitude.study.data import StudyData, StudyDescription, check
from lassitude.study.protocol import parse_protocol
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
schedule = { W0 = "0 wk", W4 = "4 wk", W8 = "8 wk", W12 = "12 wk" }
measure = ["MFIS", "EDSS", "relapses"]
[estimands.main]
treatments = { compared = ["drug"], reference = "placebo" }
population = "everyone randomized"
VARIABLE
[estimands.main.intercurrent]
rescue = { type = "STRATEGY" }
"treatment discontinuation" = { type = "OTHER" }
[analysis.primary]
reference = "placebo"
estimand = "main"
"""
RESPONDING = """
variable = { type = "responder", endpoint = "MFIS.total", change_from = "W0", at = "W8", at_most = -10 }
summary = "difference-in-proportions"
"""
RESPONDERS = """
type = "responders"
endpoint = "MFIS.total"
change_from = "W0"
at = "W8"
cutoff = { change_at_most = -10, kind = "within-person", source = "a citation, 2020" }
reliability = { type = "stated-reliability", correlation = 0.8, source = "a citation, 2020" }
"""
RELAPSING = 'variable = { type = "event", event = "relapse" }\nsummary = "rate-ratio"\n'
RATE = 'type = "event-rate"\nendpoint = "relapses.count"\nevents = "relapse"\n'
COUNTED = RELAPSING.replace('"relapse"', '"relapses.count"')
COUNTS = RATE.replace('events = "relapse"\n', "")
FIRST = 'variable = { type = "event", event = "relapse" }\nsummary = "hazard-ratio"\n'
TIME = """
type = "time-to-event"
endpoint = "relapses.count"
event = { type = "first-event", category = "relapse" }
"""
WORSE = """
variable = { type = "event", event = "confirmed-change of EDSS.total" }
summary = "hazard-ratio"
"""
WORSENING = """
type = "time-to-event"
endpoint = "EDSS.total"
event = { type = "confirmed-change", by = 1, confirmed_after = "4 wk" }
"""
DAYS = {"W0": 0.0, "W4": 28.0, "W8": 56.0, "W12": 84.0}
NAMES = [f"P-{number:02d}" for number in range(1, 13)]
FIRST_SCORES = np.array([50, 53, 48, 51, 47, 52, 54, 49, 50, 52, 46, 51])
EARLY = np.array([-4, -5, -6, -3, -5, -7, -4, -4, -6, -5, -3, -7])
LATE = np.array([-15, -12, -20, -2, -1, -9, -12, 2, -3, 0, -6, 1])
MFIS = FIRST_SCORES[:, None] + np.stack([0 * EARLY, EARLY, LATE, LATE], axis=1).astype(float)
"""Scores at every visit, six of the drug arm first; P-01 to P-03 fell by 10 or more until W8, P-07 too."""
RELAPSES = {"P-01": (20.0, 60.0), "P-03": (50.0,), "P-04": (30.0,), "P-07": (10.0, 40.0), "P-09": (70.0,)}
Found = dict[str, EstimateBatch]


def study(
    mfis: np.ndarray = MFIS, rescue: dict[str, float] | None = None, left: dict[str, float] | None = None
) -> StudyData:
    """Two arms of six; rescue by person and day, people who left by their day."""
    rescue = {"P-03": 40.0} if rescue is None else rescue
    left = left or {}
    edss = np.full((12, 4), 3.0)
    edss[2] = [3, 3, 4, 4]
    edss[8] = [3, 4, 4, 4]
    counts = np.zeros((12, 4))
    for name, days in RELAPSES.items():
        for day in days:
            counts[NAMES.index(name), 1 + int(day // 28.0001)] += 1
    rows = []
    for instrument, part, unit, values in (
        ("MFIS", "total", "points", mfis),
        ("EDSS", "total", "points", edss),
        ("relapses", "count", "1", counts),
    ):
        there = [
            (s, v) for s in range(12) for v, day in enumerate(DAYS.values())
            if np.isfinite(values[s, v]) and day <= left.get(NAMES[s], 999.0)
        ]  # fmt: skip
        rows += [
            (NAMES[s], instrument, part, unit, [*DAYS][v], [*DAYS.values()][v], float(values[s, v]))
            for s, v in there
        ]
    seen = _columns(("subject", "instrument", "part", "unit", "visit", "day", "value"), rows)
    happened = [(name, "relapse", "relapse", day) for name, days in RELAPSES.items() for day in days]
    happened += [(name, "intercurrent", "rescue", day) for name, day in rescue.items()]
    happened += [(name, "disposition", "left the study", day) for name, day in left.items()]
    happened = [row for row in happened if row[3] <= left.get(row[0], 999.0)]
    events = _columns(("subject", "category", "term", "day"), happened)
    subjects = {"subject": NAMES, "population": "patients", "arm": ["drug"] * 6 + ["placebo"] * 6}
    subjects |= {"condition": "rrms", "sex": "female"}
    subjects |= {"status": ["withdrawn" if name in left else "completed" for name in NAMES]}
    tables = [
        table(name, {"replicate": 0} | content)
        for name, content in (
            ("subjects", subjects), ("observations", seen | {"status": "observed"}), ("events", events),
        )
    ]  # fmt: skip
    return check(StudyData(StudyDescription("rescue", "", {}, "first visit"), *tables))


def _columns(names: tuple[str, ...], rows: list[tuple[Any, ...]]) -> dict[str, Any]:
    return {name: [row[place] for row in rows] for place, name in enumerate(names)}


def found_in(
    data: StudyData,
    about: str,
    analysis: str,
    strategy: str = "treatment-policy",
    other: str = "treatment-policy",
) -> Found:
    text = PLAN.replace("VARIABLE", about.strip()) + analysis
    for word, value in (("STRATEGY", strategy), ("OTHER", other)):
        text = text.replace(f'{{ type = "{word}" }}', _strategy(value))
    return analyze_plan(data, parse_protocol(text, "rescue.toml"))


def _strategy(name: str) -> str:
    kind, _, assigned = name.partition(" ")
    given = f', assigned = {{ type = "{assigned}" }}' if assigned else ""
    return f'{{ type = "{kind}"{given} }}'


def responders(found: Found) -> list[float]:
    return [float(found[f"MFIS.total|responder_{what}|W8|drug"].value[0]) for what in ("n", "rate")]


def test_responders_after_an_event_count_by_treatment_policy() -> None:
    assert responders(found_in(study(), RESPONDING, RESPONDERS)) == [3.0, 0.5]


def test_a_composite_event_is_no_response_measured_or_not() -> None:
    missing = MFIS.copy()
    missing[2, 2:] = np.nan
    for values in (MFIS, missing):
        found = found_in(study(values), RESPONDING, RESPONDERS, "composite failure")
        assert responders(found) == [2.0, 2 / 6]
        assert found["MFIS.total|responder_difference:placebo|W8|drug"].n[0] == 12


def test_while_on_treatment_a_response_is_judged_by_the_last_value_before_the_event() -> None:
    """P-03 had 42 at W4, 6 less than at W0: no response."""
    assert responders(found_in(study(), RESPONDING, RESPONDERS, "while-on-treatment")) == [2.0, 2 / 6]


def test_missing_responders_are_refused_or_counted_as_the_plan_says() -> None:
    missing = MFIS.copy()
    missing[2, 2:] = np.nan
    with pytest.raises(RequestError) as refused:
        found_in(study(missing), RESPONDING, RESPONDERS)
    assert str(refused.value) == (
        "The analysis 'primary' is refused: for 'rescue' its estimand takes values whether or not it "
        "occurred (treatment policy), and 1 of 1 people who had it have no MFIS.total at W8 after it, the "
        'first P-03. responders leaves them out. Write missing = "non-responder", which counts them as not '
        "responding; or make the strategy composite, if the event itself is to count as no response."
    )
    found = found_in(study(missing), RESPONDING, RESPONDERS + 'missing = "non-responder"\n')
    assert responders(found) == [2.0, 2 / 6]
    notes = found["MFIS.total|responder_difference:placebo|W8|drug"].notes
    assert (
        "After an event of treatment policy 1 of 1 people have no MFIS.total at W8 and count as not "
        "responding, which supposes what was not collected."
    ) in notes
    assert notes[0].startswith(
        "Estimand main: drug compared with placebo, in everyone randomized, by whether"
    )


IMPUTATION = 'imputation = { method = { type = "missing-at-random" }, imputations = 10 }\n'


def test_imputed_responders_are_counted_where_nothing_is_missing() -> None:
    """Three of six and one of six; the variance of a share p is p (1 - p) / 6, of the difference the sum."""
    found = found_in(study(), RESPONDING, RESPONDERS + IMPUTATION)
    difference = found["MFIS.total|imputed_responder_difference:placebo|W8|drug"]
    assert found["MFIS.total|imputed_responder_rate|W8|placebo"].value[0] == pytest.approx(1 / 6)
    assert difference.value[0] == pytest.approx(2 / 6)
    assert difference.se is not None and difference.df is not None
    assert difference.se[0] ** 2 == pytest.approx((3 / 6 * 3 / 6 + 1 / 6 * 5 / 6) / 6)
    assert difference.df[0] == 10.0
    assert "Imputed at W8: 0 of 12 values (0%)." in difference.notes
    assert "variance by Rubin's rules" in difference.method
    assert found["MFIS.total|imputed_noise_responder_rate|W8|drug"].converged.all()
    assert not any("odds" in name for name in found)


def test_where_nobody_responds_an_imputed_difference_has_no_interval() -> None:
    nobody = np.where(FIRST_SCORES[:, None] > MFIS, FIRST_SCORES[:, None] - 1.0 - (MFIS % 2), MFIS)
    found = found_in(study(nobody), RESPONDING, RESPONDERS + IMPUTATION)
    difference = found["MFIS.total|imputed_responder_difference:placebo|W8|drug"]
    assert difference.value[0] == 0.0 and difference.interval95 is not None and difference.p is not None
    assert np.isnan([difference.interval95.low[0], difference.interval95.high[0], difference.p[0]]).all()
    assert (
        "Where nobody or everybody responds in both arms the difference has no interval." in difference.notes
    )


def test_imputed_responders_fail_with_a_composite_event() -> None:
    found = found_in(study(), RESPONDING, RESPONDERS + IMPUTATION, "composite failure")
    assert found["MFIS.total|imputed_responder_rate|W8|drug"].value[0] == pytest.approx(2 / 6)


def test_imputed_responders_without_the_event_are_drawn() -> None:
    """P-03 would have had a value between none and all responding; the value after the rescue is not used."""
    other = MFIS.copy()
    other[2, 2] = 80.0
    values = [
        found_in(study(scores), RESPONDING, RESPONDERS + IMPUTATION, "hypothetical")[
            "MFIS.total|imputed_responder_rate|W8|drug"
        ].value[0]
        for scores in (MFIS, other)
    ]
    assert values[0] == values[1]
    assert 2 / 6 <= values[0] <= 3 / 6


def rates(found: Found, arm: str = "drug") -> list[float]:
    events, years = (
        float(found[f"relapses.count|{what}|W12|{arm}"].value[0]) for what in ("events_n", "followed_years")
    )
    return [events, round(years * 365.25, 6)]


@pytest.mark.parametrize(
    ("strategy", "events", "days"),
    [
        ("treatment-policy", 4, 6 * 84),
        ("while-on-treatment", 3, 5 * 84 + 40),
        ("hypothetical", 3, 5 * 84 + 40),
        ("composite event", 5, 6 * 84),
    ],
)
def test_recorded_events_and_days_by_strategy(strategy: str, events: int, days: int) -> None:
    """The drug arm relapsed four times; P-03 did on day 50, after the rescue on day 40."""
    found = found_in(study(), RELAPSING, RATE, strategy)
    assert rates(found) == [events, days]
    assert rates(found, "placebo") == [3, 6 * 84]


@pytest.mark.parametrize(
    ("strategy", "events", "days"), [("treatment-policy", 4, 6 * 84), ("while-on-treatment", 3, 5 * 84 + 28)]
)
def test_counts_at_visits_end_at_the_last_visit_before_the_event(
    strategy: str, events: int, days: int
) -> None:
    assert rates(found_in(study(), COUNTED, COUNTS, strategy)) == [events, days]


def test_an_event_on_the_day_of_an_intercurrent_one_comes_before_it() -> None:
    found = found_in(study(rescue={"P-03": 50.0}), RELAPSING, RATE, "while-on-treatment")
    assert rates(found) == [4, 5 * 84 + 50]


def test_a_composite_event_on_the_first_day_counts_with_one_day() -> None:
    """P-02 left on day 0; without the estimand nobody would have followed this person."""
    found = found_in(study(left={"P-02": 0.0}), RELAPSING, RATE, other="composite event")
    assert rates(found) == [5, 5 * 84 + 1]


def with_event(found: Found, endpoint: str, arm: str = "drug") -> int:
    return int(found[f"{endpoint}|with_event_n|W12|{arm}"].value[0])


@pytest.mark.parametrize(
    ("strategy", "events", "at_risk"),
    [
        ("treatment-policy", 3, 4),
        ("while-on-treatment", 2, 4),
        ("hypothetical", 2, 4),
        ("composite event", 3, 4),
    ],
)
def test_first_events_by_strategy(strategy: str, events: int, at_risk: int) -> None:
    """P-01 and P-04 relapsed before W8; P-03 on day 50, or had the rescue on day 40."""
    found = found_in(study(), FIRST, TIME, strategy)
    assert with_event(found, "relapses.count") == events
    at_w4 = found["relapses.count|at_risk_n|W4|drug"].value[0]
    assert at_w4 == 5
    free = found["relapses.count|event_free_share|W8|drug"].value[0]
    assert free == pytest.approx({3: 3 / 6, 2: 4 / 6}[events])
    assert found["relapses.count|at_risk_n|W8|drug"].value[0] == 3


def test_a_composite_event_stands_on_its_own_day() -> None:
    """Days 20, 30, 35 (rescue of P-05) and 50 of six people: half are free from day 35 on."""
    found = found_in(study(rescue={"P-05": 35.0}), FIRST, TIME, "composite event")
    assert with_event(found, "relapses.count") == 4
    assert found["relapses.count|median_time|W12|drug"].value[0] == 35.0


@pytest.mark.parametrize(
    ("strategy", "events"),
    [("treatment-policy", 1), ("while-on-treatment", 0), ("hypothetical", 0), ("composite event", 1)],
)
def test_confirmed_changes_by_strategy(strategy: str, events: int) -> None:
    """P-03 worsened at W8, confirmed at W12, after the rescue on day 40."""
    assert with_event(found_in(study(), WORSE, WORSENING, strategy), "EDSS.total") == events


def test_leaving_is_an_event_of_a_composite_though_no_value_follows() -> None:
    """P-05 left on day 70, after the last visit; P-06 on day 10, before any later value."""
    data = study(left={"P-05": 70.0, "P-06": 10.0})
    assert with_event(found_in(data, WORSE, WORSENING, other="composite event"), "EDSS.total") == 3


@pytest.mark.parametrize(
    ("about", "analysis"), [(RELAPSING, RATE), (COUNTED, COUNTS), (FIRST, TIME), (WORSE, WORSENING)]
)
def test_who_was_not_followed_after_an_event_is_no_treatment_policy(about: str, analysis: str) -> None:
    with pytest.raises(RequestError) as refused:
        found_in(study(left={"P-05": 70.0}), about, analysis)
    kind = "event-rate" if "rate" in about else "time-to-event"
    assert str(refused.value) == (
        "The analysis 'primary' is refused: for 'treatment discontinuation' its estimand counts what happens "
        "whether or not it occurred (treatment policy), and 1 of 1 people who had it were not followed after "
        f"it, the first P-05. {kind} takes them to be like those who still are. Follow people after it; or "
        "make the strategy composite (the event counts), while-on-treatment (time until it counts) or "
        "hypothetical (followed until it, as if it had not occurred)."
    )


def test_who_had_the_event_before_leaving_is_not_missed() -> None:
    """P-01 relapsed on day 20 and left on day 70: nothing more is asked of a first event."""
    assert with_event(found_in(study(left={"P-01": 70.0}), FIRST, TIME), "relapses.count") == 3


def test_what_is_supposed_stands_in_the_notes() -> None:
    ratio = "relapses.count|rate_ratio:placebo|W12|drug"
    notes = found_in(study(), RELAPSING, RATE, "hypothetical")[ratio].notes
    assert notes[1:3] == (
        "Intercurrent events: rescue: 1 of 12 people before W12; treatment discontinuation: 0 of 12 people "
        "before W12.",
        "Followed until rescue only, which supposes that people who had it would have had events like those "
        "still followed in their arm with the same covariates; the data cannot tell.",
    )
    assert not any("supposes" in note for note in found_in(study(), RELAPSING, RATE)[ratio].notes)
    hazard = found_in(study(), FIRST, TIME, "while-on-treatment")[
        "relapses.count|hazard_ratio:placebo|W12|drug"
    ]
    assert any(
        note.startswith("Hazards are those of people who have not had rescue yet") for note in hazard.notes
    )


def test_an_event_that_the_estimand_does_not_name_is_refused_of_rates() -> None:
    data = study()
    events = data.events.with_columns(term=data.events["term"].replace("rescue", "steroids"))
    data = StudyData(data.description, data.subjects, data.observations, events)
    with pytest.raises(
        RequestError, match=r"'steroids', which 1 people had, the first P-03 on day 40\. Add it"
    ):
        found_in(data, RELAPSING, RATE)
