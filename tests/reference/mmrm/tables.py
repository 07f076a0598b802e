"""The CSV files beside the listings: the same runs' estimates with all their digits."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from lassitude.statistics.mixed_models.fit import MixedFit
from lassitude.statistics.mixed_models.inference import contrasts, inference
from tests.reference.mmrm.compared import Number
from tests.reference.mmrm.printed import Printed
from tests.reference.mmrm.runs import Run

RELATIVE = 1e-5
"""Largest relative difference from a CSV that counts as agreement."""


def table_numbers(listing: Path, run: Run, fit: MixedFit) -> Iterator[Number]:
    """Compute everything in the CSV files of a listing, if it has any."""
    using = inference(fit, run.degrees_of_freedom, run.standard_errors)
    difference = contrasts(using, np.array([[0.0, 1.0]])) if len(run.columns) == 2 else None
    for name in (f"{listing.stem}.csv", f"{listing.stem}_lsmean.csv"):
        path = listing.with_name(name)
        if not path.exists():
            continue
        assert difference is not None
        (row,) = _rows(path)
        assert (row["Effect"], row["ARMCD"], row["_ARMCD"]) == ("ARMCD", "TRT", "PBO")
        value, se = float(difference.value[0, 0]), float(difference.se[0, 0])
        computed = {
            "Estimate": value, "StdErr": se, "DF": float(difference.df[0, 0]), "tValue": value / se,
            "Probt": float(difference.p[0, 0]), "Alpha": 0.05,
            "Lower": float(difference.interval.low[0, 0]), "Upper": float(difference.interval.high[0, 0]),
        }  # fmt: skip
        for column, own in computed.items():
            yield _number(f"{name} {column}", row[column], own)
    path = listing.with_name(f"{listing.stem}_covb.csv")
    if path.exists():
        for i, row in enumerate(_rows(path)[:2]):
            for j in range(2):
                yield _number(f"{path.name} {i},{j}", row[f"Col{j + 1}"], float(using.covariance[0, i, j]))


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _number(where: str, text: str, computed: float) -> Number:
    value = float(text)
    return Number(where, Printed(value, 2 * RELATIVE * abs(value)), computed)
