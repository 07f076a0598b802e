"""Sets of parameter values: files of draws with what is written of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from lassitude.quantities.errors import RequestError, did_you_mean

DRAWS_FILE, ABOUT_FILE = "draws.parquet", "set.json"
_SHIPPED = Path(__file__).with_name("sets")


@dataclass(frozen=True)
class ParameterSet:
    """Values of some parameters, as often as they were drawn; all others are as declared.

    Attributes
    ----------
    name : str
        How reports call it.
    file : str
        Path of the draws, Parquet, a column a parameter and a row a draw; empty where nothing is drawn.
    sha256 : str
        Of that file, in hexadecimal.
    rows : {"all", "medians"}
        Every row, or one row of medians.
    """

    name: str
    file: str = ""
    sha256: str = ""
    rows: Literal["all", "medians"] = "all"

    @property
    def draws(self) -> Mapping[str, NDArray[np.float64]]:
        """Values by parameter name, [draw]; rows are exchangeable."""
        if not self.file:
            return MappingProxyType({})
        return (_columns if self.rows == "all" else _medians)(self.file, self.sha256)

    @property
    def count(self) -> int:
        """How many draws there are; 0 where everything is as declared."""
        return len(next(iter(self.draws.values()))) if self.draws else 0

    def center(self) -> ParameterSet:
        """Return the set with one draw, the median of each parameter."""
        return replace(self, rows="medians")

    @property
    def about(self) -> Mapping[str, Any]:
        """What is written of the set beside its draws; empty where nothing is."""
        path = Path(self.file).parent / ABOUT_FILE
        return json.loads(path.read_text(encoding="utf-8")) if self.file and path.exists() else {}


DECLARED = ParameterSet("declared")
"""Every parameter at its declared value."""


@lru_cache(maxsize=32)
def _columns(file: str, expected: str) -> Mapping[str, NDArray[np.float64]]:
    content = Path(file).read_bytes()
    if sha256(content).hexdigest() != expected:
        raise RequestError(f"{file} changed while it was in use; start again.")
    frame = pl.read_parquet(content)
    return MappingProxyType({name: frame[name].to_numpy().astype(np.float64) for name in frame.columns})


@lru_cache(maxsize=32)
def _medians(file: str, expected: str) -> Mapping[str, NDArray[np.float64]]:
    found = _columns(file, expected)
    return MappingProxyType({name: np.array([np.median(values)]) for name, values in found.items()})


def read_parameter_set(folder: Path) -> ParameterSet:
    """Open a parameter set.

    Parameters
    ----------
    folder : Path
        With ``draws.parquet`` and ``set.json``.

    Raises
    ------
    RequestError
        If it is no parameter set.

    Examples
    --------
    >>> read_parameter_set(Path("nowhere"))
    Traceback (most recent call last):
    lassitude.quantities.errors.RequestError: nowhere is no parameter set: it has no draws.parquet...
    """
    file = folder / DRAWS_FILE
    if not file.is_file():
        raise RequestError(
            f"{folder} is no parameter set: it has no {DRAWS_FILE}. "
            "`lassitude calibrate --out FOLDER` writes one."
        )
    told = folder / ABOUT_FILE
    name = json.loads(told.read_text(encoding="utf-8"))["name"] if told.is_file() else folder.name
    return ParameterSet(name, str(file.resolve()), sha256(file.read_bytes()).hexdigest())


def write_draws(draws: Mapping[str, NDArray[np.float64]], folder: Path, name: str) -> ParameterSet:
    """Write draws as a set without a story of its own, such as the points of a design.

    Parameters
    ----------
    draws : mapping of str to array of float, [draw]
        By parameter name.
    folder : Path
        Made if it is absent.
    name : str
        How the set is called.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> write_draws({"barrier.opening": np.array([0.2, 0.3])}, Path(mkdtemp()), "design").count
    2
    """
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / DRAWS_FILE
    pl.DataFrame({one: np.asarray(values, np.float64) for one, values in draws.items()}).write_parquet(
        file, compression="zstd", statistics=False
    )
    return ParameterSet(name, str(file.resolve()), sha256(file.read_bytes()).hexdigest())


def shipped_sets() -> tuple[str, ...]:
    """List the names of the sets that come with lassitude, oldest first.

    Examples
    --------
    >>> isinstance(shipped_sets(), tuple)
    True
    """
    if not _SHIPPED.is_dir():
        return ()
    return tuple(sorted(one.name for one in _SHIPPED.iterdir() if (one / DRAWS_FILE).is_file()))


def parameter_set_named(name: str) -> ParameterSet:
    """Return a shipped set, ``declared``, or the set in a folder.

    Raises
    ------
    RequestError
        If there is none, with the nearest name.

    Examples
    --------
    >>> parameter_set_named("declared").count
    0
    """
    known = (DECLARED.name, *shipped_sets())
    if name == DECLARED.name:
        return DECLARED
    if name in known:
        return read_parameter_set(_SHIPPED / name)
    if Path(name).is_dir():
        return read_parameter_set(Path(name))
    raise RequestError(
        f"There is no parameter set {name!r}.{did_you_mean(name, known)} Known: {', '.join(known)}; "
        "the folder of one works too."
    )


def default_set() -> ParameterSet:
    """Return the set that predictions use unless told otherwise: the newest that is shipped.

    Examples
    --------
    >>> default_set().name in ("declared", *shipped_sets())
    True
    """
    names = shipped_sets()
    return parameter_set_named(names[-1]) if names else DECLARED
