"""Protects: ``lassitude run`` gives the same bytes for any number of processes, interrupted or not.

A study of the shipped kind made small: three visits in three months, a few replicates, one block an arm.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from lassitude.study.protocol import protocol_text
from tests.cli.conftest import Command

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("run")]

PATIENCE = 300.0
ARGUMENTS = ("--quick", "--replicates", "5", "--json")
POSIX = pytest.mark.skipif(
    not hasattr(os, "killpg"), reason="only POSIX sends Ctrl-C to a process group this way"
)


def small(text: str) -> str:
    """Make the shipped study short."""
    schedule = text[text.index("schedule = {") : text.index("\nwindow_days")]
    return (
        text.replace(schedule, 'schedule = { M0 = "0 mo", M1 = "1 mo", M36 = "3 mo" }')
        .replace("window_days = [-30, 30]", "window_days = [-7, 7]")
        .replace("lead_in_years = 2 ", "lead_in_years = 0.5 ")
        .replace("pool = 8192 ", "pool = 6000 ")
    )


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("plan") / "small.toml"
    path.write_text(small(protocol_text("canadian-ahsct")))
    return path


def typed(plan: Path, out: Path, workers: int, surroundings: dict[str, str]) -> subprocess.Popen[str]:
    program = str(Path(sys.executable).with_name("lassitude"))
    return subprocess.Popen(
        [program, "run", str(plan), *ARGUMENTS, "--workers", str(workers), "--out", str(out)],
        cwd=plan.parent,
        env=surroundings,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def finished(process: subprocess.Popen[str]) -> str:
    said, complained = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, complained
    return said


@pytest.fixture(scope="module")
def once(plan: Path, surroundings: dict[str, str]) -> Path:
    """Return the folder of a run on one process that nothing disturbed."""
    said = finished(typed(plan, plan.parent / "one", 1, surroundings))
    assert json.loads(said)["replicates"]["completed"] == 5
    return plan.parent / "one"


def bytes_of(folder: Path) -> dict[str, bytes]:
    """Return everything that must not depend on how a run was carried out."""
    names = ("results.json", "report.html", "estimates.parquet", "truth/truth.npz")
    return {name: (folder / name).read_bytes() for name in names}


def test_two_processes_give_the_same_bytes(once: Path, plan: Path, surroundings: dict[str, str]) -> None:
    finished(typed(plan, plan.parent / "two", 2, surroundings))
    assert bytes_of(plan.parent / "two") == bytes_of(once)


@POSIX
def test_an_interrupted_run_keeps_its_blocks_and_resumes_to_the_same_bytes(
    once: Path, plan: Path, surroundings: dict[str, str]
) -> None:
    out = plan.parent / "interrupted"
    process = typed(plan, out, 2, surroundings)
    deadline = time.monotonic() + PATIENCE
    while not list(out.glob("blocks/pool-*.npz")) and time.monotonic() < deadline:
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGINT)
    _, complained = process.communicate(timeout=PATIENCE)
    assert process.returncode == 3, complained
    assert complained.rstrip().endswith("the same command resumes there.")
    kept = sorted(out.glob("blocks/*.npz"))
    assert kept
    assert json.loads((out / "manifest.json").read_text())["state"] == "interrupted"
    assert not (out / "results.json").exists()

    kept[0].write_bytes(
        kept[0].read_bytes()[:-100]
    )  # cut short as by a full disk: computed again, not believed
    finished(typed(plan, out, 1, surroundings))
    assert bytes_of(out) == bytes_of(once)
    assert not (out / "blocks").exists()


def test_a_finished_run_is_read_and_not_computed_again(
    once: Path, plan: Path, surroundings: dict[str, str]
) -> None:
    before = (once / "manifest.json").read_bytes()
    said = finished(typed(plan, once, 1, surroundings))
    assert json.loads(said) == json.loads((once / "results.json").read_text())
    assert (once / "manifest.json").read_bytes() == before


def test_eligibility_that_nobody_meets_leaves_nothing_behind(
    lassitude: Command, tmp_path: Path, plan: Path
) -> None:
    impossible = tmp_path / "impossible.toml"
    impossible.write_text(plan.read_text().replace("between = [3.0, 6.0]", "at_least = 9.5"))
    answer = lassitude("run", str(impossible), *ARGUMENTS, "--workers", "1", "--out", "mine")
    assert answer.returncode == 2
    assert "age_years (18 to 50) removed" in answer.stderr
    assert "EDSS.total (9.5 or more) removed" in answer.stderr
    assert "Traceback" not in answer.stderr
    assert not (tmp_path / "mine").exists()
