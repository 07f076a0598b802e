"""Protects: what is kept for the next run stays small and is never needed."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from lassitude.runs.blocks import read_block, write_block
from lassitude.runs.cache import cache_folder, shrink, stored_name, touch, usable


def test_the_longest_unused_goes_first(tmp_path: Path) -> None:
    for age, name in enumerate(("new", "middle", "old")):
        write_block(tmp_path, name, {"values": np.zeros(1000)})
        os.utime(tmp_path / f"{name}.npz", (1_000_000 - age, 1_000_000 - age))
    size = (tmp_path / "new.npz").stat().st_size
    shrink(tmp_path, 2 * size)
    assert sorted(path.stem for path in tmp_path.iterdir()) == ["middle", "new"]
    touch(tmp_path, "middle")
    shrink(tmp_path, size)
    assert [path.stem for path in tmp_path.iterdir()] == ["middle"]
    assert read_block(tmp_path, "middle") is not None


def test_within_the_limit_nothing_goes(tmp_path: Path) -> None:
    write_block(tmp_path, "kept", {"values": np.zeros(10)})
    shrink(tmp_path)
    assert (tmp_path / "kept.npz").is_file()


def test_names_tell_what_was_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    first = stored_name("pool", ("rrms", 1))
    assert first == stored_name("pool", ("rrms", 1))
    assert first != stored_name("pool", ("rrms", 2))
    monkeypatch.setenv("XLA_FLAGS", "--xla_cpu_enable_fast_math=true")
    assert first != stored_name("pool", ("rrms", 1))


def test_the_cache_moves_with_the_users_wish(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_folder("pools") == tmp_path / "lassitude" / "pools"


def test_a_folder_that_cannot_be_made_is_not_used(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert not usable(tmp_path / "file" / "pools")
    assert usable(tmp_path / "pools")
