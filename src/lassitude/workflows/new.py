"""``new``: a protocol of one's own, begun from the template of a trial or from a study."""

from __future__ import annotations

import re
from pathlib import Path

from lassitude.quantities.errors import RequestError
from lassitude.runs.files import write_atomically
from lassitude.study.protocol import parse_protocol, shipped_protocols
from lassitude.study.template import template_text
from lassitude.workflows.plans import read_plan

_NAME = re.compile(r"[a-z0-9][a-z0-9-]*")
_ID_LINE = re.compile(r'(?m)^id = "[^"]*"')


def new(name: str, source: str | Path | None = None) -> Path:
    """Write ``NAME.toml`` in the current folder: a commented protocol to edit, under an id of its own.

    Parameters
    ----------
    name : str
        Id of the new study: small letters, digits and dashes.
    source : str or Path, optional
        Name of a shipped study, or path of a protocol, copied with its comments; without it a trial of two
        parallel arms is written.

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
    >>> new("My Study")
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
        raise RequestError(
            f"{name!r} is the name of a shipped study. Take another one; "
            f"`lassitude new my-{name} --from {name}` writes a copy to edit."
        )
    if path.exists():
        raise RequestError(f"{path} exists already and was not touched. Take another name, or move it away.")
    text = template_text() if source is None else read_plan(source).text
    text = _ID_LINE.sub(f'id = "{name}"', text, count=1)
    if parse_protocol(text, str(path)).id != name:
        raise RequestError(f'{source} writes its id in another way than id = "…" on a line of its own.')
    write_atomically(path, text.encode())
    return path
