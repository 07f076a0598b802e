"""Several arms in a terminal of 80 columns: how they differ, how they went, what their change is made of."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from rich.console import Group, RenderableType
from rich.markup import escape
from rich.table import Table

from lassitude.cli.bars import text_bar
from lassitude.report import wording
from lassitude.report.compared_parts import Columns, by_endpoint
from lassitude.report.comparisons import Comparison, leading_comparisons, overall_test
from lassitude.report.rows import Row, groups
from lassitude.report.statistic_words import short_statistic
from lassitude.results import Estimate, EstimateName, Results, split_id

WIDTH = 80
_LABEL, _LEAST, _FEW = 24, 8, 2
_WHOLE, _CONTRAST = "Where the mean change comes from", "Arm minus comparator, by part"
_DAGGER = "\N{DAGGER}"
PRIOR_ONLY = f"{_DAGGER} prior only: no number of that part was narrowed by data."


def compared(results: Results) -> Iterator[RenderableType]:
    """Give a table of how arms differ, one for each endpoint, visit and reference."""
    leading = leading_comparisons(results)
    ids = {one.estimate.id for one in leading}
    rows = {row.id: row for group in groups(results, lambda one, _: one.id in ids) for row in group.rows}
    grouped: dict[tuple[str, str, str], list[Comparison]] = {}
    for one in leading:
        grouped.setdefault((one.name.endpoint, one.name.visit, one.reference), []).append(one)
    test = overall_test(results)
    for (endpoint, visit, reference), found in grouped.items():
        adjusted = ", adjusted for the value before" if found[0].adjusted else ""
        scored = wording.endpoint_of(results, endpoint).label
        when, other = wording.visit_label(results, visit), wording.arm_label(results, reference)
        table = Table(box=None)
        published = any(one.estimate.published for one in found)
        _columns(table, results, published)
        for one in found:
            table.add_row(*_difference(results, one, rows[one.estimate.id], published))
        if test is not None and not test[0].published and split_id(test[0].id).endpoint == endpoint:
            table.add_row(*_overall(*test, published))
        yield _under(f"{scored} at {when}, against {other}{adjusted}", table)


def _columns(table: Table, results: Results, published: bool) -> None:
    predicted = results.kind != "analysis"
    table.add_column("", overflow="fold")
    if published:
        table.add_column("published", justify="right", no_wrap=True)
    table.add_column("predicted" if predicted else "observed", justify="right", no_wrap=True)
    table.add_column("90%" if predicted else "95%", no_wrap=True)
    table.add_column("interval", no_wrap=True)
    table.add_column("p < 0.05" if predicted else "p", justify="right", no_wrap=True)


def _difference(results: Results, one: Comparison, row: Row, published: bool) -> list[str]:
    said = f"{row.published} {row.stamp}".strip()
    often = wording.percent(one.share) if one.share is not None else row.p
    found = (row.predicted or row.observed, row.interval90 or row.interval95, text_bar(row.bar), often)
    return [escape(wording.arm_label(results, one.name.arm)), *([said] if published else []), *found]


def _overall(test: Estimate, share: float | None, published: bool) -> list[str]:
    found = test.predicted.median if test.predicted else test.observed.estimate if test.observed else None
    ends = wording.range_of(test.id, test.predicted.interval90) if test.predicted else ""
    often = "" if share is None else wording.percent(share)
    label = short_statistic(split_id(test.id).statistic)
    return [label, *([""] if published else []), wording.p_value(found), ends, "", often]


def went(results: Results) -> Iterator[RenderableType]:
    """Give the course of the first endpoints: an arm a row, medians at the first and last visit."""
    days = {visit.label: visit.day for visit in results.study.visits}
    held = {split_id(one.id).visit for one in results.estimates if split_id(one.id).statistic == "median"}
    visits = sorted(held & set(days), key=days.__getitem__)
    if not visits:
        return
    first, last = visits[0], visits[-1]
    wanted = {("median", first), ("median", last), ("mean_change", last)}
    shown = groups(results, lambda _, name: (name.statistic, name.visit) in wanted)
    for group in shown[:_FEW]:
        named = [(split_id(row.id), row) for row in group.rows]
        found = {(name.arm, name.statistic, name.visit): row for name, row in named}
        unit = "" if group.endpoint.unit in ("", "1", "points") else f" ({group.endpoint.unit})"
        table = Table(box=None)
        table.add_column("", overflow="fold")
        for heading in (first, last, "change"):
            table.add_column(heading, justify="right", no_wrap=True)
        table.add_column("90%" if results.kind != "analysis" else "95%", no_wrap=True)
        table.add_column("interval", no_wrap=True)
        for arm in dict.fromkeys(arm for arm, _, _ in found):
            change = found.get((arm, "mean_change", last))
            values = [_value(found.get((arm, "median", visit))) for visit in (first, last)]
            ends = (change.interval90 or change.interval95) if change else ""
            bar = text_bar(change.bar) if change else ""
            table.add_row(escape(wording.arm_label(results, arm)), *values, _value(change), ends, bar)
        yield _under(f"{group.endpoint.label}{unit}: medians, and mean change", table)
    if shown[_FEW:]:
        others = ", ".join(group.endpoint.label for group in shown[_FEW:])
        yield f"[dim]In the report too: {escape(others)}.[/dim]"


def made_of(results: Results) -> Iterator[RenderableType]:
    """Give tables of the parts of the change, an arm a column, then of each arm minus its comparator."""
    for parts, what in ((results.attribution, _WHOLE), (results.contrasts, _CONTRAST)):
        for (endpoint, visit), columns in by_endpoint(parts).items():
            known = wording.endpoint_of(results, endpoint)
            decimals = wording.decimals_of(known)
            for some in _fitting(results, columns):
                yield _parts(results, f"{what}: {known.label}, {visit}", some, decimals)


def _fitting(results: Results, columns: Columns) -> Iterator[Columns]:
    """Split columns so that each table fits into the terminal."""
    some: Columns = {}
    left = WIDTH - _LABEL
    for arm, parts in columns.items():
        needed = max(_LEAST, 2 + _widest(results, arm))
        if some and needed > left:
            yield some
            some, left = {}, WIDTH - _LABEL
        some[arm] = parts
        left -= needed
    yield some


def _widest(results: Results, arm: str) -> int:
    return max(len(word) for word in _heading(results, arm).splitlines())


def _heading(results: Results, arm: str) -> str:
    first, minus, second = arm.partition(" minus ")
    if not minus:
        return wording.arm_label(results, arm)
    return f"{wording.arm_label(results, first)}\nminus {wording.arm_label(results, second)}"


def _parts(results: Results, title: str, columns: Columns, decimals: int) -> RenderableType:
    table = Table(box=None)
    table.add_column("", no_wrap=True)
    for arm in columns:
        table.add_column(escape(_heading(results, arm)), justify="right", no_wrap=True)
    rows = {name: one for parts in columns.values() for name, one in parts.items()}
    for name, one in rows.items():
        found = [parts.get(name) for parts in columns.values()]
        label = "Interaction" if name == "interaction" else one.label
        prior = f" {_DAGGER}" if all(part is None or part.prior_only for part in found) else ""
        values = [wording.fixed(part.change.median, decimals) if part else "" for part in found]
        bold = "[bold]" if name == "total" else ""
        table.add_row(f"{bold}{escape(label)}{prior}", *(f"{bold}{value}" for value in values))
        if name == "total":
            ends = [part.change.interval90 if part else None for part in found]
            table.add_row("  90% from", *(wording.fixed(one.lower, decimals) if one else "" for one in ends))
            table.add_row("  to", *(wording.fixed(one.upper, decimals) if one else "" for one in ends))
    return _under(title, table)


def _under(title: str, table: Table) -> RenderableType:
    return Group(f"[bold]{escape(title)}[/bold]", table)


def _value(row: Row | None) -> str:
    return (row.predicted or row.observed) if row else ""


def shares(results: Results) -> Callable[[Estimate, EstimateName], bool]:
    """Return what tells shares of repetitions that no other table of the summary shows."""
    told = {one.name.endpoint for one in leading_comparisons(results)}

    def wanted(estimate: Estimate, name: EstimateName) -> bool:
        compares = name.statistic.startswith(
            ("share_difference", "share_adjusted", "share_ls_difference", "share_ancova", "share_treatment")
        )
        shared = name.statistic.startswith("share_") and wording.is_share(name)
        return shared and not (compares and name.endpoint in told)

    return wanted


def several(results: Results) -> bool:
    """Tell whether a study has several arms.

    Examples
    --------
    >>> from lassitude.results import Study
    >>> several(Results("analysis", Study("pilot", "00")))
    False
    """
    return len(results.study.arms) > 1
