"""Protects: each way to end has its exit code and one message, and bugs keep their traceback."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
import typer

from lassitude.cli.answers import ExitCode, answering
from lassitude.cli.main import interrupt_on_request_to_end
from lassitude.quantities.errors import RequestError
from lassitude.runs.folder import run_folder
from lassitude.runs.manifest import RunIdentity
from lassitude.runs.pool import WorkerLost


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (RequestError("no such study"), ExitCode.WRONG_REQUEST, "lassitude: no such study\n"),
        (WorkerLost("a process died"), ExitCode.INTERRUPTED, "lassitude: a process died\n"),
        (KeyboardInterrupt(), ExitCode.INTERRUPTED, "lassitude: Interrupted before anything was written.\n"),
    ],
)
def test_an_ending_has_its_code_and_one_sentence(
    error: BaseException, code: ExitCode, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(typer.Exit) as ending, answering():
        raise error
    assert ending.value.exit_code == code
    assert capsys.readouterr().err == said


def test_an_interrupted_run_says_in_one_sentence_how_to_resume(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with (
        pytest.raises(typer.Exit) as ending,
        answering(),
        run_folder(tmp_path / "mine", RunIdentity("run", {})),
    ):
        raise KeyboardInterrupt
    assert ending.value.exit_code == ExitCode.INTERRUPTED
    assert capsys.readouterr().err.count("the same command resumes there.") == 1


@pytest.mark.parametrize("error", [RuntimeError("a bug"), ZeroDivisionError("another")])
def test_a_bug_is_not_dressed_as_a_wrong_request(error: Exception) -> None:
    with pytest.raises(type(error)), answering():
        raise error


@pytest.mark.skipif(os.name == "nt", reason="Windows ends a process without asking it")
def test_a_request_to_end_is_taken_as_an_interruption() -> None:
    before = signal.getsignal(signal.SIGTERM)
    try:
        interrupt_on_request_to_end()
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGTERM)
    finally:
        signal.signal(signal.SIGTERM, before)
