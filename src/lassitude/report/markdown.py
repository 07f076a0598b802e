"""Pieces of Markdown pages: a part between its marks, and the rows of a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lassitude.quantities.errors import RequestError


def between_marks(page: str, name: str, text: str) -> str:
    r"""Replace what stands between the marks of a name.

    Parameters
    ----------
    page : str
        With ``<!-- name: begin -->`` and ``<!-- name: end -->``.
    name : str
        Of the part.
    text : str
        What is to stand there.

    Raises
    ------
    RequestError
        When the page lacks a mark.

    Examples
    --------
    >>> between_marks("a\n<!-- b: begin -->\nold\n<!-- b: end -->\nc\n", "b", "new")
    'a\n<!-- b: begin -->\nnew\n<!-- b: end -->\nc\n'
    """
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    before, found, rest = page.partition(begin)
    _, closed, after = rest.partition(end)
    if not (found and closed):
        raise RequestError(f"The page has no part between {begin!r} and {end!r}.")
    return f"{before}{begin}\n{text}\n{end}{after}"


def table_rows(rows: Iterable[Sequence[str]]) -> str:
    r"""Write rows of a table, one a line; a bar within a cell would end it and becomes a slash.

    Examples
    --------
    >>> table_rows([("what", "value"), ("---", "---"), ("a|b", "1")])
    '| what | value |\n| --- | --- |\n| a/b | 1 |'
    """
    return "\n".join(f"| {' | '.join(cell.replace('|', '/') for cell in row)} |" for row in rows)
