"""Each comparator has its own share of belief and company, and nothing else; waiting is no treatment.

Equality is exact: the same people are compared with themselves as if nothing had been done to them.
"""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from lassitude.study.data import check
from tests.recovery.virtual_trials import Trial, center, conducted

pytestmark = pytest.mark.xdist_group("bodies")

REPLICATES = 20
EVERYTHING = ("therapy", "expectation", "contact")
HEAD = """
schema = "lassitude.protocol/1"
id = "comparators"
title = "A program and what it is compared with"
[populations.patients]
condition = "rrms"
n = 200
"""
TAIL = """
[visits]
schedule = { W0 = "0 wk", W8 = "8 wk", W16 = "16 wk" }
window_days = [-7, 7]
measure = ["MFIS"]
[analysis.change]
type = "group-comparison"
endpoint = "MFIS.total"
change_from = "W0"
at = "W16"
reference = "usual"
[simulation]
lead_in_years = 1
pool = 4096
"""


def arm(name: str, blinding: str, comparator: str | None = None, therapy: str | None = None, start: int = 0):
    lines = [f"[arms.{name}]", 'population = "patients"', f'blinding = "{blinding}"']
    if comparator is not None:
        lines.append(f'comparator = "{comparator}"')
    if therapy is not None:
        lines.append(f'treatments = [{{ name = "{therapy}", start_day = {start} }}]')
    return "\n".join(lines) + "\n"


ARMS = (
    arm("program", "open", therapy="cognitive-behavioral-therapy")
    + arm("attention", "open", "attention", "attention-control")
    + arm("placebo", "blinded", "placebo", "placebo")
    + arm("usual", "none", "usual-care")
)
PARALLEL = (
    f'{HEAD}{ARMS}[design]\ntype = "parallel"\nallocation = {{ type = "blocks", sizes = [4, 8] }}\n{TAIL}'
)
WAITING = (
    HEAD
    + arm("program", "open", therapy="cognitive-behavioral-therapy")
    + arm("waiting", "open", "waiting-list", "cognitive-behavioral-therapy", 57)
    + '[design]\ntype = "waiting-list"\nwaiting = "waiting"\nwait = "8 wk"\n'
    + TAIL.replace('"usual"', '"waiting"')
)
SIGNALS = ("belief", "mood", "skills", "fatigue_physical", "fatigue_cognitive", "disability", "ifn_gamma")


@pytest.fixture(scope="module")
def parallel() -> Trial:
    return conducted(PARALLEL, REPLICATES, counterfactual=True)


@pytest.fixture(scope="module")
def waiting() -> Trial:
    return conducted(WAITING, REPLICATES, counterfactual=True)


def changed(trial: Trial, name: str, visits: tuple[int, ...] = (1, 2)) -> set[str]:
    """Return which signals of the people of an arm differ from those with nothing done."""
    who, chosen = trial.group.among(name), list(visits)
    return {
        one
        for one in SIGNALS
        if not np.array_equal(
            trial.page(f"truth.{one}")[chosen][:, who],
            trial.page(f"truth.{one}", EVERYTHING)[chosen][:, who],
        )
    }


def test_usual_care_is_what_would_have_been_anyway(parallel: Trial) -> None:
    assert changed(parallel, "usual") == set()
    who = parallel.group.among("usual")
    scores, bare = (parallel.page("value.MFIS.total", one)[2][who] for one in ((), EVERYTHING))
    assert np.array_equal(scores, bare)


def test_a_placebo_has_belief_and_what_follows_from_it(parallel: Trial) -> None:
    found = changed(parallel, "placebo")
    assert {"belief", "fatigue_physical"} <= found
    assert "skills" not in found
    # Who is less tired moves more, and fitter legs walk a little farther: far less than an EDSS step of 0.5.
    with_it, without = (parallel.page("truth.disability", one)[2] for one in ((), EVERYTHING))
    assert np.abs(with_it - without).mean() < 0.05


def test_attention_has_company_and_less_belief_than_the_program(parallel: Trial) -> None:
    assert {"belief", "mood"} <= changed(parallel, "attention")
    assert "skills" not in changed(parallel, "attention")
    assert "skills" in changed(parallel, "program")
    believed = parallel.page("truth.belief")[1]
    means = {
        name: believed[parallel.group.among(name)].mean() for name in ("program", "attention", "placebo")
    }
    # Declared shares of the belief in an open treatment: 0.7 blinded, 0.5 attention; errors are about 0.02.
    assert means["placebo"] / means["program"] == pytest.approx(0.7, abs=0.08)
    assert means["attention"] / means["program"] == pytest.approx(0.5, abs=0.08)


