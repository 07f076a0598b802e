"""Protects: the number and order of processes change nothing, and finished work is never done twice."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from lassitude.runs.blocks import read_block
from lassitude.runs.pool import WorkerLost, map_blocks

TASKS = [(f"block-{number}", number) for number in range(5)]


def squares(number: int) -> dict[str, np.ndarray]:
    """Return something that tells its payload apart."""
    return {"squares": np.arange(number + 1) ** 2, "half": np.float64(number / 2)}


def blas_threads(_number: int) -> dict[str, np.ndarray]:
    return {"threads": np.array(os.environ["OPENBLAS_NUM_THREADS"]), "process": np.array(os.getpid())}


def die(_number: int) -> dict[str, np.ndarray]:
    os._exit(1)


def fail_at_three(number: int) -> dict[str, np.ndarray]:
    if number == 3:
        raise ZeroDivisionError("block three cannot be computed")
    return squares(number)


def prepare_nothing_but_a_mark() -> None:
    os.environ["LASSITUDE_TEST_MARK"] = "prepared"


def mark(_number: int) -> dict[str, np.ndarray]:
    return {"mark": np.array(os.environ.get("LASSITUDE_TEST_MARK", "absent"))}


@pytest.mark.parametrize("workers", [1, 2])
def test_blocks_come_in_the_order_of_the_tasks_for_any_number_of_workers(workers: int) -> None:
    found = map_blocks(squares, TASKS[::-1], None, workers)
    assert list(found) == [name for name, _ in TASKS[::-1]]
    for name, number in TASKS:
        np.testing.assert_array_equal(found[name]["squares"], np.arange(number + 1) ** 2)
        assert found[name]["half"] == number / 2


def test_a_kept_block_is_not_computed_again_and_an_altered_one_is(tmp_path: Path) -> None:
    map_blocks(squares, TASKS, tmp_path, 1)
    altered = tmp_path / "block-2.npz"
    altered.write_bytes(altered.read_bytes()[:-40])
    (tmp_path / "block-4.npz").write_bytes((tmp_path / "block-3.npz").read_bytes()[::-1])
    computed: list[int] = []

    def counted(number: int) -> dict[str, np.ndarray]:
        computed.append(number)
        return squares(number)

    seen: list[tuple[int, int]] = []
    found = map_blocks(counted, TASKS, tmp_path, 1, lambda done, total: seen.append((done, total)))
    assert computed == [2, 4]
    assert seen == [(3, 5), (4, 5), (5, 5)]
    np.testing.assert_array_equal(found["block-2"]["squares"], [0, 1, 4])
    assert read_block(tmp_path, "block-2") is not None


def test_a_block_with_one_changed_number_is_not_believed(tmp_path: Path) -> None:
    map_blocks(squares, TASKS[:1], tmp_path, 1)
    path = tmp_path / "block-0.npz"
    with np.load(path) as archive:
        arrays = {**archive, "half": np.float64(7)}
    np.savez(path, **arrays)
    assert read_block(tmp_path, "block-0") is None


def test_workers_use_one_blas_thread_and_leave_the_environment_of_the_parent() -> None:
    before = os.environ.get("OPENBLAS_NUM_THREADS")
    found = map_blocks(blas_threads, TASKS[:2], None, 2)
    assert {str(block["threads"]) for block in found.values()} == {"1"}
    assert os.getpid() not in {int(block["process"]) for block in found.values()}
    assert os.environ.get("OPENBLAS_NUM_THREADS") == before


def test_each_worker_is_prepared_before_its_first_block() -> None:
    found = map_blocks(mark, TASKS[:2], None, 2, prepare=prepare_nothing_but_a_mark)
    assert {str(block["mark"]) for block in found.values()} == {"prepared"}


def test_a_dead_worker_is_told_in_words() -> None:
    with pytest.raises(WorkerLost, match="--workers 1"):
        map_blocks(die, TASKS[:2], None, 2)


@pytest.mark.parametrize("workers", [1, 2])
def test_an_error_in_one_block_arrives_and_keeps_the_finished_ones(tmp_path: Path, workers: int) -> None:
    with pytest.raises(ZeroDivisionError, match="block three"):
        map_blocks(fail_at_three, TASKS, tmp_path, workers)
    # Block 3 is handed out when at most one of the three before it is still being computed.
    assert sum(read_block(tmp_path, f"block-{number}") is not None for number in range(3)) >= 2


def test_two_blocks_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="unique"):
        map_blocks(squares, [("same", 1), ("same", 2)], None, 1)


@pytest.mark.parametrize("name", ["../outside", "", ".hidden", "a b"])
def test_a_block_name_cannot_leave_its_folder(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="block name"):
        map_blocks(squares, [(name, 1)], tmp_path, 1)
