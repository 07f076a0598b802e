"""The page about held-out studies, and the section of it that the front page shows: Markdown from records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import resources

from lassitude.evidence import entry
from lassitude.prediction.scoreboard.record import Outcome, Record, Summary
from lassitude.report import wording
from lassitude.report.markdown import table_rows
from lassitude.report.scoreboard_words import (
    failed_lines,
    failures,
    null_line,
    score_row,
    set_line,
    summary_lines,
)

NOTHING = "No parameter set has been scored yet.\n"
_HEAD = (
    "study",
    "what",
    "visit, arm",
    "published",
    "predicted (90% interval)",
    "",
    "z",
    "skill over no change",
    "skill over other studies",
)
_TEMPLATE = "scoreboard.md"
_FIGURE = "![Published numbers over predicted intervals](figures/scoreboard.svg)\n"


def scoreboard_page(
    history: Sequence[Record],
    predicted: Mapping[str, str],
    not_expressed: Mapping[str, str],
    left_out: Mapping[str, str],
) -> str:
    """Write the whole page.

    Parameters
    ----------
    history : sequence of Record
        First to last.
    predicted : mapping of str to str
        Name of each held-out protocol to its title.
    not_expressed : mapping of str to str
        Held-out studies that are not predicted, with the reason.
    left_out : mapping of str to str
        Numbers of predicted studies that are not, with the reason.

    Examples
    --------
    >>> "No parameter set has been scored yet." in scoreboard_page((), {}, {"a2020": "Drug not modeled."}, {})
    True
    """
    parts = [(resources.files("lassitude.report") / "templates" / _TEMPLATE).read_text(encoding="utf-8")]
    if history:
        parts += [_FIGURE, *_newest(history[-1])]
    else:
        parts.append(NOTHING)
    parts += ["## Protocols that are predicted\n", _protocols(predicted, history)]
    parts += ["## Not predicted\n", _reasons("study", not_expressed)]
    parts += ["## Numbers left out of studies that are predicted\n", _reasons("number", left_out)]
    if history:
        parts += ["## All scores\n", _all_scores(history)]
    return "\n".join(parts)


def front_section(record: Record | None) -> str:
    """Write what the front page shows: sums, failures and nulls of the newest record.

    Examples
    --------
    >>> front_section(None)
    'No parameter set has been scored yet.'
    """
    if record is None:
        return NOTHING.rstrip()
    lines = [f"{set_line(record)} Failures first; [all of it](docs/scoreboard.md).", ""]
    lines += [f"- **Could not be predicted**: {one}" for one in failed_lines(record.failed)]
    for summary in record.summaries:
        lines += [f"- **{summary.domain.capitalize()}**: {'; '.join(summary_lines(summary))}."]
    lines += [f"- **Found nothing**: {null_line(one)}." for one in record.nulls]
    failed = failures(record.outcomes)
    if failed:
        lines += ["", _table(failed, 7)]
    return "\n".join(lines).rstrip()


def _newest(record: Record) -> Iterator[str]:
    yield f"## Newest score\n\n{set_line(record)}\n"
    if record.failed:
        told = "\n".join(f"- {one}" for one in failed_lines(record.failed))
        yield f"### Could not be predicted, and count as outside\n\n{told}\n"
    for summary in record.summaries:
        own = [one for one in record.outcomes if one.domain == summary.domain]
        sums = "\n".join(f"- {line}" for line in summary_lines(summary))
        yield f"### {summary.domain.capitalize()}\n\n{sums}\n\n{_table(own, len(_HEAD))}"
    if record.nulls:
        told = "\n".join(f"- {null_line(one)}" for one in record.nulls)
        yield f"### Studies that found nothing\n\n{told}\n"


def _table(outcomes: Iterable[Outcome], columns: int) -> str:
    rows = [_HEAD[:columns], ("---",) * columns]
    for one in outcomes:
        row = score_row(one)
        mark = "" if one.counted else " \\*"
        shown = f"[{row.study}]({entry(one.study).citation.url}){mark}"
        told = f"**{row.verdict}**" if row.verdict == "out" else row.verdict
        cells = (shown, row.what, f"{row.visit}, {row.arm}", row.published, row.predicted, told, row.z)
        rows.append((*cells, row.no_change, row.other_studies)[:columns])
    return _lines(rows)


def _reasons(what: str, told: Mapping[str, str], about: str = "reason") -> str:
    return _lines([(what, about), ("---", "---"), *((f"`{name}`", words) for name, words in told.items())])


def _protocols(predicted: Mapping[str, str], history: Sequence[Record]) -> str:
    """List protocols, each with the record in which it was first scored: they join as the model grows."""
    first: dict[str, int] = {}
    for record in history:
        for name in record.protocols:
            first.setdefault(name, record.number)
    rows = [("protocol", "what it repeats", "first scored in"), ("---",) * 3]
    for name, title in predicted.items():
        scored = f"record {first[name]}" if name in first else "not yet"
        rows.append((f"`{name}`", title, scored))
    return _lines(rows)


def _all_scores(history: Sequence[Record]) -> str:
    head = (
        "record",
        "parameter set",
        "domain",
        "numbers of studies",
        "inside 90%",
        "skill over no change",
        "skill over other studies",
    )
    rows: list[tuple[str, ...]] = [head, ("---",) * len(head)]
    for record in reversed(history):
        rows += [_score(record, one) for one in record.summaries]
    return _lines(rows)


def _score(record: Record, one: Summary) -> tuple[str, ...]:
    gains = (one.over_no_change, one.over_other_studies)
    inside = (
        f"{wording.percent(one.coverage90.share)} ({wording.percent_interval(one.coverage90.interval95)})"
    )
    told = ("" if gain is None else wording.number(gain.value) for gain in gains)
    of = f"{one.coverage90.numbers} of {one.coverage90.studies}"
    return str(record.number), record.scored.name, one.domain, of, inside, *told


def _lines(rows: Iterable[Sequence[str]]) -> str:
    return f"{table_rows(rows)}\n"
