"""``new``: a protocol of one's own, begun from a shipped one."""

from __future__ import annotations

import re
from pathlib import Path

from lassitude.quantities.errors import RequestError
from lassitude.runs.files import write_atomically
from lassitude.study.protocol import parse_protocol, shipped_protocols
from lassitude.workflows.plans import read_plan

_NAME = re.compile(r"[a-z0-9][a-z0-9-]*")
_ID_LINE = re.compile(r'(?m)^id = "[^"]*"')


def new(name: str, source: str | Path) -> Path:
    """Write ``NAME.toml`` in the current folder: the source's protocol, comments and all, under a new id.

    Parameters
    ----------
    name : str
        Id of the new study: small letters, digits and dashes.
    source : str or Path
        Name of a shipped study, or path of a protocol.

    Returns
    -------
    Path
        The file written.

    Raises
    ------
    RequestError
        If the name is none, is that of a shipped study, the file exists, or the source cannot be read.

    Examples
    --------
    >>> new("My Study", "canadian-ahsct")
    Traceback (most recent call last):
    lassitude.quantities.errors.RequestError: 'My Study' cannot be the id of a study: it has small letters,
    digits and dashes only, such as 'my-study'.
    """
    path = Path(f"{name}.toml")
    if _NAME.fullmatch(name) is None:
        near = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "my-study"
        raise RequestError(
            f"{name!r} cannot be the id of a study: it has small letters, digits and dashes only, "
            f"such as {near!r}."
        )
    if name in shipped_protocols():
        raise RequestError(f"{name!r} is the name of a shipped study. Take another one, such as 'my-{name}'.")
    if path.exists():
        raise RequestError(f"{path} exists already and was not touched. Take another name, or move it away.")
    plan = read_plan(source)
    text = _ID_LINE.sub(f'id = "{name}"', plan.text, count=1)
    if parse_protocol(text, str(path)).id != name:
        raise RequestError(f'{plan.where} writes its id in another way than id = "…" on a line of its own.')
    write_atomically(path, text.encode())
    return path
