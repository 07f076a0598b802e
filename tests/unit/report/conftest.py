"""Results as a virtual and as a real Canadian aHSCT study would give them; the numbers are made up."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lassitude.results import (
    Arm,
    Assumption,
    AttributionPart,
    Endpoint,
    Estimate,
    EvidenceShare,
    FlowStep,
    Headline,
    Interval,
    Numerics,
    Observed,
    PopulationNote,
    Predicted,
    PublishedDirection,
    Replicates,
    Results,
    ResultWarning,
    Spread,
    StepHalving,
    Study,
    Version,
    Visit,
    citations,
    conflicts,
    published_beside,
)

BOSE = "bose2018_ahsct_fis"
DEATHS = "atkins2016_canadian_ahsct:arms.post.deaths"
MONTHS = (0, 6, 12, 18, 24, 30, 36)
CAVEAT = (
    "Which version of the FIS was used is not stated in the abstract, and a baseline median of 36 is low for "
    "a 0 to 160 scale. Both scorings are shown; neither converts into the other."
)
STUDY = Study(
    id="canadian-ahsct",
    plan_sha256="9f2c4b7a51d0e86f3b7c1a2d4e5f60718293a4b5c6d7e8f9012a3b4c5d6e7f80",
    title="Fatigue after stem-cell transplantation in aggressive MS",
    source=BOSE,
    arms=(Arm("ahsct", "aHSCT"),),
    visits=tuple(Visit(f"M{month}", month * 30.4375) for month in MONTHS),
    endpoints=(
        Endpoint(
            "FIS.total", "FIS scored 0 to 160 (40 items)", "points", Interval(0.0, 160.0), caveat=CAVEAT
        ),
        Endpoint("MFIS.total", "FIS scored 0 to 84 (21 items)", "points", Interval(0.0, 84.0), caveat=CAVEAT),
    ),
)


def _spread(median: float, half50: float, half90: float) -> Spread:
    narrow, wide = (Interval(median - half, median + half) for half in (half50, half90))
    return Spread(median, narrow, wide)


def _predicted(median: float, half50: float, half90: float) -> Predicted:
    spread = _spread(median, half50, half90)
    return Predicted(median, spread.interval50, spread.interval90, round(half50 / 20, 3), 500)


def _estimate(
    identifier: str, unit: str, predicted: Predicted, published: float | None = None, path: str = ""
) -> Estimate:
    if published is None:
        return Estimate(identifier, "primary", unit, predicted)
    beside = published_beside(published, f"{BOSE}:{path}", "validate", predicted)
    return Estimate(identifier, "primary", unit, predicted, None, beside)


def _endpoint(name: str, factor: float) -> list[Estimate]:
    found = []
    for month in MONTHS:
        median = factor * (58.5 - 18.4 * (1 - 0.5 ** (month / 7)))
        published, path = {0: (36.0, "baseline_median"), 36: (23.0, "followup_median")}.get(month, (None, ""))
        predicted = _predicted(round(median, 1), 4.6 * factor + 1, 13.5 * factor + 1)
        identifier = f"{name}|median|M{month}|ahsct"
        found.append(_estimate(identifier, "points", predicted, published, f"arms.aHSCT.{path}"))
    change = _predicted(-29.8, 5.9, 15.3)
    found.append(_estimate(f"{name}|percent_change_of_medians|M36|ahsct", "%", change, -36.0, "effect.value"))
    reduced = Predicted(0.0, Interval(0.0, 1.0), Interval(0.0, 2.0), 0.03, 500)
    path = "effect.complete_remission_n"
    found.append(_estimate(f"{name}|complete_reduction_n|M36|ahsct", "people", reduced, 4.0, path))
    anova = Predicted(0.0004, Interval(0.00002, 0.006), Interval(0.000001, 0.09), 0.0001, 499)
    found.append(_estimate(f"{name}|rm_anova_p|M36", "1", anova, 0.001, "effect.p"))
    found.append(_estimate(f"{name}|share_p_below_0.05|M36", "1", Predicted(0.874, None, None, 0.0148, 500)))
    slopes = (
        ("age_years", "points/year", 0.21 * factor),
        ("EDSS.total@M0", "points/EDSS point", 1.4 * factor),
    )
    for covariate, unit, slope in slopes:
        predicted = _predicted(round(slope, 3), 0.9 * slope, 2.6 * slope)
        found.append(_estimate(f"{name}|slope:{covariate}|M36", unit, predicted))
    return found


def _assumptions() -> tuple[Assumption, ...]:
    rows = (
        ("cytokines", "ifn_gamma_clearance", "Clearance of IFN-gamma", 2.8, "1/day", (1.4, 5.6), "sourced"),
        ("cytokines", "il6_gain", "Rise of IL-6 per effector activity", 0.35, "pg/mL", (0, 1), "hypothesis"),
        ("fatigue", "sickness_gain", "Pull of sickness on fatigue", 0.42, "1", (0.0, 1.5), "hypothesis"),
        ("fatigue", "relaxation", "Rate of approach to the target", 0.071, "1/day", (0.02, 0.2), "derived"),
        ("ahsct", "reset_probability", "Chance of a lasting reset", 0.72, "1", (0.4, 0.95), "hypothesis"),
        ("ahsct", "mortality", "Death within 100 days", 0.042, "1", (0.001, 0.211), "sourced"),
    )
    sources = {
        "sourced": "published in the entry named",
        "derived": "half-life of ten days between weekly answers",
        "hypothesis": "size unknown; sign from endotoxin experiments",
    }
    return tuple(
        Assumption(
            f"{subsystem}.{name}",
            subsystem,
            meaning,
            value,
            unit,
            Interval(*bounds),
            grade,  # pyright: ignore[reportArgumentType]
            sources[grade],
            ("atkins2016_canadian_ahsct",) if grade == "sourced" else (),
        )
        for subsystem, name, meaning, value, unit, bounds, grade in rows
    )


def _attribution() -> tuple[AttributionPart, ...]:
    parts = (
        ("natural_course", "Natural course", 3.1, 1.4, 4.0, False, ""),
        ("regression_to_the_mean", "Regression to the mean", -0.3, 0.8, 2.1, False,
         "No fatigue entry cut is listed, so this part must be near zero."),
        ("expectation", "Expectation", -6.2, 3.6, 9.5, True,
         "Nobody was blinded; the data of this trial cannot separate expectation from therapy."),
        ("therapy", "Therapy", -14.4, 4.1, 11.8, False, ""),
        ("interaction", "Interaction", 1.2, 0.6, 1.7, False, ""),
    )  # fmt: skip
    return tuple(
        AttributionPart(
            part,
            label,
            _spread(median * factor, low * factor, high * factor),
            name,
            "M36",
            "ahsct",
            prior,
            note,
        )
        for name, factor in (("FIS.total", 1.0), ("MFIS.total", 0.525))
        for part, label, median, low, high, prior, note in parts
    )


def _flow() -> tuple[FlowStep, ...]:
    def n(median: float, low: float, high: float) -> Spread:
        return Spread(median, None, Interval(low, high))

    return (
        FlowStep("screened", n(61, 44, 83)),
        FlowStep("removed", n(9, 3, 17), "age 18 to 50 years"),
        FlowStep("removed", n(21, 12, 33), "EDSS total 3 to 6"),
        FlowStep("removed", n(7, 2, 14), "two or more relapses in the last year"),
        FlowStep("enrolled", Spread(24.0)),
        FlowStep("transplanted", Spread(24.0), arm="ahsct"),
        FlowStep("died", n(1, 0, 3), arm="ahsct"),
        FlowStep("withdrawn", n(2, 0, 5), arm="ahsct"),
        FlowStep("analyzed", n(21, 18, 23), arm="ahsct"),
    )


@pytest.fixture
def prediction() -> Results:
    pointers = [f"{BOSE}:arms.aHSCT.followup_median", f"{BOSE}:effect.p", DEATHS]
    directions = tuple(
        PublishedDirection(
            f"{name}|slope:{covariate}|M36", "positive", meaning, f"{BOSE}:notes", "validate", agreement, 0.02
        )
        for name in ("FIS.total", "MFIS.total")
        for covariate, meaning, agreement in (
            ("age_years", "the younger gained more", 0.71),
            ("EDSS.total@M0", "those with lower EDSS gained more", 0.66),
        )
    )
    return Results(
        kind="prediction",
        study=STUDY,
        seed=2018,
        parameter_set="first-chain-1",
        replicates=Replicates(500, 499, 1),
        headline=Headline("FIS.total|median|M36|ahsct", (), Spread(0.62, None, Interval(0.41, 0.8))),
        flow=_flow(),
        estimates=(*_endpoint("FIS.total", 1.0), *_endpoint("MFIS.total", 0.525)),
        published_directions=directions,
        attribution=_attribution(),
        evidence=EvidenceShare(61, 22, 48, (BOSE, "atkins2016_canadian_ahsct")),
        assumptions=_assumptions(),
        citations=citations(pointers),
        conflicts=conflicts(["ahsct"]),
        populations=(PopulationNote("Survivors", "24 were transplanted and one died.", DEATHS),),
        numerics=Numerics(
            (StepHalving("lesion_count", 0.0081, 0.02, True), StepHalving("FIS.total", 0.0234, 0.02, False)),
            "Base step a quarter of a day; the immune block twice as fine.",
        ),
        warnings=(
            ResultWarning("replicate_failed", "In one repetition nobody met the criteria.", 1),
            ResultWarning("visit_missed", "Visits without an answer were left out.", 812),
        ),
        versions=(Version("lassitude", "0.1.0"), Version("jax", "0.10.2"), Version("numpy", "2.4.6")),
    )


@pytest.fixture
def analysis(prediction: Results) -> Results:
    def observed(estimate: Estimate) -> Estimate:
        predicted = estimate.predicted
        assert predicted is not None
        method = "complete cases" if "median" in estimate.id else "Greenhouse-Geisser"
        value = 0.012 if "_p|" in estimate.id else round(predicted.median)
        real = Observed(value, 1.9, predicted.interval90, 22.0, 0.0123, method, True, 1, 23)
        published = estimate.published
        beside = (
            published_beside(published.value, published.source, published.role, None) if published else None
        )
        return replace(estimate, predicted=None, observed=real, published=beside)

    return Results(
        kind="analysis",
        study=prediction.study,
        headline=Headline("FIS.total|median|M36|ahsct"),
        flow=tuple(replace(step, n=Spread(step.n.median)) for step in prediction.flow[4:]),
        estimates=tuple(observed(one) for one in prediction.estimates if "share_p" not in one.id),
        citations=prediction.citations,
        conflicts=prediction.conflicts,
        versions=prediction.versions,
    )
