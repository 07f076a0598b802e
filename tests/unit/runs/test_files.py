"""Protects: a reader never meets half a file, and equal arrays give equal bytes."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest

from lassitude.quantities.errors import RequestError
from lassitude.runs.files import npz_bytes, write_atomically


def test_a_failed_write_leaves_the_old_file_and_no_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "results.json"
    write_atomically(target, b"old")

    def full_disk(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("lassitude.runs.files.os.fsync", full_disk)
    with pytest.raises(RequestError, match="no space left on device"):
        write_atomically(target, b"new")
    assert target.read_bytes() == b"old"
    assert [item.name for item in tmp_path.iterdir()] == ["results.json"]


def test_equal_arrays_give_equal_bytes_and_come_back_with_their_dtype() -> None:
    arrays = {"file": np.arange(6, dtype=np.float32).reshape(2, 3), "ids": np.array(["a", "b"])}
    first, second = npz_bytes(arrays), npz_bytes({key: value.copy() for key, value in arrays.items()})
    assert first == second
    with np.load(io.BytesIO(first)) as archive:
        assert archive["file"].dtype == np.float32
        assert archive["ids"].tolist() == ["a", "b"]


def test_objects_are_refused_because_reading_them_would_run_code() -> None:
    with pytest.raises(ValueError, match="allow_pickle"):
        npz_bytes({"anything": np.array([object()])})
