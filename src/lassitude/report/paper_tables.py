"""Estimates as tables for a paper: a title, a header, rows, and footnotes with methods and reasons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lassitude.report import wording
from lassitude.report.inference import amount, ends, failure, standard_error
from lassitude.report.power_words import NULL_NOTE, power_tables, question_in_words
from lassitude.report.statistic_words import method_in_words, statistic
from lassitude.results import AttributionPart, Estimate, Results, split_id

_OBSERVED = ("Estimate", "Visit", "Group", "n", "Value", "SE", "95% CI", "df", "p")
_PREDICTED = ("Estimate", "Visit", "Group", "Median", "50% interval", "90% interval", "MC error", "Published")
_PARTS = ("Part", "Visit", "Group", "Median", "90% interval")
_POWER = ("n", "Power", "95% interval", "Type I error", "95% interval", "Bias", "Coverage", "Closed form")
_OF_POWER = "Shares of simulated trials; intervals are their Monte Carlo 95% intervals."
_OF_PREDICTION = (
    "Values are medians over repetitions of a virtual study; intervals hold 50% and 90% of the repetitions. "
    "MC error: Monte Carlo standard error of the median or share."
)
_OF_ANALYSIS = "CI: confidence interval; SE: standard error; df: degrees of freedom."
_OF_PARTS = "Medians over repetitions of a virtual study; the parts need not add up to the total."


@dataclass(frozen=True, slots=True)
class PaperTable:
    """One table.

    Attributes
    ----------
    title : str
        Stands above it, without its number.
    header : tuple of str
        Names of the columns.
    rows : tuple of tuple of str
        As many cells as the header has; the first column names the row.
    footnotes : tuple of str
        Stand below it, in order.
    """

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    footnotes: tuple[str, ...]


def paper_tables(results: Results) -> tuple[PaperTable, ...]:
    """Return a table for every curve of power, every analysis and endpoint, and the parts of the change.

    Parameters
    ----------
    results : Results
        Of any kind; an estimate that was not reached has a row that says so.

    Returns
    -------
    tuple of PaperTable
        In the order of the results.

    Examples
    --------
    >>> from lassitude.results import Interval, Observed, Study
    >>> found = Observed(-3.41, 1.26, Interval(-5.9, -0.9), 87.3, 0.0083, "t test", True, None, 92)
    >>> one = Estimate("MFIS.total|difference:usual|W12|exercise", "primary", "points", None, found)
    >>> made = paper_tables(Results("analysis", Study("pilot", "00"), estimates=(one,)))[0]
    >>> str(made.rows[0][3:]).replace("\N{MINUS SIGN}", "-")
    "('92', '-3.4 points', '1.26', '-5.9 to -0.9', '87.3', '0.008')"
    >>> made.footnotes[0]
    'a t test.'
    """
    found: dict[tuple[str, str, bool], list[Estimate]] = {}
    for one in results.estimates:
        if one.observed or one.predicted:
            real = one.observed is not None
            found.setdefault((one.analysis, split_id(one.id).endpoint, real), []).append(one)
    tables = [
        _observed(results, analysis, endpoint, own) if real else _predicted(results, analysis, endpoint, own)
        for (analysis, endpoint, real), own in found.items()
    ]
    parts: dict[str, list[AttributionPart]] = {}
    for part in (*results.attribution, *results.contrasts):
        parts.setdefault(part.endpoint, []).append(part)
    changes = (_parts(results, endpoint, own) for endpoint, own in parts.items())
    return (*_power(results), *tables, *changes)


def _observed(results: Results, analysis: str, endpoint: str, own: list[Estimate]) -> PaperTable:
    methods: dict[str, str] = {}
    rows = tuple(_observed_row(results, one, methods) for one in own)
    explained = [f"{letter} {_sentence(method)}" for method, letter in methods.items()]
    notes = (*explained, *_notes(own), _OF_ANALYSIS)
    return _filled(_title(results, analysis, endpoint), _OBSERVED, rows, notes)


def _observed_row(results: Results, one: Estimate, methods: dict[str, str]) -> tuple[str, ...]:
    found = one.observed
    if found is None:
        raise ValueError(f"{one.id} was not observed.")
    told = _method(one)
    mark = methods.setdefault(told, _letter(len(methods))) if told else ""
    name, unit, when, group = _named(results, one)
    people = "" if found.n is None else str(found.n)
    if not found.converged:
        return (f"{name} [{mark}]" if mark else name, when, group, people, "no estimate", "", "", "", "")
    value = amount(one) if unit else amount(one).removeprefix("p = ").removeprefix("p ")
    return (
        f"{name} [{mark}]" if mark else name,
        when,
        group,
        people,
        value,
        standard_error(found),
        ends(one),
        "" if found.df is None else f"{found.df:.1f}".removesuffix(".0"),
        "" if found.p is None else wording.p_value(found.p),
    )


def _predicted(results: Results, analysis: str, endpoint: str, own: list[Estimate]) -> PaperTable:
    rows = tuple(_predicted_row(results, one) for one in own)
    sources = dict.fromkeys(
        f"Published: {one.published.source}{', may have been fitted' if one.published.label else ''}."
        for one in own
        if one.published
    )
    notes = (*_notes(own), *sources, _OF_PREDICTION)
    return _filled(_title(results, analysis, endpoint), _PREDICTED, rows, notes)


def _predicted_row(results: Results, one: Estimate) -> tuple[str, ...]:
    found = one.predicted
    if found is None:
        raise ValueError(f"{one.id} was not predicted.")
    name, unit, when, group = _named(results, one)
    value = f"{wording.value(one.id, found.median)} {unit}".rstrip()
    error = "" if not found.monte_carlo_se else wording.value(one.id, found.monte_carlo_se)
    beside = "" if one.published is None else wording.value(one.id, one.published.value)
    narrow, wide = (wording.range_of(one.id, held) for held in (found.interval50, found.interval90))
    return name, when, group, value, narrow, wide, error, beside


def _parts(results: Results, endpoint: str, own: list[AttributionPart]) -> PaperTable:
    known = wording.endpoint_of(results, endpoint)
    digits = wording.decimals_of(known)
    rows = tuple(
        (
            f"{one.label} (prior only)" if one.prior_only else one.label,
            one.visit,
            _group(results, one.arm),
            f"{wording.fixed(one.change.median, digits)} {known.unit}".rstrip(),
            wording.fixed_interval(one.change.interval90, digits),
        )
        for one in own
    )
    notes = tuple(dict.fromkeys(one.note for one in own if one.note))
    return _filled(f"Where the change comes from: {known.label}", _PARTS, rows, (*notes, _OF_PARTS))


def _power(results: Results) -> Iterator[PaperTable]:
    if results.power is None:
        return
    question = question_in_words(results, results.power)
    for one in power_tables(results):
        rows = tuple(
            (
                row.n,
                row.power,
                row.power_ends,
                row.type_one_error,
                row.type_one_ends,
                row.bias,
                row.coverage,
                row.closed_form,
            )
            for row in one.rows
        )
        told = (question, one.truth, one.formula, *one.notes, NULL_NOTE, _OF_POWER)
        yield _filled(f"Power by sample size: {one.name}", _POWER, rows, tuple(filter(None, told)))


def _filled(
    title: str, header: tuple[str, ...], rows: tuple[tuple[str, ...], ...], footnotes: tuple[str, ...]
) -> PaperTable:
    """Leave out columns in which no row has anything."""
    kept = [place for place in range(len(header)) if any(row[place] for row in rows)]

    def chosen(cells: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(cells[place] for place in kept)

    return PaperTable(title, chosen(header), tuple(chosen(row) for row in rows), footnotes)


def _named(results: Results, one: Estimate) -> tuple[str, str, str, str]:
    name = split_id(one.id)
    when = wording.visit_label(results, name.visit) if name.visit else ""
    return (
        statistic(name.statistic),
        wording.unit_of(one.id, one.unit),
        when,
        wording.group_label(results, name.arm) if name.arm else "",
    )


def _group(results: Results, arm: str) -> str:
    first, minus, second = arm.partition(" minus ")
    labels = (wording.arm_label(results, one) for one in (first, second) if one)
    return minus.join(labels)


def _title(results: Results, analysis: str, endpoint: str) -> str:
    return f"{wording.endpoint_of(results, endpoint).label}: analysis \N{LEFT DOUBLE QUOTATION MARK}" + (
        f"{wording.plain(analysis)}\N{RIGHT DOUBLE QUOTATION MARK}"
    )


def _method(one: Estimate) -> str:
    found = one.observed
    if found is None:
        return ""
    attempts = ""
    if found.converged and found.attempts is not None:
        attempts = f"converged at attempt {found.attempts}"
    told = "" if found.converged else f"no estimate: {failure(one)}"
    return "; ".join(filter(None, (method_in_words(found.method), attempts, told)))


def _notes(own: Iterable[Estimate]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(note for one in own for note in one.notes))


def _sentence(text: str) -> str:
    return text if text.endswith(".") else f"{text}."


def _letter(place: int) -> str:
    """Count in letters: a to z, then aa, ab and so on."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    return letters[place] if place < 26 else _letter(place // 26 - 1) + letters[place % 26]
