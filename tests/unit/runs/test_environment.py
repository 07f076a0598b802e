"""Protects: asking what produced a result loads nothing heavy and notices edited code."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from lassitude.runs import environment as module


def test_versions_are_read_without_importing_the_packages() -> None:
    code = (
        "import sys; from lassitude.runs.environment import environment; found = environment();"
        "print(found['jax'] != 'absent', {'jax', 'polars', 'scipy'} & set(sys.modules))"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "True set()"


def test_vector_instructions_are_read_from_the_processor_description(tmp_path: Path) -> None:
    described = tmp_path / "cpuinfo"
    described.write_text("processor\t: 0\nflags\t\t: fpu sse2 fma avx2\n")
    assert {"fma", "avx2"} <= module._processor_flags(described)
    assert module._processor_flags(tmp_path / "absent") == frozenset()
