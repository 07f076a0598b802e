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


@pytest.mark.skipif(
    not hasattr(os, "killpg"), reason="process groups are sent Ctrl-C in this way on POSIX only"
)
@pytest.mark.parametrize("workers", [1, 2])
def test_interruption_is_prompt_and_keeps_finished_blocks(tmp_path: Path, workers: int) -> None:
    script = tmp_path / "program.py"
    script.write_text(PROGRAM)
    run = tmp_path / "run"
    command = [sys.executable, str(script), str(run), str(workers)]
    process = subprocess.Popen(command, start_new_session=True, stderr=subprocess.PIPE, text=True)
    kept = [run / "blocks" / f"quick-{number}.npz" for number in (1, 2)]
    deadline = time.monotonic() + 60
    while not all(block.exists() for block in kept) and time.monotonic() < deadline:
        time.sleep(0.05)
    time.sleep(0.3)
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=20)
    assert said.count("KeyboardInterrupt") == 1, said
    assert sorted(item.name for item in (run / "blocks").iterdir()) == ["quick-1.npz", "quick-2.npz"]
    assert '"state": "interrupted"' in (run / "manifest.json").read_text()
