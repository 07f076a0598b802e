"""Scores of held-out studies in words, for the page and for the terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lassitude.prediction.scoreboard.coverage import Coverage
from lassitude.prediction.scoreboard.record import Failed, NullFound, Outcome, Record, Skill, Summary
from lassitude.report import wording
from lassitude.report.statistic_words import statistic
from lassitude.results import Interval, split_id

BEYOND = "or more"
_SIGNED = {True: "\N{MINUS SIGN}", False: "+"}


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """An outcome as cells of a table.

    Attributes
    ----------
    study, what, visit, arm : str
        Ledger id, endpoint and statistic, and where.
    published, predicted : str
        With the unit; predicted is the median with its 90% interval.
    verdict, z, no_change, other_studies : str
        In or out of the 90% interval, the signed normal score, and CRPS skill over each rival.
    """

    study: str
    what: str
    visit: str
    arm: str
    published: str
    predicted: str
    verdict: str
    z: str
    no_change: str
    other_studies: str


def score_row(one: Outcome) -> ScoreRow:
    """Write an outcome as cells.

    Examples
    --------
    >>> half, most = Interval(-8.0, -5.0), Interval(-10.0, -3.0)
    >>> names = ("a2020_trial", "a2020_trial", "MFIS.total|mean_change|W12|drug", "a2020_trial:effect.value")
    >>> one = Outcome(*names, "fatigue", "MFIS", "points", -4.0, -6.5, 0.1, half, most, False, True, 1.2,
    ...               False, 1.5, None, None, True, 200)
    >>> row = score_row(one)
    >>> row.what, row.published, row.verdict, row.z
    ('MFIS: mean change', '\N{MINUS SIGN}4 points', 'in 90%', '+1.2')
    """
    name = split_id(one.estimate)
    told = statistic(name.statistic)
    unit = wording.unit_of(one.estimate, one.unit)
    return ScoreRow(
        study=one.study,
        what=f"{one.label}: {told[:1].lower()}{told[1:]}",
        visit=name.visit,
        arm=name.arm,
        published=f"{wording.value(one.estimate, one.published)} {unit}".strip(),
        predicted=with_ends(one.estimate, one.median, one.interval90),
        verdict=verdict(one),
        z=signed(one.z) + (f" {BEYOND}" if one.beyond else ""),
        no_change=_gain(one.crps, one.no_change.crps if one.no_change else None),
        other_studies=_gain(one.crps, one.other_studies.crps if one.other_studies else None),
    )


def with_ends(estimate: str, median: float, ends: Interval) -> str:
    """Write a median and its interval as the estimate is read."""
    if wording.is_percentage(split_id(estimate)):
        return f"{wording.percent(median)} ({wording.percent_interval(ends)})"
    return wording.with_interval(median, ends)


def verdict(one: Outcome) -> str:
    """Say in which interval a printed number lies."""
    if not one.inside90:
        return "out"
    return "in 50%" if one.inside50 else "in 90%"


def signed(score: float) -> str:
    """Write a normal score with its sign.

    Examples
    --------
    >>> signed(1.25), signed(-0.04)
    ('+1.2', '0.0')
    """
    told = f"{abs(score):.1f}"
    return told if told == "0.0" else f"{_SIGNED[score < 0]}{told}"


def summary_lines(one: Summary) -> Iterator[str]:
    """Say what the outcomes of a domain come to: coverage, and skill over both rivals.

    Examples
    --------
    >>> some = Coverage(0.9, 0.75, Interval(0.4, 0.95), 8, 20)
    >>> list(summary_lines(Summary("fatigue", some, some, None, None)))[-1]
    'CRPS skill over a meta-regression of other studies: nothing to compare'
    """
    yield covered(one.coverage90)
    yield covered(one.coverage50)
    yield skilled(one.over_no_change, "no change")
    yield skilled(one.over_other_studies, "a meta-regression of other studies")


def covered(one: Coverage) -> str:
    """Say how many numbers lie inside an interval, every study counted alike."""
    return (
        f"{wording.percent(one.share)} inside the {wording.percent(one.nominal)} interval "
        f"({wording.percent_interval(one.interval95)}; {_many(one.numbers, 'number')} of "
        f"{_many(one.studies, 'study')}, every study counted alike)"
    )


def skilled(one: Skill | None, over: str) -> str:
    """Say how much better than a rival the predictions were."""
    if one is None:
        return f"CRPS skill over {over}: nothing to compare"
    sure = f", 95% interval {wording.interval(one.interval95)}" if one.interval95 else ""
    return (
        f"CRPS skill over {over}: {wording.number(one.value)} ({_many(one.numbers, 'number')} of "
        f"{_many(one.studies, 'study')}{sure})"
    )


def null_line(one: NullFound) -> str:
    """Say whether a study that found nothing is predicted to.

    Examples
    --------
    >>> estimate = "MFIS.total|adjusted_difference:nurse|W52|program"
    >>> one = NullFound("a2020", "a2020", estimate, "MFIS", "points", 4.0, -1.0, Interval(-5.0, 3.0), True)
    >>> null_line(one).partition(".")[0]
    'a2020: reproduced'
    """
    told = "reproduced" if one.reproduced else "not reproduced"
    name = split_id(one.estimate)
    return (
        f"{one.study}: {told}. {one.label}, {statistic(name.statistic).lower()} at {name.visit}: "
        f"{with_ends(one.estimate, one.median, one.interval90)} {one.unit}; smallest important change "
        f"{wording.number(one.smallest)}"
    )


def failed_lines(failed: Sequence[Failed]) -> tuple[str, ...]:
    """Say which studies could not be predicted, how many of their numbers, and why; each reason once.

    Examples
    --------
    >>> estimate = "MFIS.total|mean_change|W12|drug"
    >>> failed_lines([Failed("a2020", "a2020", estimate, "fatigue", True, "Nobody may enter.")])
    ('a2020 (1 number): Nobody may enter.',)
    """
    counts = Counter((one.study, one.reason) for one in failed)
    return tuple(
        f"{study} ({count} number{'' if count == 1 else 's'}): {reason}"
        for (study, reason), count in counts.items()
    )


def set_line(record: Record) -> str:
    """Say what was scored.

    Examples
    --------
    >>> from lassitude.prediction.scoreboard.record import ScoredSet
    >>> set_line(Record(ScoredSet("posterior", "00", 500, 200, "00"), 2, "00", (), (), ()))
    'Parameter set posterior (500 draws), 200 repetitions of each study; record 2.'
    """
    one = record.scored
    drawn = f"{one.draws} draws" if one.draws else "every parameter at its declared value, nothing fitted"
    kept = f"record {record.number}" if record.number else "not kept"
    return f"Parameter set {one.name} ({drawn}), {one.repetitions} repetitions of each study; {kept}."


def failures(outcomes: Sequence[Outcome]) -> tuple[Outcome, ...]:
    """Return the outcomes that count and lie outside their 90% interval."""
    return tuple(one for one in outcomes if one.counted and not one.inside90)


def _gain(own: float, other: float | None) -> str:
    return "" if not other else wording.number(1.0 - own / other)


def _many(count: int, what: str) -> str:
    plural = f"{what[:-1]}ies" if what.endswith("y") else f"{what}s"
    return f"{count} {what if count == 1 else plural}"
