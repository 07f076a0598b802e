"""The commented protocol that a study of one's own begins from, where no other study is taken."""

from __future__ import annotations

from importlib import resources

_FILE = "parallel-trial.toml"


def template_text() -> str:
    """Read the template: a trial of two parallel arms, with what to change said in every section.

    Returns
    -------
    str
        The file as it is. It is nobody's study, so it is not among the shipped protocols.

    Examples
    --------
    >>> from lassitude.study.protocol import parse_protocol
    >>> parse_protocol(template_text(), "mine.toml").design.type
    'parallel'
    """
    return (resources.files("lassitude.study") / "templates" / _FILE).read_text(encoding="utf-8")
