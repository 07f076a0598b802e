"""Protects: plans of responders, events, censored values and hypotheses give what their parts give."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from lassitude.quantities.errors import RequestError
from lassitude.randomness.streams import normals, person_keys, uniforms
from lassitude.report.statistic_words import STATISTICS, statistic
from lassitude.statistics.estimates import EstimateBatch
from lassitude.statistics.multiplicity import adjusted, holm
from lassitude.statistics.plan import analyze_plan
from lassitude.statistics.proportions import risk_difference
from lassitude.study.data import StudyData, StudyDescription, check
from lassitude.study.endpoints import parse_estimate_id
from lassitude.study.protocol import Protocol, parse_protocol
from lassitude.study.tables import table

PLAN = """
schema = "lassitude.protocol/1"
id = "outcomes"
title = "Other outcomes"
[populations.patients]
condition = "rrms"
n = 80
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
schedule = { M0 = "0 mo", M3 = "3 mo", M6 = "6 mo", M9 = "9 mo", M12 = "12 mo" }
measure = ["MFIS", "EDSS", "relapses", "IFNG", "FSS"]
[analysis.responders]
type = "responders"
endpoint = "MFIS.total"
change_from = "M0"
at = "M12"
reference = "placebo"
cutoff = { change_at_most = -10, kind = "within-person", source = "a citation, 2020" }
reliability = { type = "stated-reliability", correlation = 0.8, source = "a citation, 2020" }
[analysis.relapses]
type = "event-rate"
endpoint = "relapses.count"
events = "relapse"
reference = "placebo"
[analysis.first-relapse]
type = "time-to-event"
endpoint = "relapses.count"
event = { type = "first-event", category = "relapse" }
reference = "placebo"
[analysis.worsening]
type = "time-to-event"
endpoint = "EDSS.total"
event = { type = "confirmed-worsening", confirmed_after = "12 wk" }
reference = "placebo"
[analysis.interferon]
type = "censored-comparison"
endpoint = "IFNG.concentration"
at = "M12"
reference = "placebo"
[analysis.interferon-plain]
type = "group-comparison"
endpoint = "IFNG.concentration"
at = "M12"
reference = "placebo"
[analysis.together]
type = "repeated-correlation"
endpoint = "MFIS.total"
other = "FSS.total"
[analysis.panel]
type = "group-comparison"
endpoint = "MFIS.total"
at = "M12"
reference = "placebo"
variants = [{ endpoint = "FSS.total", label = "severity" }, { endpoint = "EDSS.total", label = "EDSS" }]
[multiplicity.main]
type = "holm"
hypotheses = [
  "MFIS.total|responder_difference:placebo|M12|drug",
  "relapses.count|rate_ratio:placebo|M12|drug",
]
[multiplicity.biomarkers]
type = "false-discovery-rate"
panel = "panel"
statistic = "difference:placebo"
"""
DAYS = np.arange(5) * 91.3125
PEOPLE = 80
ARM = np.where(np.arange(PEOPLE) < 40, "drug", "placebo")


@pytest.fixture(scope="module")
def plan() -> Protocol:
    return parse_protocol(PLAN, "outcomes.toml")


def study(replicates: int = 3) -> StudyData:
    """Draw replicates of 80 people: scores, an assay with a limit of 2 pg/mL, and relapses with days."""
    keys = person_keys(9, np.arange(replicates)[:, None, None], np.arange(PEOPLE)[None, :, None])
    occasion = np.arange(5)
    level = 45 + 12 * normals(keys, "level", 0)
    treated = (ARM == "drug")[None, :, None]
    scores = {
        ("MFIS", "total", "points"): level
        + 5 * normals(keys, "mfis", occasion)
        - 6 * treated * (occasion > 0),
        ("FSS", "total", "points"): 4 + level / 40 + 0.4 * normals(keys, "fss", occasion),
        ("EDSS", "total", "points"): np.rint(2 * (3 + 0.3 * occasion + normals(keys, "edss", occasion))) / 2,
        ("IFNG", "concentration", "pg/mL"): np.exp(1 - 0.5 * treated + 0.8 * normals(keys, "ifng", occasion)),
        ("relapses", "count", "1"): np.zeros((replicates, PEOPLE, 5)),
    }
    r, s, v = np.indices((replicates, PEOPLE, 5))
    who = {"replicate": r.ravel().astype(np.int32), "subject": np.char.add("P", s.ravel().astype(str))}
    when = {"visit": np.array(["M0", "M3", "M6", "M9", "M12"])[v.ravel()], "day": DAYS[v.ravel()]}
    rows = []
    for (instrument, part, unit), values in scores.items():
        low = (values.ravel() < 2) if instrument == "IFNG" else np.zeros(values.size, dtype=bool)
        columns = who | when | {"instrument": instrument, "part": part, "unit": unit}
        columns |= {"value": np.where(low, np.nan, values.ravel()), "limit": np.where(low, 2.0, np.nan)}
        rows.append(table("observations", columns | {"status": np.where(low, "below_limit", "observed")}))
    subjects = {
        "replicate": r[..., 0].ravel().astype(np.int32),
        "subject": np.char.add("P", s[..., 0].ravel().astype(str)),
        "arm": ARM[s[..., 0].ravel()],
    }
    fixed = {"population": "patients", "condition": "rrms", "sex": "female", "status": "completed"}
    day = 365.25 * uniforms(keys, "relapse", np.arange(2)[None, None])
    happened = uniforms(keys, "whether", np.arange(2)[None, None]) < np.where(treated, 0.15, 0.4)
    place = np.nonzero(happened)
    events = {
        "replicate": place[0].astype(np.int32),
        "subject": np.char.add("P", place[1].astype(str)),
        "category": "relapse",
        "term": "relapse",
        "day": day[place],
    }
    made = StudyData(
        StudyDescription("outcomes", "", {}, "first visit"),
        table("subjects", subjects | fixed),
        pl.concat(rows),
        table("events", events),
    )
    return check(made)


@pytest.fixture(scope="module")
def found(plan: Protocol) -> dict[str, EstimateBatch]:
    return analyze_plan(study(), plan)


Found = Mapping[str, EstimateBatch]


def interval_of(one: EstimateBatch) -> NDArray[np.float64]:
    assert one.interval95 is not None
    return np.stack(one.interval95)


def test_every_estimate_has_words_and_a_value(found: Found) -> None:
    assert len(found) > 60
    assert [
        name for name, one in found.items() if not one.converged.any() and "median_time" not in name
    ] == []
    for name in found:
        written = parse_estimate_id(name).statistic
        assert written in STATISTICS or ":" not in statistic(written), name


def test_responders_are_counted_and_compared(found: Found) -> None:
    n = {arm: found[f"MFIS.total|responder_n|M12|{arm}"].value for arm in ("drug", "placebo")}
    rate = found["MFIS.total|responder_rate|M12|drug"]
    np.testing.assert_allclose(rate.value, n["drug"] / 40)
    difference = found["MFIS.total|responder_difference:placebo|M12|drug"]
    forty = np.full(3, 40)
    own = risk_difference(n["drug"].astype(int), forty, n["placebo"].astype(int), forty)
    np.testing.assert_allclose(difference.value, own.value)
    np.testing.assert_allclose(interval_of(difference), np.stack(own.interval))
    assert "within-person cut-off, a citation, 2020" in rate.method
    odds = found["MFIS.total|responder_odds_ratio:placebo|M12|drug"].value
    by_hand = n["drug"] / (40 - n["drug"]) / (n["placebo"] / (40 - n["placebo"]))
    np.testing.assert_allclose(odds, by_hand)


def test_several_cutoffs_of_one_endpoint_stand_in_the_names(found: Found) -> None:
    """The plan's own cut-off gives the same numbers beside another one, which fewer people meet."""
    begin = PLAN.index("[analysis.responders]")
    second = PLAN[begin : PLAN.index("[analysis.relapses]")].replace("analysis.responders", "analysis.more")
    text = PLAN.partition("[multiplicity.main]")[0] + second.replace("= -10", "= -15.5")
    both = analyze_plan(study(), parse_protocol(text, "outcomes.toml"))
    for plain, named in (
        ("responder_n|M12|drug", "responder_n:-10|M12|drug"),
        ("responder_rate|M12|drug", "responder_rate:-10|M12|drug"),
        ("noise_responder_rate|M12|drug", "noise_responder_rate:-10|M12|drug"),
        ("responder_difference:placebo|M12|drug", "responder_difference:placebo@-10|M12|drug"),
        ("responder_odds_ratio:placebo|M12|drug", "responder_odds_ratio:placebo@-10|M12|drug"),
    ):
        assert f"MFIS.total|{plain}" not in both
        np.testing.assert_array_equal(
            both[f"MFIS.total|{named}"].value, found[f"MFIS.total|{plain}"].value, strict=True
        )
        assert parse_estimate_id(f"MFIS.total|{named}".replace("-10", "-15.5")).arm == "drug"
    fewer = both["MFIS.total|responder_n:-15.5|M12|drug"].value
    assert (fewer < found["MFIS.total|responder_n|M12|drug"].value).all()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("responder_rate:-15.5", "Share of responders, cut-off -15.5"),
        ("noise_responder_rate:-10", "Share that noise alone makes responders, cut-off -10"),
        ("responder_difference:placebo@-10", "Share of responders, difference from placebo, cut-off -10"),
        ("responder_odds_ratio:usual_care@6", "Odds of responding, ratio to usual care, cut-off 6"),
        (
            "share_responder_difference_p_below_0.05:placebo@-10",
            "Share of repetitions with p\u00a0<\u00a00.05, responders, difference from placebo, cut-off -10",
        ),
    ],
)
def test_cutoffs_stand_in_the_words(name: str, words: str) -> None:
    assert statistic(name) == words


