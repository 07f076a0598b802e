"""What produced a result: versions, the program itself, and the kind of processor."""

from __future__ import annotations

import os
import platform
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PACKAGES = ("jax", "jaxlib", "numpy", "scipy", "polars", "pyarrow", "pydantic", "matplotlib")
PROGRAM_SUFFIXES = (".py", ".toml", ".yaml", ".html", ".css", ".json")
VECTOR_FLAGS = ("fma", "avx2", "avx512f", "asimd", "sve")


def environment() -> dict[str, str]:
    """Return the versions and processor traits on which the bytes of a result may depend.

    Nothing heavy is imported: versions come from the installed package metadata.

    Examples
    --------
    >>> sorted(environment())[:3]
    ['cpu', 'jax', 'jaxlib']
    """
    found = {name: _installed(name) for name in PACKAGES}
    return {
        "python": platform.python_version(),
        "system": platform.system(),
        **found,
        "cpu": instruction_family(),
        "xla_flags": os.environ.get("XLA_FLAGS", ""),
    }


def instruction_family() -> str:
    """Return the machine type and the vector instructions that decide how floating point rounds.

    Examples
    --------
    >>> instruction_family().split()[0] == platform.machine()
    True
    """
    words = _processor_flags(Path("/proc/cpuinfo"))
    return " ".join([platform.machine(), *(flag for flag in VECTOR_FLAGS if flag in words)])


@cache
def program_sha256() -> str:
    """Return one hash over the files of the installed package, so that edited code is another program.

    Examples
    --------
    >>> len(program_sha256())
    64
    """
    root = Path(__file__).parents[1]
    digest = sha256()
    for path in sorted(root.rglob("*")):
        if path.suffix in PROGRAM_SUFFIXES:
            digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def available_cores() -> int:
    """Return how many processor cores this process may use.

    Examples
    --------
    >>> available_cores() >= 1
    True
    """
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _installed(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "absent"


def _processor_flags(cpuinfo: Path) -> frozenset[str]:
    if not cpuinfo.is_file():
        return frozenset()
    for line in cpuinfo.read_text(errors="replace").splitlines():
        label, _, words = line.partition(":")
        if label.strip().lower() in {"flags", "features"}:
            return frozenset(words.split())
    return frozenset()
