"""Protects: no cell of credibility is filled with more than is known, and none that is empty disappears."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lassitude.prediction.applicability import Fitted, Used
from lassitude.prediction.credibility import OF_DATA, credibility, with_credibility
from lassitude.prediction.scoreboard.record import Failed, Outcome, Record, ScoredSet
from lassitude.prediction.scored_set import scored_on
from lassitude.results import (
    Assumption,
    Endpoint,
    Estimate,
    Interval,
    Numerics,
    Power,
    PowerCurve,
    PowerPoint,
    PowerQuestion,
    Predicted,
    PublishedDirection,
    Rate,
    Replicates,
    Results,
    StepHalving,
    Study,
    published_beside,
)
from lassitude.results.credibility import CELLS
from lassitude.study.credibility import StatedCredibility
from lassitude.study.protocol import parse_protocol, protocol_text
from lassitude.trial.bodies import body_model

BOSE = "bose2018_ahsct_fis"
BARE = Results("prediction", Study("x", "9" * 64))
STATED = StatedCredibility.model_validate(
    {"question": "Why?", "model_influence": {"level": "medium", "because": "there is a pilot"}}
)


def cells(results: Results, stated: StatedCredibility = STATED, fitted: Fitted | None = None) -> dict:
    used = Used(("rrms",), ("ahsct",), ("FIS",))
    made = credibility(results, stated, used, fitted or Fitted())
    return {one.name: one for one in made.cells}


def beside(value: float, role: str, endpoint: str = "FIS.total") -> Estimate:
    told = Predicted(25.0, Interval(22.0, 29.0), Interval(18.0, 34.0), 0.8, 40)
    published = published_beside(value, f"{BOSE}:x", role, told)  # type: ignore[arg-type]
    return Estimate(f"{endpoint}|median|M36|ahsct", "primary", "points", told, None, published)


def test_every_cell_is_there_and_those_that_nobody_filled_are_empty() -> None:
    found = cells(BARE, StatedCredibility())
    assert tuple(found) == CELLS
    empty = {name for name, one in found.items() if not one.statements}
    assert {"question", "context_of_use", "model_risk", "adequacy"} <= empty
    assert {"discretization_error", "software_quality"} <= empty  # results that know nothing of either
    assert all((one.origin is None) == (not one.statements) for one in found.values())


def test_the_author_fills_what_the_author_states() -> None:
    found = cells(BARE)
    assert (found["question"].statements, found["question"].origin) == (("Why?",), "plan")
    assert found["model_influence"].statements == ("Medium: there is a pilot",)


def test_the_cells_of_a_protocol_come_with_its_results() -> None:
    text = protocol_text("canadian-ahsct") + '\n[credibility]\nquestion = "Does it matter?"\n'
    made = with_credibility(BARE, parse_protocol(text, "mine.toml")).credibility
    assert made is not None and made.cells[0].statements == ("Does it matter?",)


def test_real_data_have_no_cells_about_a_model() -> None:
    found = cells(replace(BARE, kind="analysis", estimates=(beside(20.0, "validate"),)))
    assert set(found) == OF_DATA
    assert credibility(replace(BARE, kind="analysis"), STATED, Used()).entries == ()


def test_a_step_beyond_its_bar_says_so() -> None:
    halving = (StepHalving("lesions", 0.031, 0.02, False), StepHalving("fatigue", 0.004, 0.02, True))
    told = cells(replace(BARE, numerics=Numerics(halving)))["discretization_error"].statements
    assert told == (
        "Halving the time step moves lesions by 3.10%, beyond the bar of 2%.",
        "Halving the time step moves fatigue by 0.40%, within the bar of 2%.",
    )


def test_the_error_of_chance_is_measured_by_the_interval_it_blurs() -> None:
    """0.8 beside half of 34 - 18, by hand."""
    known = replace(BARE, estimates=(beside(20.0, "validate"),), replicates=Replicates(40, 40, 0))
    told = cells(known)["solver_error"].statements
    assert told[0] == "40 repetitions, 0 failed." and "at most 10% of half its 90% interval" in told[1]


def test_the_error_of_a_power_is_the_width_of_its_interval() -> None:
    """A standard error would be 0 where all trials or none succeed; and other sizes are another design."""
    sure, unsure = Rate(1.0, Interval(0.83, 1.0), 0.0), Rate(0.5, Interval(0.3, 0.7), 0.1)
    points = tuple(
        PowerPoint(n, 20, rate, rate, rate, None, rate, None, None, 1.0, 1.0, 0)
        for n, rate in ((40, unsure), (80, sure))
    )
    question = PowerQuestion("primary", "mmrm", "MFIS.total", "points", "M6", "all", "a", "b", "lower", 0.05)
    study = replace(BARE.study, source=BOSE)
    known = replace(
        BARE,
        kind="power",
        study=study,
        power=Power(question, (PowerCurve("as planned", "physiology", points),)),
    )
    found = cells(known)
    assert found["solver_error"].statements == (
        "The Monte Carlo 95% interval of the power is at most 40.0 percentage points wide.",
    )
    assert found["equivalency_of_inputs"].statements == ()


def test_agreement_with_what_may_be_fitted_is_kept_apart() -> None:
    held, fitted = beside(20.0, "validate"), beside(24.0, "calibrate", "MFIS.total")
    elsewhere = replace(fitted, published=replace(fitted.published, source="learmonth2013_psychometrics:x"))
    made = credibility(replace(BARE, estimates=(held, elsewhere)), STATED, Used())
    assert [(one.role, one.numbers, one.inside50, one.inside90, one.label) for one in made.entries] == [
        ("validate", 1, 0, 1, ""),
        ("calibrate", 1, 1, 1, "fitted"),
    ]
    told = next(one for one in made.cells if one.name == "output_comparison").statements
    assert told[0].startswith("Held out: inside the 90% intervals 1 of 1")
    assert told[1].startswith("May be fitted, so that agreement is no test")


@pytest.mark.parametrize(("agreement", "agreeing"), [(0.51, 1), (0.5, 0)])
def test_a_sign_is_agreed_with_by_more_than_half(agreement: float, agreeing: int) -> None:
    sign = PublishedDirection(
        "FIS.total|slope:age|M36|ahsct", "positive", "", f"{BOSE}:x", "validate", agreement
    )
    made = credibility(replace(BARE, published_directions=(sign,)), STATED, Used())
    assert (made.entries[0].directions, made.entries[0].agreeing) == (1, agreeing)


def test_endpoints_without_anything_published_are_named() -> None:
    study = replace(BARE.study, endpoints=(Endpoint("FIS.total", "", ""), Endpoint("EDSS.total", "", "")))
    told = cells(replace(BARE, study=study, estimates=(beside(20.0, "validate"),)))["relevance_of_quantities"]
    assert told.statements == (
        "Compared with published results: FIS.total.",
        "Compared with nothing published: EDSS.total.",
    )


def test_what_lies_outside_what_was_fitted_is_said() -> None:
    names = ("rrms.pyramidal_lost", "rrms.age", "ahsct.depth", "fatigue.by_mood")
    assumed = tuple(Assumption(one, "", "", 1.0, "1", None, "hypothesis", "") for one in names)
    alone = frozenset({"fatigue.by_mood", "other.x"})
    fitted = Fitted("2027-01", frozenset({"rrms.pyramidal_lost", "fatigue.by_mood"}), alone)
    told = cells(replace(BARE, assumptions=assumed), fitted=fitted)["relevance_of_validation"].statements
    assert told == (
        "Of the condition rrms 1 of 2 parameters were fitted.",
        "The therapy ahsct lies outside what was fitted: none of its 1 parameters was.",
        "The instrument FIS has no parameters of its own.",
        "Prior only: the data told next to nothing of: fatigue.by_mood.",
    )


def test_a_set_that_was_fitted_with_another_body_is_said_to_be_a_guess() -> None:
    states = frozenset(body_model().states)
    found = {}
    for name, own in (("this", states), ("less", states - {"mood"}), ("unknown", frozenset[str]())):
        fitted = Fitted(name, frozenset({"fatigue.by_mood"}), states=own)
        found[name] = cells(BARE, fitted=fitted)["relevance_of_validation"].statements[0]
    assert found["less"] == (
        f"The parameter set less was fitted with a body of {len(states) - 1} states, of which "
        f"{len(states) - 1} are among the {len(states)} of this body: its values are a guess here until they "
        "are fitted again."
    )
    assert "body" not in found["this"] + found["unknown"]


def outcome(study: str, estimate: str, inside: bool, counted: bool = True) -> Outcome:
    ends = Interval(0.0, 1.0)
    return Outcome(
        study, study, estimate, f"{study}:x", "fatigue", "", "points", 0.5, 0.4, 0.01, ends, ends,
        inside, inside, 0.1, False, 0.2, None, None, counted, 40,
    )  # fmt: skip


def test_the_score_of_the_set_counts_comparable_numbers_that_failed_as_outside() -> None:
    """Another instrument and a second scoring of the same number are not comparable numbers."""
    record = Record(
        scored=ScoredSet("2027-01", "00", 10, 40, "00"),
        number=1,
        before=None,
        summaries=(),
        outcomes=(
            outcome("a", "MFIS.total|mean|M3|drug", True),
            outcome("a", "MFIS.physical|mean|M3|drug", False),
            outcome("a", "MFIS.total|median|M3|drug", True, counted=False),
            outcome("b", "EDSS.total|mean|M3|drug", True),
        ),
        nulls=(),
        failed=(Failed("c", "c", "MFIS.total|mean|M6|drug", "fatigue", True, "nobody may enter"),),
    )
    assert list(scored_on("2027-01", {"MFIS"}, [record])) == [
        "Scoreboard of the parameter set 2027-01, on what this study measures: 1 of 3 held-out numbers of 2 "
        "studies lie inside the 90% intervals; 1 of them could not be predicted."
    ]
    assert "no held-out number" in next(scored_on("2027-01", {"FSS"}, [record]))
    assert "has not been scored" in next(scored_on("2028-01", {"MFIS"}, [record]))
    assert list(scored_on("declared", {"MFIS"}, [record])) == []