def test_beside_responders_stands_what_noise_alone_makes(found: Found, plan: Protocol) -> None:
    """Averaged over normal baselines the rate is that of a normal change with SD s * sqrt(2 (1 - r))."""
    rate = found["MFIS.total|noise_responder_rate|M12|placebo"]
    assert "correlation 0.8 (a citation, 2020)" in rate.method
    whole = study().observations.filter((pl.col("instrument") == "MFIS") & (pl.col("visit") == "M0"))
    spread = whole.group_by("replicate").agg(pl.col("value").std()).sort("replicate")["value"].to_numpy()
    expected = ndtr(-10 / (spread * np.sqrt(2 * (1 - 0.8))))
    pooled = (rate.value + found["MFIS.total|noise_responder_rate|M12|drug"].value) / 2
    # 80 baselines are nearly but not exactly normal.
    np.testing.assert_allclose(pooled, expected, rtol=0.05)


def test_recorded_relapses_make_rates_over_the_time_followed(found: Found) -> None:
    n, years = (found[f"relapses.count|{name}|M12|drug"].value for name in ("events_n", "followed_years"))
    np.testing.assert_allclose(years, 40.0)
    np.testing.assert_allclose(found["relapses.count|annualized_rate|M12|drug"].value, n / years, rtol=1e-6)
    ratio = found["relapses.count|rate_ratio:placebo|M12|drug"]
    other = found["relapses.count|events_n|M12|placebo"].value
    np.testing.assert_allclose(ratio.value, n / other, rtol=1e-6)
    assert (interval_of(ratio)[0] < ratio.value).all() and (ratio.value < interval_of(ratio)[1]).all()


