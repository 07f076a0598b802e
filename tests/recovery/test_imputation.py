"""Protects: imputed comparisons err as often as they say, where what they assume is true.

Draws are keyed, so these tests either always pass or always fail. With R replicates a rejection rate whose
truth is 0.05 lies within 0.05 +- 3.29 sqrt(0.05 0.95 / R) except once in a thousand, a coverage likewise. A
mean over replicates is off by more than 3.29 of its standard errors once in a thousand.
"""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from lassitude.randomness.streams import normals, person_keys, uniforms
from lassitude.statistics.arm_blocks import ArmBlock
from lassitude.statistics.covariance import analysis_of_covariance
from lassitude.statistics.estimates import EstimateBatch
from lassitude.statistics.imputation.comparison import fit_completed
from lassitude.statistics.imputation.completing import complete
from lassitude.statistics.imputation.incomplete import Incomplete
from lassitude.statistics.imputation.pooling import rubin
from lassitude.statistics.planned.imputation import imputation_blocks
from lassitude.statistics.planned.imputed_responders import imputed_responder_blocks
from lassitude.statistics.planned.mixed_models import mixed_model_blocks
from lassitude.study.analyses.imputation import MultipleImputation, RetrievedDropout
from lassitude.study.analyses.mixed_models import MixedModel
from lassitude.study.analyses.outcomes import Responders

PEOPLE, VISITS = 80, ("M0", "M1", "M3", "M6")
EFFECT = np.array([0.0, -2.0, -4.0, -5.0])
GAIN = np.array([0.0, -1.0, -2.0, -3.0])
Array = NDArray[np.float64]


def trial(replicates: int, effect: Array, people: int = PEOPLE) -> tuple[Array, NDArray[np.bool_]]:
    """Draw complete values [replicate, person, visit] of two equal arms, and who is treated."""
    keys = person_keys(77, np.arange(replicates)[:, None, None], np.arange(people)[None, :, None])
    level = 50.0 + 8.0 * normals(keys, "person", 0)
    walk = 3.0 * np.cumsum(normals(keys, "walk", np.arange(4)), axis=2)
    treated = np.broadcast_to(np.arange(people) % 2 == 1, (replicates, people))
    return level + walk + 3.0 * normals(keys, "occasion", np.arange(4)) + GAIN + effect * treated[
        ..., None
    ], treated


def lost(values: Array, kind: str) -> Array:
    """Take values away: ends depend on the value before (at random), gaps on nothing."""
    replicates, people, visits = values.shape
    keys = person_keys(78, np.arange(replicates)[:, None, None], np.arange(people)[None, :, None])
    chance = uniforms(keys, "leaves", np.arange(1, visits))
    leaves = chance < 1 / (1 + np.exp(-(values[..., :-1] - 52.0) / 6.0)) * 0.25
    gone = np.logical_or.accumulate(leaves, axis=2) if kind != "gaps" else np.zeros_like(leaves)
    gap = (uniforms(keys, "gap", np.arange(1, visits)) < 0.12) & (kind != "ends")
    missing = np.concatenate([np.zeros((replicates, people, 1), bool), gone | gap], axis=2)
    return np.where(missing, np.nan, values)


def blocks(values: Array, treated: NDArray[np.bool_]) -> list[ArmBlock]:
    names = tuple(f"P-{number:03d}" for number in range(values.shape[1]))
    arms = (("drug", treated), ("placebo", ~treated))
    return [
        ArmBlock("FIS.total", arm, "points", VISITS, names, np.where(who[..., None], values, np.nan), who)
        for arm, who in arms
    ]


def difference(
    values: Array, treated: NDArray[np.bool_], reference: str = "placebo", **planned: object
) -> EstimateBatch:
    settings = {"imputations": 20, **planned}
    plan = MultipleImputation.model_validate(
        {"type": "multiple-imputation", "endpoint": "FIS.total", "change_from": "M0", "at": "M6"}
        | {"reference": reference, **settings}
    )
    found = imputation_blocks(blocks(values, treated), "primary", plan, {}, range(len(values)))
    return next(one for one in found if "_difference:" in one.id)


def check_errors(found: EstimateBatch, truth: float) -> None:
    assert found.converged.all() and found.interval95 is not None and found.se is not None
    bound = 3.29 * np.sqrt(0.05 * 0.95 / found.replicates)
    covered = (found.interval95.low <= truth) & (found.interval95.high >= truth)
    assert covered.mean() == pytest.approx(0.95, abs=bound)
    error = found.value.std(ddof=1) / np.sqrt(found.replicates)
    assert abs(found.value.mean() - truth) < 3.29 * error
    assert found.se.mean() == pytest.approx(found.value.std(ddof=1), rel=0.1)


@pytest.mark.parametrize(("kind", "replicates"), [("ends", 1000), ("gaps", 400), ("both", 400)])
def test_level_under_missingness_at_random(kind: str, replicates: int) -> None:
    """Null: both arms alike. Ends depend on the value before, gaps on nothing."""
    values, treated = trial(replicates, 0.0 * EFFECT)
    found = difference(lost(values, kind), treated)
    assert found.p is not None
    bound = 3.29 * np.sqrt(0.05 * 0.95 / replicates)
    assert (found.p < 0.05).mean() == pytest.approx(0.05, abs=bound)
    check_errors(found, 0.0)


