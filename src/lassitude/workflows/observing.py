"""From the analysis of a real study to the results object."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from lassitude.evidence import entry, entry_id, resolve
from lassitude.evidence.claims.beside import published_in
from lassitude.prediction.describing import (
    cautioned_of_data,
    cited,
    described_study,
    disputed,
    endpoint_labels,
    first_sentence,
    may_be_absent,
    versions,
)
from lassitude.prediction.headlines import headline_estimate
from lassitude.results import (
    Estimate,
    EvidenceShare,
    FlowStep,
    Headline,
    Interval,
    Observed,
    PublishedDirection,
    Results,
    ResultWarning,
    Spread,
    published_beside,
)
from lassitude.statistics.estimates import EstimateBatch
from lassitude.study.data import StudyData
from lassitude.study.endpoints import parse_estimate_id
from lassitude.study.estimands import DISCONTINUATION
from lassitude.study.protocol import Protocol


def observed_results(protocol: Protocol, data: StudyData, batches: Mapping[str, EstimateBatch]) -> Results:
    r"""Set what a real study gave beside what was published.

    Parameters
    ----------
    protocol : Protocol
        The plan.
    data : StudyData
        One replicate.
    batches : mapping of str to EstimateBatch
        Every planned estimate of that replicate, by id.

    Returns
    -------
    Results
        Of kind ``analysis``; nothing in it depends on the model.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> from lassitude.records.csv_study import read_csv_study
    >>> from lassitude.statistics.plan import analyze_plan
    >>> from lassitude.study.protocol import read_protocol
    >>> plan = read_protocol("canadian-ahsct")
    >>> text = "subject,age,FIS_M0,FIS_M36,EDSS_M0\nP-01,34,36,23,4.5\nP-02,29,44,30,4.0\n"
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = Path(folder, "data.csv").write_text(text)
    ...     data = read_csv_study(Path(folder, "data.csv"), plan)
    >>> results = observed_results(plan, data, analyze_plan(data, plan))
    >>> results.estimate("FIS.total|median|M36|ahsct").observed.estimate
    26.5
    """
    estimates = tuple(_estimate(protocol, batch) for batch in batches.values())
    citations = cited(protocol)
    return Results(
        kind="analysis",
        study=described_study(protocol),
        headline=_headline(protocol, estimates),
        flow=tuple(_participant_flow(data)),
        estimates=estimates,
        published_directions=tuple(_directions(protocol, batches)),
        evidence=EvidenceShare(0, 0, 0, tuple(one.id for one in citations)),
        citations=citations,
        conflicts=disputed(protocol),
        warnings=tuple(_warnings(protocol, data, batches)),
        versions=versions(),
    )


def _participant_flow(data: StudyData) -> Iterator[FlowStep]:
    """Count the people of a real study from screening to the end.

    Yields
    ------
    FlowStep
        Screened and removed where somebody was; then each arm: enrolled, withdrawn by reason, completed.
    """
    people = data.subjects.select("arm", "status", "status_reason").rows(named=True)
    removed = Counter(one["status_reason"] for one in people if one["status"] == "screen_failed")
    if removed:
        yield FlowStep("screened", Spread(len(people)))
        yield from _leaving("removed", removed, None)
    entered = [one for one in people if one["status"] != "screen_failed"]
    for arm in sorted({one["arm"] for one in entered}):
        own = [one for one in entered if one["arm"] == arm]
        yield FlowStep("enrolled", Spread(len(own)), arm=arm)
        yield from _leaving(
            "withdrawn", Counter(one["status_reason"] for one in own if one["status"] == "withdrawn"), arm
        )
        completed = sum(one["status"] == "completed" for one in own)
        yield FlowStep("completed", Spread(completed), arm=arm)


def _leaving(step: str, reasons: Mapping[str | None, int], arm: str | None) -> Iterator[FlowStep]:
    for reason, count in sorted(reasons.items(), key=lambda item: (-item[1], item[0] or "")):
        yield FlowStep(step, Spread(count), reason or "reason not recorded", arm)


def _estimate(protocol: Protocol, batch: EstimateBatch) -> Estimate:
    pointer = protocol.published.get(batch.id)
    published = None
    if pointer is not None:
        published = published_beside(
            published_in(pointer, batch.unit), pointer, entry(entry_id(pointer)).role, None
        )
    return Estimate(
        id=batch.id,
        analysis=batch.analysis,
        unit=batch.unit,
        observed=_observed(batch),
        published=published,
        label=endpoint_labels(protocol)[parse_estimate_id(batch.id).endpoint],
        notes=batch.notes,
    )


def _observed(batch: EstimateBatch) -> Observed:
    interval = None
    if batch.interval95 is not None:
        interval = Interval(float(batch.interval95.low[0]), float(batch.interval95.high[0]))
    return Observed(
        estimate=float(batch.value[0]),
        se=_number(batch.se),
        interval95=interval if interval and math.isfinite(interval.upper - interval.lower) else None,
        df=_number(batch.df),
        df_numerator=_number(batch.df_numerator),
        p=_number(batch.p),
        method=batch.method,
        converged=bool(batch.converged[0]),
        n=int(batch.n[0]),
        attempts=None if batch.attempts is None else int(batch.attempts[0]),
    )


def _number(values) -> float | None:
    return None if values is None or math.isnan(values[0]) else float(values[0])


def _headline(protocol: Protocol, estimates: Iterable[Estimate]) -> Headline | None:
    """Choose among the estimates that these data give."""
    given = [one.id for one in estimates if one.observed and one.observed.converged]
    found = headline_estimate(protocol, given)
    return None if found is None else Headline(found)


def _directions(protocol: Protocol, batches: Mapping[str, EstimateBatch]) -> Iterator[PublishedDirection]:
    for name, published in protocol.published_directions.items():
        value = float(batches[name].value[0]) if name in batches else math.nan
        agrees = (
            None if math.isnan(value) else value != 0 and (value > 0) == (published.direction == "positive")
        )
        yield PublishedDirection(
            estimate=name,
            direction=published.direction,
            meaning=first_sentence(str(resolve(published.pointer))),
            source=published.pointer,
            role=entry(entry_id(published.pointer)).role,
            observed_agrees=agrees,
        )


def _warnings(
    protocol: Protocol, data: StudyData, batches: Mapping[str, EstimateBatch]
) -> Iterator[ResultWarning]:
    failed = [batch for batch in batches.values() if not batch.converged[0] and not may_be_absent(batch.id)]
    if failed:
        reason = f" ({failed[0].notes[-1].rstrip('.')})" if failed[0].notes else ""
        yield ResultWarning(
            "not_estimated",
            f"{len(failed)} of {len(batches)} planned estimates could not be computed; "
            f"the first is {failed[0].id}{reason}.",
            len(failed),
        )
    unplanned = [name for name in protocol.published if name not in batches]
    if unplanned:
        yield ResultWarning(
            "not_analyzed",
            f"{len(unplanned)} published numbers have no estimate in the plan; the first is {unplanned[0]}.",
            len(unplanned),
        )
    loose = data.observations["visit"].null_count()
    if loose:
        yield ResultWarning(
            "outside_windows", f"{loose} values lie outside all visit windows and were not analyzed.", loose
        )
    yield from _limits(data)
    yield from _history(data)
    yield from _untold(protocol, data)
    yield from cautioned_of_data(protocol)


def _history(data: StudyData) -> Iterator[ResultWarning]:
    before = data.events.filter(data.events["day"] < 0)
    if before.height:
        yield ResultWarning(
            "events_before_day_zero",
            f"{before.height} events of {before['subject'].n_unique()} people lie before day zero. They are "
            "history: estimands leave them out, rates and times count from the first visit on.",
            before.height,
        )


def _untold(protocol: Protocol, data: StudyData) -> Iterator[ResultWarning]:
    """Say what estimands ask for and the study does not tell; nothing told looks as if nothing happened."""
    asked = [name for name, one in protocol.estimands.items() if DISCONTINUATION in one.intercurrent]
    if asked and data.exposures.is_empty():
        yield ResultWarning(
            "no_exposures",
            f"The estimand {asked[0]!r} asks who stopped a treatment, and the study has no exposures: only "
            "people who left it are known to have stopped.",
            len(asked),
        )
    if protocol.estimands and data.events.is_empty():
        yield ResultWarning(
            "no_events",
            "Estimands ask what happened to people, and the study has no events: only departures are known, "
            "by the status of people.",
            len(protocol.estimands),
        )


def _limits(data: StudyData) -> Iterator[ResultWarning]:
    for status, side in (("below_limit", "below"), ("above_limit", "above")):
        count = int((data.observations["status"] == status).sum())
        if count:
            yield ResultWarning(
                status,
                f"{count} values lie {side} a limit of quantification. They are no numbers: every analysis "
                "but censored-comparison, which takes them in by likelihood, counts them as missing.",
                count,
            )