def test_times_to_a_relapse_agree_with_counts(found: Found) -> None:
    people = found["relapses.count|with_event_n|M12|drug"].value
    free = found["relapses.count|event_free_share|M12|drug"].value
    np.testing.assert_allclose(free, 1 - people / 40)  # nobody left
    with_one, without = (
        found[f"relapses.count|{name}|M12|drug"] for name in ("event_share", "event_free_share")
    )
    np.testing.assert_allclose(with_one.value, people / 40)
    np.testing.assert_allclose(interval_of(with_one), 1 - np.array(interval_of(without))[::-1])
    assert (found["relapses.count|at_risk_n|M0|drug"].value == 40).all()
    ratio, test = (found[f"relapses.count|{name}|M12|{arm}"] for name, arm in (
        ("hazard_ratio:placebo", "drug"), ("logrank_p", "all")))  # fmt: skip
    assert ratio.p is not None and test.p is not None
    # Wald's test of the hazard ratio and the log-rank test are two looks at one thing.
    np.testing.assert_allclose(ndtri(ratio.p / 2), ndtri(test.p / 2), rtol=0.15)
    assert found["EDSS.total|hazard_ratio:placebo|M12|drug"].method.startswith("Cox regression")


def test_values_below_a_limit_are_told_and_taken_in(found: Found) -> None:
    plain, ratio = (found[f"IFNG.concentration|{name}:placebo|M12|drug"] for name in (
        "difference", "geometric_mean_ratio"))  # fmt: skip
    assert any('type = "censored-comparison" takes them in' in note for note in plain.notes)
    assert not any("takes them in" in note for note in ratio.notes)
    below = found["IFNG.concentration|below_limit_n|M12|drug"].value
    assert (below > 5).all()
    assert (ratio.n == 80).all() and (plain.n < 80).all()
    truth = np.exp(-0.5)
    assert ((interval_of(ratio)[0] < truth) & (truth < interval_of(ratio)[1])).sum() >= 2


