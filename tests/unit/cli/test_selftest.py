"""Protects: the exit code of a qualification that failed is 1, after its report was written."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from lassitude.cli.main import app
from lassitude.results.qualification import Finding, Qualification
from lassitude.workflows import selftest as workflow


@pytest.mark.parametrize(("computed", "code"), [(3.0, 0), (3.5, 1)])
@pytest.mark.parametrize("options", [[], ["--json"]])
def test_a_failed_check_ends_with_one(
    computed: float, code: int, options: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = Finding("sum", "Arithmetic", "adding", (3.0,), (computed,), "by hand", "absolute", 0.1)
    monkeypatch.setattr(workflow, "qualify", lambda progress: Qualification((one,)))
    answer = CliRunner().invoke(app, ["selftest", "--out", str(tmp_path / "report"), *options])
    assert answer.exit_code == code
    assert (tmp_path / "report" / "report.html").is_file()
    if not options:
        assert ("Failed: sum, adding" in answer.stdout) == bool(code)
