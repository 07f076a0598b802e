"""Protects: arrows point one way, starting up loads nothing heavy, and no test reaches the network."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest
from pytest_socket import SocketConnectBlockedError

from tests.architecture.source import PACKAGE, ROOT

HEAVY = ("jax", "polars", "pyarrow", "matplotlib", "scipy", "statsmodels", "pydantic", "pint")
ROOMS = sorted(path.name for path in PACKAGE.iterdir() if (path / "__init__.py").is_file())


def loaded_by(code: str) -> set[str]:
    report = f"{code}\nimport sys\nprint('\\n'.join(sys.modules))"
    answer = subprocess.run([sys.executable, "-c", report], capture_output=True, text=True, check=True)
    return set(answer.stdout.split())


def test_import_contracts_hold() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stdout


def test_importing_the_package_loads_nothing_heavy() -> None:
    assert not loaded_by("import lassitude; dir(lassitude)") & {*HEAVY, "numpy", "typer"}


def test_real_data_rooms_never_load_jax() -> None:
    rooms = [
        room
        for room in ("instruments", "study", "results", "statistics", "records", "report")
        if room in ROOMS
    ]
    code = "import pkgutil, importlib\n" + "\n".join(
        f"import lassitude.{room}\n"
        f"for found in pkgutil.walk_packages(lassitude.{room}.__path__, 'lassitude.{room}.'):\n"
        "    importlib.import_module(found.name)"
        for room in rooms
    )
    assert "jax" not in loaded_by(code)


@pytest.mark.filterwarnings("ignore:A test tried to use socket")
def test_no_test_reaches_the_network() -> None:
    with socket.socket() as outside, pytest.raises(SocketConnectBlockedError):
        outside.connect(("192.0.2.1", 80))