def test_the_parts_of_each_arm_are_those_that_it_has(parallel: Trial) -> None:
    has = {
        "program": {"therapy", "expectation", "contact"},
        "attention": {"expectation", "contact"},
        "placebo": {"expectation"},
        "usual": set(),
    }
    for name, parts in has.items():
        told = parallel.parts["MFIS.total", name]
        assert {part for part in EVERYTHING if told[part].any()} == parts, name
        added = sum(told[part] for part in (*EVERYTHING, "natural_course", "regression_to_the_mean"))
        np.testing.assert_allclose(added, told["total"], atol=1e-9)


def test_the_difference_between_randomized_arms_is_that_of_their_parts(parallel: Trial) -> None:
    """What the trial sees and what is true agree on average: randomization makes the rest alike."""
    seen, error = center(parallel.estimates["MFIS.total|difference:usual|W16|program"].value)
    told = parallel.parts["MFIS.total", "program"]
    truth = sum(told[part].mean() for part in EVERYTHING)
    assert truth < -2.0
    assert seen == pytest.approx(truth, abs=4.0 * error)


def test_people_who_wait_are_not_treated_and_expect_nothing_until_it_begins(waiting: Trial) -> None:
    assert changed(waiting, "waiting", (0, 1)) == set()
    assert {"belief", "skills", "mood", "fatigue_physical"} <= changed(waiting, "waiting", (2,))
    assert {"belief", "skills", "mood", "fatigue_physical"} <= changed(waiting, "program", (1,))
    among = waiting.group.among("waiting")
    assert not waiting.page("truth.belief")[1][among].any()
    assert waiting.page("truth.belief")[2][among].mean() > 0.1


def test_exposures_say_when_waiting_ended_and_which_share_was_kept(waiting: Trial) -> None:
    told = waiting.study.exposures.join(
        waiting.study.subjects.select("replicate", "subject", "arm"), on=("replicate", "subject")
    )
    starts = dict(told.group_by("arm").agg(pl.col("start_day").unique()).rows())
    assert starts == {"program": [0.0], "waiting": [57.0]}
    kept = told["adherence"].to_numpy()
    assert ((kept > 0.0) & (kept < 1.0)).all()
    # Log odds of 2.6 before what fatigue, mood and a person's own steadiness take from it.
    assert 0.75 < kept.mean() < 0.97
    assert np.unique(kept).size > 100


def kept_by(share: float) -> Trial:
    """Return the trial in which everybody keeps to a share of the sessions."""
    told = f'{{ type = "fixed", share = {share}, source = "hypothesis" }}'
    return conducted(f"{PARALLEL}adherence = {told}\n", REPLICATES)


@pytest.mark.parametrize("share", [1.0, 0.4])
def test_a_fixed_adherence_is_recorded_as_it_was_fixed(share: float) -> None:
    study = kept_by(share).study
    kept = study.exposures.filter(pl.col("treatment") == "cognitive-behavioral-therapy")["adherence"]
    # Sums of 56 daily float32 numbers: 56 roundings of 6e-8.
    np.testing.assert_allclose(kept.to_numpy(), share, rtol=4e-6)
    placebo = study.exposures.filter(pl.col("treatment") == "placebo")
    assert placebo.height and placebo["adherence"].null_count() == placebo.height


def test_adherence_of_zero_is_no_program_but_belief_in_it() -> None:
    nobody = kept_by(0.0)
    program = nobody.group.among("program")
    assert not nobody.page("truth.skills")[:, program].any()
    assert nobody.page("truth.belief")[1][program].mean() > 0.1
    kept = nobody.study.exposures.filter(pl.col("treatment") == "cognitive-behavioral-therapy")["adherence"]
    assert kept.unique().to_list() == [0.0]


def test_a_randomized_study_passes_the_checks_of_real_studies(parallel: Trial) -> None:
    check(parallel.recorded(slice(0, 2)))
    arms = parallel.recorded(slice(0, 1)).subjects["arm"].value_counts()
    assert dict(arms.rows()) == {"program": 50, "attention": 50, "placebo": 50, "usual": 50}
