"""The results as CSV tables, for those who go on calculating."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from lassitude.report.inference import inference
from lassitude.results import Estimate, Interval, Rate, Results, Spread, split_id

Cell = str | float | int | bool | None
Row = dict[str, Cell]


def tables(results: Results) -> dict[str, bytes]:
    """Return every table that the results can fill.

    Parameters
    ----------
    results : Results
        What is reported.

    Returns
    -------
    dict of str to bytes
        File name to UTF-8 CSV with one header line; ends of intervals have a column each, what is absent
        is empty. Equal results give equal bytes.

    Examples
    --------
    >>> from lassitude.results import Observed, Study
    >>> median = Estimate("FIS.total|median|M0|ahsct", "course", "points", observed=Observed(36.0))
    >>> list(tables(Results("analysis", Study("pilot", "00"), estimates=(median,))))
    ['estimates.csv']
    """
    found = {
        "power.csv": _power(results),
        "power_changes.csv": _power_changes(results),
        "estimates.csv": [_estimate(one) for one in results.estimates],
        "directions.csv": _directions(results),
        "attribution.csv": _attribution(results),
        "flow.csv": _flow(results),
        "assumptions.csv": _assumptions(results),
        "citations.csv": _citations(results),
        "credibility.csv": _credibility(results),
    }
    return {name: _csv(rows) for name, rows in found.items() if rows}


def _estimate(one: Estimate) -> Row:
    name, predicted, observed, published = split_id(one.id), one.predicted, one.observed, one.published
    return {
        "id": one.id,
        "endpoint": name.endpoint,
        "statistic": name.statistic,
        "visit": name.visit,
        "arm": name.arm,
        "analysis": one.analysis,
        "unit": one.unit,
        "predicted": predicted.median if predicted else None,
        **_ends("predicted_50", predicted.interval50 if predicted else None),
        **_ends("predicted_90", predicted.interval90 if predicted else None),
        "monte_carlo_se": predicted.monte_carlo_se if predicted else None,
        "replicates": predicted.replicates if predicted else None,
        "observed": observed.estimate if observed else None,
        "se": observed.se if observed else None,
        **_ends("observed_95", observed.interval95 if observed else None),
        "df": observed.df if observed else None,
        "p": observed.p if observed else None,
        "n": observed.n if observed else None,
        "method": observed.method if observed else None,
        "converged": observed.converged if observed else None,
        "attempts": observed.attempts if observed else None,
        "in_words": inference(one) or None,
        "published": published.value if published else None,
        "published_from": published.source if published else None,
        "published_role": published.role if published else None,
        "inside_50": published.inside50 if published else None,
        "inside_90": published.inside90 if published else None,
    }


def _power(results: Results) -> list[Row]:
    curves = results.power.curves if results.power else ()
    return [
        {
            "design": curve.name,
            "source": curve.source,
            "n": one.n,
            "trials": one.trials,
            **_rate("power", one.power),
            **_rate("either_direction", one.either_direction),
            **_rate("type_one_error", one.type_one_error),
            **_rate("without_therapy", one.without_therapy),
            "truth": curve.truth.value if curve.truth else None,
            **_rate("estimate", one.estimate),
            **_rate("bias", one.bias),
            **_rate("coverage", one.coverage),
            "spread": one.spread,
            "standard_error": one.standard_error,
            "not_converged": one.not_converged,
            "closed_form": one.closed_form,
            "averaged_over_priors": one.averaged_over_priors,
            "assurance": None if one.assurance is None else one.assurance.value,
        }
        for curve in curves
        for one in curve.points
    ]


def _power_changes(results: Results) -> list[Row]:
    return [
        {
            "key": one.key,
            "value": one.value,
            "planned": one.planned,
            "n": one.n,
            **_rate("power", one.power),
            **_rate("difference", one.difference),
        }
        for one in (results.power.ranking if results.power else ())
    ]


def _rate(name: str, rate: Rate | None) -> Row:
    return {
        name: rate.value if rate else None,
        **_ends(f"{name}_95", rate.interval95 if rate else None),
        f"{name}_monte_carlo_se": rate.monte_carlo_se if rate else None,
    }


def _directions(results: Results) -> list[Row]:
    return [
        {
            "estimate": one.estimate,
            "direction": one.direction,
            "meaning": one.meaning,
            "from": one.source,
            "role": one.role,
            "agreement": one.agreement,
            "monte_carlo_se": one.monte_carlo_se,
            "observed_agrees": one.observed_agrees,
        }
        for one in results.published_directions
    ]


def _attribution(results: Results) -> list[Row]:
    return [
        {
            "endpoint": one.endpoint,
            "visit": one.visit,
            "arm": one.arm,
            "part": one.part,
            "label": one.label,
            **_spread("change", one.change),
            "prior_only": one.prior_only,
            "note": one.note,
        }
        for one in (*results.attribution, *results.contrasts)
    ]


def _flow(results: Results) -> list[Row]:
    return [
        {"step": one.step, "criterion": one.criterion, "arm": one.arm, **_spread("n", one.n)}
        for one in results.flow
    ]


def _assumptions(results: Results) -> list[Row]:
    return [
        {
            "subsystem": one.subsystem,
            "name": one.name,
            "meaning": one.meaning,
            "value": one.value,
            "unit": one.unit,
            **_ends("bounds", one.bounds),
            **_ends("calibrated90", one.calibrated.interval90 if one.calibrated else None),
            "prior_only": one.prior_only,
            "grade": one.grade,
            "source": one.source,
            "citations": " ".join(one.citation_ids),
        }
        for one in results.assumptions
    ]


def _citations(results: Results) -> list[Row]:
    return [
        {
            "id": one.id,
            "role": one.role,
            "url": one.url,
            "quote": one.quote,
            "notes": one.notes,
            "from": " ".join(one.pointers),
        }
        for one in results.citations
    ]


def _spread(name: str, spread: Spread) -> Row:
    return {
        name: spread.median,
        **_ends(f"{name}_50", spread.interval50),
        **_ends(f"{name}_90", spread.interval90),
    }


def _ends(name: str, interval: Interval | None) -> Row:
    low, high = (None, None) if interval is None else (interval.lower, interval.upper)
    return {f"{name}_low": low, f"{name}_high": high}


def _credibility(results: Results) -> list[Row]:
    return [
        {"cell": one.name, "origin": one.origin, "statements": "\n".join(one.statements) or None}
        for one in (results.credibility.cells if results.credibility else ())
    ]


def _csv(rows: Sequence[Row]) -> bytes:
    target = io.StringIO()
    writer = csv.DictWriter(target, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: _cell(cell) for name, cell in row.items()} for row in rows)
    return target.getvalue().encode()


def _cell(cell: Cell) -> str:
    if cell is None or cell != cell:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return f"{cell:.10g}" if isinstance(cell, float) else str(cell)
