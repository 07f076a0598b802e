"""Protects: Ctrl-C stops several processes at once and costs only the blocks that were not finished."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

PROGRAM = """
import sys, time
from pathlib import Path
import numpy as np
from lassitude.runs.folder import run_folder
from lassitude.runs.manifest import RunIdentity
from lassitude.runs.pool import map_blocks

def work(seconds):
    time.sleep(seconds)
    return {"seconds": np.array(seconds)}

if __name__ == "__main__":
    tasks = [("quick-1", 0.0), ("quick-2", 0.0), ("slow-1", 60.0), ("slow-2", 60.0), ("slow-3", 60.0)]
    with run_folder(Path(sys.argv[1]), RunIdentity("test", {})) as folder:
        map_blocks(work, tasks, folder.blocks, int(sys.argv[2]))
"""
POSIX = pytest.mark.skipif(
    not hasattr(os, "killpg"), reason="only POSIX sends Ctrl-C to a process group this way"
)


def start(folder: Path, workers: int) -> subprocess.Popen[str]:
    """Start the program and return once its quick blocks are kept and its slow ones have begun."""
    script, run = folder / "program.py", folder / "run"
    script.write_text(PROGRAM)
    command = [sys.executable, str(script), str(run), str(workers)]
    process = subprocess.Popen(command, start_new_session=True, stderr=subprocess.PIPE, text=True)
    kept = [run / "blocks" / f"quick-{number}.npz" for number in (1, 2)]
    deadline = time.monotonic() + 60
    while not all(block.exists() for block in kept) and time.monotonic() < deadline:
        time.sleep(0.05)
    time.sleep(0.3)
    return process


@POSIX
@pytest.mark.parametrize("workers", [1, 2])
def test_interruption_is_prompt_and_keeps_finished_blocks(tmp_path: Path, workers: int) -> None:
    process = start(tmp_path, workers)
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=20)
    assert said.rstrip().endswith("the same command resumes there."), said
    assert "SpawnProcess" not in said
    run = tmp_path / "run"
    assert sorted(item.name for item in (run / "blocks").iterdir()) == ["quick-1.npz", "quick-2.npz"]
    assert '"state": "interrupted"' in (run / "manifest.json").read_text()


@POSIX
def test_workers_end_when_their_parent_is_killed(tmp_path: Path) -> None:
    process = start(tmp_path, 2)
    process.kill()
    # The pipe closes only when the last process that inherited it has gone.
    process.communicate(timeout=20)