def test_coverage_of_an_effect_where_complete_cases_are_biased() -> None:
    """People on the drug who are tired at M3 tend to leave: those who stay are no fair sample."""
    values, treated = trial(1000, EFFECT)
    keys = person_keys(81, np.arange(1000)[:, None], np.arange(PEOPLE)[None])
    leaves = treated & (values[..., 2] > 50.0) & (uniforms(keys, "leaves", 0) < 0.6)
    seen = values.copy()
    seen[leaves, 3] = np.nan
    check_errors(difference(seen, treated), float(EFFECT[-1]))
    stayed = analysis_of_covariance(seen[..., -1], seen[..., :1], [~treated, treated], 0).differences[1].value
    assert abs(stayed.mean() - EFFECT[-1]) > 10 * stayed.std() / np.sqrt(len(stayed))


def test_nothing_missing_is_the_analysis_of_covariance() -> None:
    values, treated = trial(20, EFFECT)
    found = difference(values, treated, imputations=2)
    known = analysis_of_covariance(values[..., -1], values[..., :1], [~treated, treated], 0).differences[1]
    assert found.se is not None and found.p is not None
    assert found.value == pytest.approx(known.value) and found.se == pytest.approx(known.se)
    assert found.p == pytest.approx(known.p)


def test_the_other_arm_as_reference_turns_the_sign() -> None:
    values, treated = trial(10, EFFECT)
    seen = lost(values, "both")
    one, other = difference(seen, treated), difference(seen, treated, "drug")
    assert one.value == pytest.approx(-other.value, rel=1e-12)
    assert one.se == pytest.approx(other.se)


def test_reference_based_means_are_the_closed_form() -> None:
    """One large study in which a fixed share leaves the drug after M1, whatever their values.

    Jump to reference: they lose the whole effect; copy increments: they keep what they had at M1; copy
    reference: as people of the placebo arm with their values until M1, of which they keep the share that
    placebo's regression of M6 on M0 and M1 carries on. The share is known, so the truth is too.
    """
    values, treated = trial(1, EFFECT, 12_000)
    keys = person_keys(79, 0, np.arange(12_000))
    leaves = treated & (uniforms(keys, "leaves", 0) < 0.4)[None]
    seen = np.where(leaves[..., None] & (np.arange(4) >= 2), np.nan, values)
    share = leaves.sum() / treated.sum()
    # values of M0, M1 and M6 have the covariance 64 + 9 (1 + earlier visit) + 9 on the diagonal
    walk = 64.0 + 9.0 * np.minimum.outer(np.arange(1, 5), np.arange(1, 5)) + 9.0 * np.eye(4)
    carried = np.linalg.solve(walk[:2, :2], walk[:2, 3])[1] * EFFECT[1]
    lost_effect = {
        "jump-to-reference": EFFECT[3],
        "copy-increments": EFFECT[3] - EFFECT[1],
        "copy-reference": EFFECT[3] - carried,
    }
    for method, loss in lost_effect.items():
        found = difference(seen, treated, method={"type": method}, imputations=5)
        assert found.se is not None
        assert abs(found.value[0] - (EFFECT[3] - share * loss)) < 3.29 * found.se[0]


def test_rubins_variance_is_larger_than_the_frequentist_one_which_the_bootstrap_gives() -> None:
    """Jump to reference with 40% of the drug arm leaving: what Cro and others call information anchoring."""
    values, treated = trial(300, EFFECT, 60)
    keys = person_keys(80, np.arange(300)[:, None], np.arange(60)[None])
    leaves = treated & (uniforms(keys, "leaves", 0) < 0.4)
    seen = np.where(leaves[..., None] & (np.arange(4) >= 2), np.nan, values)
    jump = {"type": "jump-to-reference"}
    anchored = difference(seen, treated, method=jump)
    spread = anchored.value.std(ddof=1)
    assert anchored.se is not None and anchored.se.mean() > 1.1 * spread
    resampled = difference(
        seen[:60], treated[:60], method=jump, variance={"type": "bootstrap", "samples": 60}
    )
    assert resampled.se is not None
    assert resampled.se.mean() == pytest.approx(spread, rel=0.12)
    assert resampled.value[:60] == pytest.approx(anchored.value[:60], abs=1.0)


def test_missing_at_random_agrees_with_the_mixed_model() -> None:
    """Both have means by arm and visit, one slope of baseline and one covariance.

    They differ by what is drawn: with 200 imputations by less than a tenth of a standard error.
    """
    values, treated = trial(8, EFFECT, 300)
    seen = lost(values, "both")
    imputed = difference(seen, treated, imputations=200)
    plan = MixedModel(type="mmrm", endpoint="FIS.total", change_from="M0", reference="placebo")
    days = {"M0": 0.0, "M1": 30.0, "M3": 91.0, "M6": 183.0}
    found = mixed_model_blocks(blocks(seen, treated), "mixed", plan, {}, days)
    mixed = next(one for one in found if one.id == "FIS.total|ls_difference:placebo|M6|drug")
    assert imputed.se is not None and mixed.se is not None
    assert (np.abs(imputed.value - mixed.value) < 0.1 * mixed.se).all()
    assert imputed.se == pytest.approx(mixed.se, rel=0.05)


