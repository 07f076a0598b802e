"""The forms in which something can be exported, and what was written."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias, get_args

Form: TypeAlias = Literal["csv", "html", "docx", "credibility", "adam", "sbml", "petab"]
FORMS: tuple[Form, ...] = get_args(Form)
OF_A_PATIENT: tuple[Form, ...] = ("sbml", "petab")


@dataclass(frozen=True)
class Exported:
    """What was written.

    Attributes
    ----------
    folder : Path
        Where it stands.
    files : tuple of str
        Names, sorted.
    """

    folder: Path
    files: tuple[str, ...]