def test_adjusted_p_is_holms_over_the_hypotheses_named(found: Found) -> None:
    ids = "MFIS.total|responder_difference:placebo|M12|drug", "relapses.count|rate_ratio:placebo|M12|drug"
    p = np.stack([found[name].p for name in ids], axis=1)  # type: ignore[arg-type]
    expected = adjusted(holm(2), p)
    for place, name in enumerate(ids):
        endpoint, tested, visit, arm = name.split("|")
        one = found[f"{endpoint}|p_adjusted:main:{tested}|{visit}|{arm}"]
        np.testing.assert_allclose(one.value, expected[:, place])
    rejected = expected <= 0.05
    np.testing.assert_array_equal(found["MFIS.total|any_rejected:main|M12|all"].value, rejected.any(axis=1))
    np.testing.assert_array_equal(found["MFIS.total|all_rejected:main|M12|all"].value, rejected.all(axis=1))


def test_a_panel_takes_every_variant_of_its_analysis(found: Found) -> None:
    panel = [name for name in found if "|p_adjusted:biomarkers:" in name]
    assert [name.split("|")[0] for name in panel] == ["MFIS.total", "FSS.total", "EDSS.total"]


def test_a_hypothesis_without_a_p_value_is_named() -> None:
    wrong = PLAN.replace("responder_difference:placebo|M12", "responder_rate|M12")
    with pytest.raises(RequestError, match=r"multiplicity\.main: .*responder_rate\|M12\|drug has no p value"):
        analyze_plan(study(1), parse_protocol(wrong, "outcomes.toml"))


def test_people_who_leave_are_followed_until_then(plan: Protocol) -> None:
    data = study(1)
    leaving = {"category": "disposition", "term": "left the study", "day": [91.3125]}
    gone = table("events", {"replicate": [0], "subject": ["P0"]} | leaving)
    left = pl.when(pl.col("subject") == "P0").then(pl.lit("withdrawn")).otherwise("status").alias("status")
    seen = data.observations.filter((pl.col("subject") != "P0") | (pl.col("day") <= 91.4))
    early = (pl.col("subject") != "P0") | (pl.col("day") <= 91.4)
    events = pl.concat([data.events.filter(early), gone])
    fewer = StudyData(data.description, data.subjects.with_columns(left), seen, events)
    years = analyze_plan(check(fewer), plan)["relapses.count|followed_years|M12|drug"].value
    assert years[0] == pytest.approx(39.25)


def test_the_last_visit_is_read_when_it_was_held_and_not_when_it_was_planned(plan: Protocol) -> None:
    """Held in whole days, a visit planned for day 365.25 is on day 365, and nobody is followed longer."""
    data = study(1)
    rows, events = (one.with_columns(pl.col("day").floor()) for one in (data.observations, data.events))
    found = analyze_plan(check(StudyData(data.description, data.subjects, rows, events)), plan)
    assert found["relapses.count|event_free_share|M12|drug"].converged[0]
    assert found["relapses.count|at_risk_n|M12|drug"].value[0] > 20
