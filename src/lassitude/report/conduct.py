"""What people were given and how much of it they took, and what happened to them, from a study's tables."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from lassitude.report import wording
from lassitude.results import Results
from lassitude.study.data import StudyData

_FEW_GROUPS = 6
_EVERYBODY = "all people"
_CATEGORIES = {
    "relapse": "Relapse",
    "adverse_event": "Adverse event",
    "intercurrent": "Besides the plan",
    "deviation": "Deviation from the plan",
    "disposition": "Departure",
}


@dataclass(frozen=True, slots=True)
class Given:
    """One treatment of one arm, or over the periods of a crossover.

    Attributes
    ----------
    arm, treatment : str
        For people; ``arm`` is empty where people change arms.
    people : int
        Who got it.
    days : str
        Median of the days they had it.
    taken : str
        Median and quartiles of the share of planned doses and sessions that they took.
    """

    arm: str
    treatment: str
    people: int
    days: str
    taken: str


@dataclass(frozen=True, slots=True)
class Happened:
    """One kind of event: people it happened to and how often, by column of `Events.groups`."""

    category: str
    term: str
    counts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Events:
    """What happened, by arm or sequence.

    Attributes
    ----------
    groups : tuple of str
        Names of the columns, with the number of people.
    rows : tuple of Happened
        One a kind of event.
    """

    groups: tuple[str, ...]
    rows: tuple[Happened, ...]


def given(results: Results, study: StudyData | None) -> tuple[Given, ...]:
    """Return what people of a study were given, by arm and treatment.

    Parameters
    ----------
    results : Results
        Names its arms.
    study : StudyData or None
        Its first replicate is told.

    Returns
    -------
    tuple of Given
        In the order of the arms.
    """
    if study is None or study.exposures.is_empty():
        return ()
    people = _people(study)
    rows = (
        study.exposures.filter(pl.col("replicate") == 0)
        .join(people, on="subject")
        .with_columns(days=pl.col("end_day") - pl.col("start_day"))
    )
    arms = [one.name for one in results.study.arms]
    by = ["treatment"] if results.study.sequences else ["group", "treatment"]
    found = []
    for key, own in rows.group_by(by, maintain_order=True):
        arm = "" if results.study.sequences else str(key[0])
        found.append(
            Given(
                wording.arm_label(results, arm) if arm else "",
                wording.plain(str(key[-1])),
                own["subject"].n_unique(),
                _days(own["days"]),
                _shares(own["adherence"]),
            )
        )
    order = {wording.arm_label(results, name): number for number, name in enumerate(arms)}
    return tuple(sorted(found, key=lambda one: order.get(one.arm or one.treatment, len(order))))


def events(results: Results, study: StudyData | None) -> Events | None:
    """Return what happened to people who took part, by arm or sequence; together where those are many.

    Parameters
    ----------
    results : Results
        Names its arms and visits.
    study : StudyData or None
        Its first replicate is told.

    Returns
    -------
    Events or None
        None when nothing happened, or nothing was recorded.
    """
    if study is None or study.events.is_empty():
        return None
    people = _people(study)
    if people["group"].n_unique() > _FEW_GROUPS:
        people = people.with_columns(group=pl.lit(_EVERYBODY))
    rows = study.events.filter(pl.col("replicate") == 0).join(people, on="subject").with_columns(
        term=_without_visit(results, study.events["term"]), reason=_reason()
    )  # fmt: skip
    names = _in_order(results, people["group"].unique().to_list())
    sizes = dict(people["group"].value_counts().rows())
    kinds = rows.select("category", "term", "reason").unique().rows(named=True)
    order = list(_CATEGORIES)
    ordered = sorted(kinds, key=lambda one: (order.index(one["category"]), one["term"], one["reason"] or ""))
    return Events(
        tuple(_heading(results, name, sizes[name]) for name in names),
        tuple(
            Happened(
                _CATEGORIES[kind["category"]],
                kind["term"] + (f": {kind['reason']}" if kind["reason"] else ""),
                tuple(_count(rows, kind, name) for name in names),
            )
            for kind in ordered
        ),
    )


def _heading(results: Results, group: str, people: int) -> str:
    space = "\N{NO-BREAK SPACE}"
    return f"{wording.arm_label(results, group)} (n{space}={space}{people})"


def _people(study: StudyData) -> pl.DataFrame:
    return study.subjects.filter(
        (pl.col("replicate") == 0) & (pl.col("status") != "screen_failed")
    ).select("subject", group=pl.coalesce("sequence", "arm").fill_null(_EVERYBODY))  # fmt: skip


def _in_order(results: Results, groups: list[str]) -> list[str]:
    known = [one.name for one in (*results.study.sequences, *results.study.arms)]
    return sorted(groups, key=lambda name: (known.index(name) if name in known else len(known), name))


def _without_visit(results: Results, terms: pl.Series) -> pl.Expr:
    """Return the terms of events with the label of a visit at their start made into words."""
    said = {}
    for term in terms.unique().drop_nulls():
        label = max(
            (one.label for one in results.study.visits if term.startswith(f"{one.label} ")), default=""
        )
        if label:
            said[term] = f"visit {term.removeprefix(label).strip()}"
    return pl.col("term").replace(said)


def _reason() -> pl.Expr:
    """Return reasons of departures; those of other events are details of one person."""
    departed = pl.col("category") == "disposition"
    reason = pl.col("reason").replace("constant hazard", None)
    return pl.when(departed & (reason != pl.col("term"))).then(reason)


def _count(rows: pl.DataFrame, kind: dict[str, str | None], group: str) -> str:
    own = rows.filter(
        (pl.col("group") == group)
        & (pl.col("category") == kind["category"])
        & (pl.col("term") == kind["term"])
        & pl.col("reason").eq_missing(pl.lit(kind["reason"]))
    )
    people = own["subject"].n_unique()
    return f"{people} ({own.height})" if own.height > people else str(people)


def _days(days: pl.Series) -> str:
    """Say how long a treatment was given; a missing end is the end of the study."""
    if 2 * days.null_count() >= len(days):
        return "to the end"
    return wording.number(float(np.median(days.drop_nulls().to_numpy())))


def _shares(shares: pl.Series) -> str:
    known = shares.drop_nulls()
    if known.is_empty():
        return "not counted"
    quarters = (known.quantile(q, interpolation="linear") for q in (0.5, 0.25, 0.75))
    middle, low, high = (wording.percent(quarter) for quarter in quarters)
    return f"{middle} ({low} to {high})"
