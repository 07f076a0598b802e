"""What the tables of the page show, in words: one row an estimate."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from lassitude.report import inference, wording
from lassitude.report.bars import P_SCALE, AnyScale, Bar, bar, scale_of
from lassitude.report.statistic_words import method_in_words, statistic
from lassitude.results import Estimate, EstimateName, Interval, Results, split_id
from lassitude.results.document import Endpoint


@dataclass(frozen=True, slots=True)
class Row:
    """One estimate in words."""

    id: str
    label: str
    when: str
    arm: str
    unit: str
    analysis: str
    predicted: str
    interval50: str
    interval90: str
    monte_carlo: str
    observed: str
    interval95: str
    p: str
    method: str
    published: str
    source: str
    stamp: str
    verdict: str
    bar: Bar | None
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of one endpoint."""

    endpoint: Endpoint
    rows: tuple[Row, ...]

    @property
    def notes(self) -> tuple[str, ...]:
        """The notes of all rows, each once, in the order of the rows."""
        return tuple(dict.fromkeys(note for row in self.rows for note in row.notes))


def groups(results: Results, wanted: Callable[[Estimate, EstimateName], bool]) -> tuple[Group, ...]:
    """Return the rows of the wanted estimates by endpoint, in the order of the results.

    Parameters
    ----------
    results : Results
        What is reported.
    wanted : callable
        Tells from an estimate and the parts of its name whether it belongs into the table.

    Returns
    -------
    tuple of Group
        Estimates of one endpoint and unit share the scale of their bars.

    Examples
    --------
    >>> from lassitude.results import Observed, Study
    >>> median = Estimate("FIS.total|median|M0|ahsct", "course", "points", observed=Observed(36.0))
    >>> results = Results("analysis", Study("pilot", "00"), estimates=(median,))
    >>> groups(results, lambda estimate, name: True)[0].rows[0].observed
    '36'
    """
    by_endpoint: dict[str, list[Estimate]] = {}
    for estimate in results.estimates:
        name = split_id(estimate.id)
        if wanted(estimate, name):
            by_endpoint.setdefault(name.endpoint, []).append(estimate)
    return tuple(
        Group(_endpoint(results, name, found), _rows(results, found)) for name, found in by_endpoint.items()
    )


def verdict(estimate: Estimate) -> str:
    """Say in words whether the published number lies inside the intervals; empty when that is not asked."""
    published, observed = estimate.published, estimate.observed
    if published is None:
        return ""
    if published.inside50:
        return "inside 50%"
    if published.inside90 is not None:
        return "inside 90%" if published.inside90 else "outside 90%"
    if observed and observed.interval95:
        return "inside 95%" if observed.interval95.contains(published.value) else "outside 95%"
    return ""


def _endpoint(results: Results, name: str, estimates: Iterable[Estimate]) -> Endpoint:
    known = wording.endpoint_of(results, name)
    if any(endpoint.name == name for endpoint in results.study.endpoints):
        return known
    label = next((estimate.label for estimate in estimates if estimate.label), known.label)
    return Endpoint(name, label, known.unit)


def _rows(results: Results, estimates: list[Estimate]) -> tuple[Row, ...]:
    scales: dict[str, AnyScale | None] = {}
    for estimate in estimates:
        key = _scale_key(estimate)
        if key not in scales:
            alike = [other for other in estimates if _scale_key(other) == key]
            linear = scale_of(alike, full=Interval(0.0, 1.0) if key == "share" else None)
            scales[key] = P_SCALE if linear and key == "p" else linear
    return tuple(_row(results, estimate, scales[_scale_key(estimate)]) for estimate in estimates)


def _scale_key(estimate: Estimate) -> str:
    name = split_id(estimate.id)
    if wording.is_share(name):
        return "share"
    if wording.is_p_value(name):
        return "p"
    if estimate.unit in ("", "1") or name.statistic.startswith("slope"):
        return name.statistic
    return estimate.unit


def _row(results: Results, estimate: Estimate, scale: AnyScale | None) -> Row:
    name = split_id(estimate.id)
    predicted, observed, published = estimate.predicted, estimate.observed, estimate.published

    decimals = _predicted_decimals(estimate)

    def value(amount: float | None) -> str:
        if amount is None or decimals is None:
            return wording.value(estimate.id, amount)
        return wording.fixed(amount, decimals)

    def ends(interval: Interval | None) -> str:
        if decimals is None:
            return wording.range_of(estimate.id, interval)
        return wording.fixed_interval(interval, decimals)

    return Row(
        id=estimate.id,
        label=statistic(name.statistic),
        when=wording.visit_label(results, name.visit) if name.visit else "",
        arm=wording.arm_label(results, name.arm) if name.arm else "",
        unit=wording.unit_of(estimate.id, estimate.unit),
        analysis=estimate.analysis,
        predicted=value(predicted.median) if predicted else "",
        interval50=ends(predicted.interval50) if predicted else "",
        interval90=ends(predicted.interval90) if predicted else "",
        monte_carlo=_monte_carlo(estimate),
        observed=inference.number(estimate),
        interval95=inference.ends(estimate),
        p=wording.p_value(observed.p) if observed and observed.p is not None else "",
        method=_method(estimate),
        published=wording.value(estimate.id, published.value) if published else "",
        source=published.source if published else "",
        stamp=published.label if published else "",
        verdict=verdict(estimate),
        bar=None if scale is None else bar(estimate, scale),
        notes=estimate.notes,
    )


def _predicted_decimals(estimate: Estimate) -> int | None:
    """Return the decimals that a prediction shares with the ends of its 90% interval; None for its own."""
    name, predicted = split_id(estimate.id), estimate.predicted
    if predicted is None or predicted.interval90 is None:
        return None
    if wording.is_p_value(name) or wording.is_percentage(name):
        return None
    return wording.shared_decimals((predicted.median, predicted.interval90.lower, predicted.interval90.upper))


def _monte_carlo(estimate: Estimate) -> str:
    predicted = estimate.predicted
    if predicted is None:
        return ""
    error = wording.value(estimate.id, predicted.monte_carlo_se) if predicted.monte_carlo_se else ""
    if not wording.is_share(split_id(estimate.id)) or not predicted.replicates:
        return error
    ends = wording.percent_interval(_wilson(predicted.median, predicted.replicates))
    return f"{error} (95% interval: {ends})".lstrip()


def _wilson(share: float, trials: int) -> Interval:
    """Return Wilson's 95% interval of a share, which has a width also at 0 and 1."""
    squared = 1.959964**2 / trials
    middle = (share + squared / 2) / (1 + squared)
    reach = math.sqrt(squared * (share * (1 - share) + squared / 4)) / (1 + squared)
    return Interval(max(0.0, middle - reach), min(1.0, middle + reach))


def _method(estimate: Estimate) -> str:
    observed = estimate.observed
    if observed is None:
        return ""
    parts = [method_in_words(observed.method)] if observed.method else []
    if observed.n is not None:
        parts.append(f"n = {observed.n}")
    if observed.df is not None:
        parts.append(f"df = {wording.number(observed.df)}")
    if not observed.converged:
        told = inference.failure(estimate)
        parts.append(told if told.startswith("did not") else f"no estimate: {told}")
    elif observed.attempts is not None:
        parts.append(inference.attempts_words(observed.attempts))
    if inference.outermost(estimate):
        parts.append("interval from the smallest to the largest value")
    return ", ".join(parts)