def test_retrieved_dropout_gives_the_policy_effect_back() -> None:
    """Half of the drug arm stops before M3 and loses the effect; three in ten of them are not seen at M6.

    The truth is known: the effect for those who go on, and none for those who stop. Missing at random, which
    takes those not seen to be like all others, misses it.
    """
    values, treated = trial(600, EFFECT, 120)
    keys = person_keys(82, np.arange(600)[:, None], np.arange(120)[None])
    stops = treated & (uniforms(keys, "stops", 0) < 0.5)
    after = np.broadcast_to((np.arange(3) >= 1) & stops[..., None], (600, 120, 3))
    policy = values[..., 1:] - np.where(after, EFFECT[1:], 0.0)
    policy[stops & (uniforms(keys, "lost", 0) < 0.3), 2] = np.nan
    given = Incomplete(
        policy, values[..., :1], treated.astype(np.int64), after, ("placebo", "drug"), 0, np.arange(600),
        tuple(f"P-{number:03d}" for number in range(120)), np.zeros(600, dtype=np.int64),
    )  # fmt: skip
    truth = EFFECT[-1] * (1 - (stops.sum(axis=1) / treated.sum(axis=1)).mean())
    done = complete(given, RetrievedDropout(type="retrieved-dropout"), 20, 1, VISITS[1:])
    kept = ~done.failed
    assert kept.mean() > 0.98
    fits = fit_completed(done.outcome[kept], given.covariates[kept], given.arm[kept], 2)
    found = rubin(*fits.difference(1, 0), fits.df)
    assert abs(found.value.mean() - truth) < 3.29 * found.value.std() / np.sqrt(kept.sum())
    bound = 3.29 * np.sqrt(0.05 * 0.95 / kept.sum())
    covered = (found.interval.low <= truth) & (found.interval.high >= truth)
    assert covered.mean() > 0.95 - bound


def test_a_replicate_that_cannot_be_imputed_is_told_and_leaves_the_others_alone() -> None:
    values, treated = trial(3, EFFECT, 30)
    alone = difference(values, treated)
    values[0, treated[0], 3] = np.nan
    found = difference(values, treated)
    assert found.converged.tolist() == [False, True, True]
    assert found.value[1:].tolist() == alone.value[1:].tolist()
    assert found.notes[1:3] == (
        "Where values could not be imputed: nobody of drug was seen at M6 or later.",
        "1 of 3 repetitions gives no estimate: missing values could not be imputed.",
    )


def responders(seen: Array, treated: NDArray[np.bool_]) -> EstimateBatch:
    plan = Responders.model_validate(
        {
            "type": "responders",
            "endpoint": "FIS.total",
            "change_from": "M0",
            "at": "M6",
            "reference": "placebo",
        }
        | {"cutoff": {"change_at_most": -6, "kind": "within-person", "source": "a citation, 2020"}}
        | {"reliability": {"type": "reference-arm"}, "imputation": {"imputations": 20}}
    )
    days = dict(zip(VISITS, (0.0, 30.0, 91.0, 183.0), strict=True))
    made = blocks(seen, treated)
    found = imputed_responder_blocks(made, "primary", plan, {}, days, False, range(len(seen)), None)
    return next(one for one in found if "_difference:" in one.id)


def test_imputed_responders_keep_level_and_cover_where_those_measured_are_no_fair_sample() -> None:
    """People of the drug arm who were tired at M3 tend to leave, so that those measured respond more often.

    The truth is the difference of the shares in the complete values of all replicates together. Rubin's
    variance is a little large for a share that the imputation model draws by a normal law, which uses more
    than the share itself: coverage may pass 0.95 and may not fall below.
    """
    for effect in (0.0 * EFFECT, EFFECT):
        values, treated = trial(400, effect)
        change = (values[..., 3] - values[..., 0]) <= -6
        truth = change[treated].mean() - change[~treated].mean() if effect.any() else 0.0
        keys = person_keys(83, np.arange(400)[:, None], np.arange(PEOPLE)[None])
        leaves = treated & (values[..., 2] > values[..., 0]) & (uniforms(keys, "leaves", 0) < 0.8)
        seen = values.copy()
        seen[leaves, 3] = np.nan
        found = responders(seen, treated)
        assert found.converged.all() and found.interval95 is not None and found.p is not None
        inside = (found.interval95.low <= truth) & (found.interval95.high >= truth)
        assert inside.mean() >= 0.95 - 3.29 * np.sqrt(0.05 * 0.95 / 400)
        assert abs(found.value.mean() - truth) < 3.29 * found.value.std(ddof=1) / np.sqrt(400)
        measured = np.isfinite(seen[..., 3])
        naive = change[treated & measured].mean() - change[~treated & measured].mean()
        assert naive - truth > 5 * found.value.std(ddof=1) / np.sqrt(400)
