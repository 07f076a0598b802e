"""From the draws of a single arm to the results that people read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from hashlib import sha256

import numpy as np

from lassitude.evidence import ledger
from lassitude.instruments import instrument
from lassitude.prediction.single_arm import SingleArm, setting_of
from lassitude.prediction.single_arm_draws import DRAWS, Setting, draw_parts, hypothesis_share
from lassitude.prediction.single_arm_entry import part_of
from lassitude.prediction.single_arm_priors import single_arm_declarations
from lassitude.prediction.single_arm_regression import Floats
from lassitude.prediction.single_arm_scores import RETEST_MONTHS, Known, Score
from lassitude.prediction.single_arm_words import (
    NOTES,
    PARTS,
    TOGETHER,
    as_far,
    note_on_regression,
    statements,
    study_title,
    warnings,
)
from lassitude.prediction.spreads import predicted, share, spread
from lassitude.quantities.parameters import Declaration, Grade
from lassitude.results import (
    Arm,
    Assumption,
    AttributionPart,
    Endpoint,
    Estimate,
    EvidenceShare,
    Headline,
    Interval,
    Observed,
    Replicates,
    Results,
    Spread,
    Study,
    Version,
    Visit,
)
from lassitude.results.citing import citations, conflicts
from lassitude.runs.environment import environment

ARM = "arm"


def attribute_single_arm(asked: SingleArm, seed: int) -> Results:
    """Say by how much one arm may change without any specific effect, and why.

    Parameters
    ----------
    asked : SingleArm
        What was reported.
    seed : int
        Of the draws.

    Returns
    -------
    Results
        Of kind ``attribution``: the parts, the whole, and where the reported change lies.

    Raises
    ------
    RequestError
        If something is unknown, impossible, or cannot be reckoned with.

    Examples
    --------
    >>> asked = SingleArm("MFIS", 40, 12, "open", change=-9, entry="MFIS.total > 33", entry_mean=51.3)
    >>> found = attribute_single_arm(asked, 1)
    >>> round(found.attribution[0].change.median, 1)
    -1.6
    """
    setting = setting_of(asked)
    parts = draw_parts(setting, seed)
    expected = _sum_of(parts, *(name for name in parts if name != "chance"))
    anew = draw_parts(setting, seed, occasion=1)
    redrawn = _sum_of(anew, *(name for name in anew if name != "chance"))
    on_hypotheses = hypothesis_share(expected, redrawn) if _measured_with_error(setting) else 1.0
    whole = expected + parts["chance"]
    assumed = tuple(_assumptions(setting))
    estimates = tuple(_estimates(asked, setting, whole))
    named = {name for one in assumed for name in one.citation_ids}
    grades = Counter(one.grade for one in assumed)
    return Results(
        kind="attribution",
        study=_study(asked, setting),
        seed=seed,
        replicates=Replicates(DRAWS, DRAWS, 0),
        headline=Headline(
            estimates[0].id,
            statements(asked, setting.score.sd.value, whole, on_hypotheses),
            Spread(on_hypotheses),
        ),
        estimates=estimates,
        attribution=tuple(_attribution(setting, asked, parts, whole)),
        evidence=EvidenceShare(
            grades["sourced"], grades["derived"], grades["hypothesis"], tuple(sorted(named))
        ),
        assumptions=assumed,
        citations=citations([*_pointers(setting), *named]),
        conflicts=conflicts([_instrument_of(setting), asked.condition]),
        warnings=warnings(setting, _apart(parts)),
        versions=_versions(),
    )


def _measured_with_error(setting: Setting) -> bool:
    """Tell whether anything but hypotheses makes the draws differ."""
    score, chosen = setting.score, setting.selection
    if chosen is None:
        return bool(score.sd.people)
    if setting.entry_mean is not None and score.mean is None:
        return True
    numbers = (score.sd, score.icc, score.mean, chosen.judged.sd, chosen.judged.icc, chosen.judged.mean)
    return any(known.people for known in numbers if known is not None)


def _sum_of(parts: Mapping[str, Floats], *names: str) -> Floats:
    return np.sum([parts[name] for name in names], axis=0)


def _apart(parts: Mapping[str, Floats]) -> tuple[str, ...]:
    """Return which of expectation, contact and time are there, so that one arm shows their sum only."""
    return tuple(name for name in TOGETHER if parts[name].any())


def _instrument_of(setting: Setting) -> str:
    return setting.score.measure.partition(".")[0]


def _study(asked: SingleArm, setting: Setting) -> Study:
    measure = setting.score.measure
    part = part_of(measure)
    known = instrument(_instrument_of(setting))
    direction = "count" if part.direction == "neutral" else part.direction
    label = f"{known.label}, {measure.partition('.')[2]}"
    return Study(
        id="single-arm",
        plan_sha256=sha256(repr(asked).encode()).hexdigest(),
        title=study_title(asked, measure),
        arms=(Arm(ARM, asked.comparator or "the arm"),),
        visits=(Visit("start", 0.0), Visit(_visit(asked), asked.day)),
        endpoints=(Endpoint(measure, label, part.unit, Interval(*part.range), direction),),
    )


def _visit(asked: SingleArm) -> str:
    return f"W{asked.weeks:g}"


def _estimates(asked: SingleArm, setting: Setting, whole: Floats) -> Iterator[Estimate]:
    measure, visit = setting.score.measure, _visit(asked)
    unit = part_of(measure).unit
    reported = asked.change
    yield Estimate(
        id=f"{measure}|mean_change|{visit}|{ARM}",
        analysis="single arm",
        unit=unit,
        predicted=predicted(whole),
        observed=None if reported is None else Observed(reported, method="as reported", n=asked.people),
        notes=("expected without any specific effect",),
    )
    if reported is not None:
        yield Estimate(
            id=f"{measure}|share_as_far|{visit}|{ARM}",
            analysis="single arm",
            unit="1",
            predicted=share(as_far(whole, reported)),
            notes=(
                "of the changes expected without any specific effect, as far from their median or farther",
            ),
        )


def _attribution(
    setting: Setting, asked: SingleArm, parts: Mapping[str, Floats], whole: Floats
) -> Iterator[AttributionPart]:
    measure, visit = setting.score.measure, _visit(asked)
    chosen = setting.selection
    guessed = {"natural_course", *TOGETHER, "not_told_apart"}
    if chosen is not None and chosen.judged.measure != measure:
        guessed.add("regression_to_the_mean")
    together = _apart(parts)
    summed = {"not_told_apart": _sum_of(parts, *together)} if len(together) > 1 else {}
    known = {**parts, **summed, "total": whole}
    told = {name: known[name] for name in PARTS if name in known}
    if "regression_to_the_mean" in guessed or not parts["regression_to_the_mean"].any():
        guessed.add("total")
    for name, values in told.items():
        note = note_on_regression(setting) if name == "regression_to_the_mean" else NOTES[name]
        prior_only = name in guessed and bool(values.any())
        yield AttributionPart(name, PARTS[name], spread(values), measure, visit, ARM, prior_only, note)


def _assumptions(setting: Setting) -> Iterator[Assumption]:
    scores = [setting.score]
    if setting.selection is not None and setting.selection.judged.measure != setting.score.measure:
        scores.append(setting.selection.judged)
    for score in scores:
        yield from _of_score(score)
    for one in single_arm_declarations().values():
        yield _declared(one)


def _of_score(score: Score) -> Iterator[Assumption]:
    unit = part_of(score.measure).unit
    retest = f"agreement of two measurements {RETEST_MONTHS} months apart"
    for name, known, meaning, of in (
        ("mean", score.mean, "mean of the population that was screened", unit),
        ("sd", score.sd, "spread between people", unit),
        ("icc", score.icc, retest, "1"),
    ):
        if known is not None:
            grade: Grade = "derived" if name == "sd" and known.people else "sourced"
            yield Assumption(
                name=f"{score.measure}.{name}",
                subsystem=score.measure.partition(".")[0],
                meaning=meaning,
                value=known.value,
                unit=of,
                bounds=None,
                grade=grade,
                source=_where(known),
                citation_ids=tuple(dict.fromkeys(one.partition(":")[0] for one in known.pointers)),
            )


def _where(known: Known) -> str:
    return "; ".join(known.pointers) or "given with the request"


def _declared(one: Declaration) -> Assumption:
    reference = one.source.reference
    return Assumption(
        name=one.name,
        subsystem=one.name.partition(".")[0],
        meaning=one.meaning,
        value=one.value,
        unit=one.unit,
        bounds=Interval(*one.bounds),
        grade=one.source.grade,
        source="; ".join(part for part in (one.source.note, reference) if part),
        citation_ids=(reference,) if reference in ledger() else (),
    )


def _pointers(setting: Setting) -> Iterator[str]:
    scores = [setting.score] if setting.selection is None else [setting.score, setting.selection.judged]
    for score in scores:
        for known in (score.mean, score.sd, score.icc):
            yield from () if known is None else known.pointers


def _versions() -> tuple[Version, ...]:
    from lassitude import __version__

    found = environment()
    return (
        Version("lassitude", __version__),
        *(Version(name, found[name]) for name in ("python", "numpy", "scipy")),
    )
