"""The one error that means: the request was wrong, and here is the way out."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


class RequestError(ValueError):
    """A request that cannot be carried out as it stands; the command line ends with exit code 2.

    The message says where, what was found, what was expected and what to do.
    """


def did_you_mean(name: str, valid: Iterable[str]) -> str:
    """Return a sentence that names the nearest valid name, or nothing.

    Parameters
    ----------
    name : str
        What was written.
    valid : iterable of str
        What could have been written.

    Returns
    -------
    str
        ``" Did you mean 'x'?"`` with its leading blank, or the list of valid names when they are few
        and none is near, or an empty string.

    Examples
    --------
    >>> did_you_mean("ahcst", ["ahsct", "natalizumab"])
    " Did you mean 'ahsct'?"
    """
    names = sorted(set(valid))
    near = nearest(name, names)
    if near is not None:
        return f" Did you mean {near!r}?"
    if 0 < len(names) <= 12:
        return f" Valid: {', '.join(names)}."
    return ""


def nearest(name: str, valid: Iterable[str]) -> str | None:
    """Return the valid name that is spelled most alike, or None where none is near.

    Examples
    --------
    >>> nearest("FIS.totl", ["FIS.total", "EDSS.total"])
    'FIS.total'
    """
    names = sorted(set(valid))
    near = get_close_matches(name, names, n=1, cutoff=0.6)
    if near:
        return near[0]
    folded = {other.casefold(): other for other in names}
    near = get_close_matches(name.casefold(), list(folded), n=1, cutoff=0.6)
    return folded[near[0]] if near else None
