"""Protects: a stage is whole or absent, the same bytes for the same content, and read as it was written."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from lassitude.calibration.emulator import Emulator
from lassitude.calibration.likelihood import likelihood_of
from lassitude.calibration.stage_files import read_emulator, read_stage_files, write_stage
from lassitude.quantities.errors import RequestError
from tests.unit.calibration.numbers import observations

LIKELIHOOD = likelihood_of(observations(np.full(5, 0.5)), np.full(5, 0.1))
EMULATOR = Emulator(
    np.zeros(5), np.ones((2, 5)), np.zeros((3, 5)), np.zeros((1, 5)), np.array([0.1, np.inf, 0.1, 0.1, 0.1])
)
TOLD = {"stage": "1-toy", "fingerprint": "aa"}
DRAWS = {"before": np.arange(3.0), "strong": np.array([0.1, 0.2, 0.3])}


def write(folder: Path) -> None:
    write_stage(folder, TOLD, DRAWS, EMULATOR, LIKELIHOOD)


def test_a_stage_is_read_as_it_was_written(tmp_path: Path) -> None:
    write(tmp_path)
    found = read_stage_files(tmp_path, "1-toy")
    assert found is not None
    assert (found.name, found.fingerprint, list(found.draws)) == ("1-toy", "aa", ["before", "strong"])
    np.testing.assert_array_equal(found.draws["strong"], DRAWS["strong"])
    emulator, likelihood = read_emulator(tmp_path, "1-toy")
    np.testing.assert_array_equal(emulator.error, EMULATOR.error)
    np.testing.assert_array_equal(likelihood.whitening, LIKELIHOOD.whitening)


def test_the_same_content_is_the_same_bytes(tmp_path: Path) -> None:
    for folder in ("one", "other"):
        write(tmp_path / folder)
    for name in ("1-toy.json", "1-toy.npz", "1-toy.parquet"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "other" / name).read_bytes()


@pytest.mark.parametrize("broken", ["1-toy.json", "1-toy.parquet"])
def test_a_damaged_stage_is_absent(tmp_path: Path, broken: str) -> None:
    write(tmp_path)
    whole = (tmp_path / broken).read_bytes()
    (tmp_path / broken).write_bytes(whole[: len(whole) // 2])
    assert read_stage_files(tmp_path, "1-toy") is None


def test_an_emulator_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="holds no emulator of stage '1-toy'"):
        read_emulator(tmp_path, "1-toy")
