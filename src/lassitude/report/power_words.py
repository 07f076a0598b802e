"""Power in tables: the same rows for the page, the terminal and CSV."""

from __future__ import annotations

from dataclasses import dataclass

from lassitude.report import wording
from lassitude.results import Power, PowerCurve, PowerDifference, PowerPoint, Rate, Results

ABSENT = wording.number(None)
_TYPES = {
    "group-comparison": "Welch's t test",
    "ancova": "analysis of covariance",
    "mmrm": "mixed model for repeated measures",
    "multiple-imputation": "multiple imputation",
}
NULL_NOTE = (
    "Under the null the arm gets exactly what its comparator gets, so every significant difference is an "
    "error."
)


@dataclass(frozen=True, slots=True)
class PowerRow:
    """One size of one curve in words."""

    n: str
    power: str
    power_ends: str
    type_one_error: str
    type_one_ends: str
    without_therapy: str
    bias: str
    bias_ends: str
    coverage: str
    coverage_ends: str
    closed_form: str
    averaged: str
    assurance: str
    assurance_ends: str
    spread: str


@dataclass(frozen=True, slots=True)
class PowerTable:
    """One curve in words; ``change`` says that it is of a changed protocol."""

    name: str
    source: str
    change: bool
    truth: str
    formula: str
    notes: tuple[str, ...]
    rows: tuple[PowerRow, ...]


def power_tables(results: Results) -> tuple[PowerTable, ...]:
    """Write every curve as a table; empty where the results hold no power.

    Examples
    --------
    >>> from lassitude.results import Study
    >>> power_tables(Results("analysis", Study("pilot", "00")))
    ()
    """
    if results.power is None:
        return ()
    unit = results.power.question.unit
    planned = results.power.curves[0]
    return tuple(
        _table(one, unit, one.source == "physiology" and one is not planned) for one in results.power.curves
    )


def question_in_words(results: Results, power: Power) -> str:
    """Say what is tested.

    Examples
    --------
    >>> from lassitude.results import Arm, Endpoint, PowerQuestion, Study, Visit
    >>> study = Study("x", "00", arms=(Arm("drug", "drug"), Arm("sham", "sham")), visits=(Visit("W8", 56.0),),
    ...               endpoints=(Endpoint("MFIS.total", "MFIS", "points"),))
    >>> asked = PowerQuestion("primary", "ancova", "MFIS.total", "points", "W8", "patients", "drug", "sham",
    ...                       "lower", 0.05)
    >>> question_in_words(Results("power", study), Power(asked, ()))[:36]
    'MFIS at W8 (week 8): drug against sh'
    """
    asked = power.question
    endpoint = wording.endpoint_of(results, asked.endpoint).label
    how = _TYPES.get(asked.type, asked.type)
    return (
        f"{endpoint} at {wording.visit_label(results, asked.visit)}: {wording.arm_label(results, asked.arm)} "
        f"against {wording.arm_label(results, asked.comparator)} by {how} (analysis "
        f"{asked.analysis!r}), two-sided {100 * asked.alpha:g}%. Significant and {asked.better} with "
        f"{wording.arm_label(results, asked.arm)} counts as power."
    )


def difference_in_words(one: PowerDifference) -> str:
    """Write a difference of power in percentage points with its interval.

    Examples
    --------
    >>> from lassitude.results import Interval
    >>> change = Rate(-0.05, Interval(-0.09, -0.01))
    >>> told = difference_in_words(PowerDifference("simulation.pool", "9", "8", 60, Rate(0.7), change))
    >>> told.replace("\N{MINUS SIGN}", "-")
    '-5.0 points (-9.0 to -1.0)'
    """
    ends = one.difference.interval95
    told = _signed(one.difference.value)
    if ends is None:
        return f"{told} points"
    return f"{told} points ({_signed(ends.lower)} to {_signed(ends.upper)})"


def _signed(share: float) -> str:
    text = wording.fixed(100 * share, 1)
    return f"+{text}" if share > 0 and float(text) else text


def percent(rate: Rate | None) -> str:
    """Write a share in percent with one decimal."""
    return ABSENT if rate is None else f"{100 * rate.value:.1f}%"


def _table(curve: PowerCurve, unit: str, change: bool) -> PowerTable:
    truth = ""
    if curve.truth is not None:
        error = f" (standard error {curve.truth.monte_carlo_se:.2g})" if curve.truth.monte_carlo_se else ""
        value = wording.fixed(curve.truth.value, 2)
        truth = f"True difference {value} {unit}{error}: {curve.truth.definition}."
    source = "simulated bodies" if curve.source == "physiology" else "normal values, no bodies"
    rows = tuple(_row(one) for one in curve.points)
    return PowerTable(curve.name, source, change, truth, curve.formula, curve.notes, rows)


def _row(one: PowerPoint) -> PowerRow:
    return PowerRow(
        n=str(one.n),
        power=percent(one.power),
        power_ends=_ends(one.power),
        type_one_error=percent(one.type_one_error),
        type_one_ends=_ends(one.type_one_error),
        without_therapy=percent(one.without_therapy) if one.without_therapy else "",
        bias=ABSENT if one.bias is None else wording.fixed(one.bias.value, 2),
        bias_ends="" if one.bias is None else _bias_ends(one.bias),
        coverage=percent(one.coverage),
        coverage_ends="" if one.coverage is None else _ends(one.coverage),
        closed_form=ABSENT if one.closed_form is None else f"{100 * one.closed_form:.1f}%",
        averaged="" if one.averaged_over_priors is None else f"{100 * one.averaged_over_priors:.0f}%",
        assurance=percent(one.assurance) if one.assurance else "",
        assurance_ends=_ends(one.assurance) if one.assurance else "",
        spread=f"{one.spread:.2f}",
    )


def _ends(rate: Rate) -> str:
    ends = rate.interval95
    return "" if ends is None else f"{100 * ends.lower:.1f} to {100 * ends.upper:.1f}%"


def _bias_ends(rate: Rate) -> str:
    ends = rate.interval95
    return "" if ends is None else wording.fixed_interval(ends, 2)
