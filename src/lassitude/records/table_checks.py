"""What a row of a file of events or of exposures may say: days, numbers, words, and nothing twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from difflib import get_close_matches

from lassitude.quantities.errors import did_you_mean
from lassitude.records.columns import folded
from lassitude.records.hints import translation
from lassitude.records.identifiers import is_date
from lassitude.records.table_rows import TableRows

_LIFETIME = 36525.0
_MISSPELLED = 0.8
_Possible = Callable[[float], bool]


def day_problems(rows: TableRows, start: str, end: str) -> list[str]:
    """Find days that are absent, no days, or in the wrong order.

    Parameters
    ----------
    rows : TableRows
        Of any table.
    start, end : str
        Columns of the first and the last day; the first is needed.

    Returns
    -------
    list of str
        A sentence or two a problem.
    """
    absent = [i for i, text in enumerate(rows.texts[start]) if not text]
    found = rows.problem(
        absent, f"have no {start}", "Write days since day zero; take out rows whose day nobody knows."
    )
    for column in (start, end):
        dates = [i for i, text in enumerate(rows.texts[column]) if is_date(text)]
        found += rows.problem(
            dates,
            f"have a date as {column}",
            "Dates identify people. Write days since the person's day zero: the date minus that of day zero.",
        )
        found += number_problems(
            rows,
            column,
            lambda day: abs(day) <= _LIFETIME,
            "a number of days since day zero, within 100 years",
            "12 or -30",
        )
    first, last = rows.numbers(start), rows.numbers(end)
    backwards = [i for i, (a, b) in enumerate(zip(first, last, strict=True)) if a is not None and _less(b, a)]
    found += rows.problem(
        backwards,
        f"end before they start ({end} before {start})",
        "Correct the days, or leave the end empty.",
    )
    return found


def _less(last: float | None, first: float) -> bool:
    return last is not None and last < first


def number_problems(rows: TableRows, column: str, possible: _Possible, what: str, example: str) -> list[str]:
    """Find fields that are no numbers, or none that the column can have; dates are left to `day_problems`.

    Parameters
    ----------
    rows : TableRows
        Of any table.
    column : str
        A column of numbers.
    possible : callable
        Tells of a number whether it may stand there.
    what, example : str
        What is expected, in words, and an example of it.

    Returns
    -------
    list of str
        At most one sentence or two.
    """
    texts = rows.texts[column]
    wrong = [
        i
        for i, (text, number) in enumerate(zip(texts, rows.numbers(column), strict=True))
        if text and not is_date(text) and (number is None or not possible(number))
    ]
    if not wrong:
        return []
    text = texts[wrong[0]][:40]
    number = rows.notation.number(text)
    code = f"{number:g}" if number is not None else f'"{text}"'
    return rows.problem(
        wrong,
        f"have as {column} {text!r} or the like, which is not {what}",
        f"Write such as {example}. If it codes a missing one, name it in the mapping: {rows.section}."
        f"missing = {{ {column} = [{code}] }}.",
    )


def word_problems(
    rows: TableRows, column: str, words: Sequence[str | None], valid: Iterable[str]
) -> list[str]:
    """Find fields that are none of the words of a column.

    Parameters
    ----------
    rows : TableRows
        Of any table.
    column : str
        A column of words.
    words : sequence of str or None
        What each row means by it; None where it means nothing.
    valid : iterable of str
        The words.

    Returns
    -------
    list of str
        At most one sentence or two, with a line of a mapping that translates the first.
    """
    known = list(valid)
    wrong = [i for i, word in enumerate(words) if word is None]
    if not wrong:
        return []
    text = rows.given[column][wrong[0]][:40]
    if not rows.texts[column][wrong[0]]:
        return rows.problem(wrong, f"have no {column}", f"Write one of {', '.join(known)}.")
    return rows.problem(
        wrong,
        f"have a {column} that there is not, such as {text!r}",
        f"{did_you_mean(text, known).strip()} Another word can be translated in the mapping: "
        f"{rows.section}.{translation(column, text, known)}.".strip(),
    )


def misspelled(
    rows: TableRows, column: str, words: Sequence[str | None], known: Mapping[str, str], what: str
) -> list[str]:
    """Find words that are nearly one of the plan, by which analyses go, and are not declared to be others.

    Parameters
    ----------
    rows : TableRows
        Of any table.
    column : str
        A column of words.
    words : sequence of str or None
        What each row says; None where it is not to be judged.
    known : mapping of str to str
        Words of the plan by their folded spelling.
    what : str
        What they are, such as ``"a treatment"``.

    Returns
    -------
    list of str
        A sentence or two for each such word, with the line of a mapping that says which it is.
    """
    declared, found = rows.values.get(column, {}), []
    for word in dict.fromkeys(words):
        near = get_close_matches(folded(word), known, n=1, cutoff=_MISSPELLED) if word else []
        own = [i for i, other in enumerate(words) if other == word]
        if word and near and folded(word) not in known and rows.given[column][own[0]] not in declared:
            meant = known[near[0]]
            found += rows.problem(
                own,
                f"name {what} {word!r}, which is none of the plan",
                f"Did you mean {meant!r}? Say in the mapping which it is: {rows.section}.values.{column} = "
                f'{{ "{word}" = "{meant}" }}, or the same name twice where it is another.',
            )
    return found


def repeated(rows: TableRows, key: Sequence[Sequence[object]], named: Sequence[str]) -> list[str]:
    """Find rows that say the same as an earlier one.

    Parameters
    ----------
    rows : TableRows
        Of any table.
    key : sequence of sequences
        Columns that tell rows apart.
    named : sequence of str
        Their names.

    Returns
    -------
    list of str
        At most one sentence or two.
    """
    seen: dict[tuple[object, ...], int] = {}
    again = [i for i, one in enumerate(zip(*key, strict=True)) if seen.setdefault(one, i) != i]
    if not again:
        return []
    earlier = seen[tuple(column[again[0]] for column in key)]
    return rows.problem(
        again,
        f"share their {', '.join(named)} with an earlier row",
        f"That row is line {rows.lines[earlier]}. Keep one of each, or let them differ where they are two.",
    )
