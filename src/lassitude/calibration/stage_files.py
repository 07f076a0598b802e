"""The files of a fitted stage: draws, what is told of them, and the emulator with its likelihood."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from lassitude.calibration.emulator import Emulator
from lassitude.calibration.likelihood import Likelihood
from lassitude.calibration.prior import Draws
from lassitude.quantities.errors import RequestError
from lassitude.runs.files import npz_bytes, write_atomically

_EMULATOR = ("constant", "linear", "quadratic", "earlier", "error")
_LIKELIHOOD = ("told", "covariance", "whitening", "groups", "sizes")


@dataclass(frozen=True, eq=False)
class StageFiles:
    """A fitted stage as it stands in a folder.

    Attributes
    ----------
    told : mapping
        What is told of it: name, fingerprint, parameters, targets, diagnostics.
    draws : dict of str to array, [row]
        Of every parameter fitted so far.
    """

    told: Mapping[str, Any]
    draws: Draws

    @property
    def name(self) -> str:
        """Name of the stage."""
        return self.told["stage"]

    @property
    def fingerprint(self) -> str:
        """Of all that decides its draws."""
        return self.told["fingerprint"]


def parquet_bytes(draws: Draws) -> bytes:
    """Return draws as Parquet, a column a parameter, the same bytes for the same draws.

    Examples
    --------
    >>> parquet_bytes({"barrier.opening": np.array([0.2])})[:4]
    b'PAR1'
    """
    buffer = BytesIO()
    pl.DataFrame(draws).write_parquet(buffer, compression="zstd", statistics=False)
    return buffer.getvalue()


def json_bytes(told: Mapping[str, Any]) -> bytes:
    r"""Return what is told, for people and programs, the same bytes for the same content.

    Examples
    --------
    >>> json_bytes({"name": "mine"})
    b'{\n  "name": "mine"\n}\n'
    """
    return (json.dumps(told, indent=2, allow_nan=False) + "\n").encode()


def write_stage(
    folder: Path, told: Mapping[str, Any], draws: Draws, emulator: Emulator, likelihood: Likelihood
) -> StageFiles:
    """Write the files of a stage; what tells of it comes last, so that a stage is whole or absent.

    Parameters
    ----------
    folder : Path
        Of the stages.
    told : mapping
        With ``stage`` and ``fingerprint``.
    draws : dict of str to array, [row]
        Of every parameter fitted so far.
    emulator, likelihood
        Of the stage; with them its recovery can be repeated.
    """
    name = told["stage"]
    (folder / f"{name}.json").unlink(missing_ok=True)
    arrays = {one: getattr(emulator, one) for one in _EMULATOR}
    arrays |= {one: getattr(likelihood, one) for one in _LIKELIHOOD}
    write_atomically(folder / f"{name}.npz", npz_bytes(arrays))
    write_atomically(folder / f"{name}.parquet", parquet_bytes(draws))
    write_atomically(folder / f"{name}.json", json_bytes(told))
    return StageFiles(told, draws)


def read_stage_files(folder: Path, name: str) -> StageFiles | None:
    """Read a fitted stage; None where it is not there or not whole.

    Examples
    --------
    >>> read_stage_files(Path("nowhere"), "1-instruments") is None
    True
    """
    try:
        told = json.loads((folder / f"{name}.json").read_bytes())
        frame = pl.read_parquet(folder / f"{name}.parquet")
    except (OSError, ValueError, pl.exceptions.PolarsError):
        return None
    return StageFiles(told, {column: frame[column].to_numpy() for column in frame.columns})


def read_emulator(folder: Path, name: str) -> tuple[Emulator, Likelihood]:
    """Read the emulator of a fitted stage and the likelihood of its numbers.

    Raises
    ------
    RequestError
        If it is not there.

    Examples
    --------
    >>> read_emulator(Path("nowhere"), "1-instruments")
    Traceback (most recent call last):
    lassitude.quantities.errors.RequestError: nowhere holds no emulator of stage '1-instruments'.
    """
    try:
        with np.load(folder / f"{name}.npz", allow_pickle=False) as archive:
            arrays = {one: archive[one] for one in (*_EMULATOR, *_LIKELIHOOD)}
    except (OSError, ValueError, KeyError) as error:
        raise RequestError(f"{folder} holds no emulator of stage {name!r}.") from error
    return (
        Emulator(**{one: arrays[one] for one in _EMULATOR}),
        Likelihood(**{one: arrays[one] for one in _LIKELIHOOD}),
    )
