"""The installation: files as they were packed, and every dependency there."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, distribution, version
from pathlib import Path

from lassitude.workflows.qualification.check import Check

GROUP = "Installation"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def _altered() -> Sequence[float]:
    """Count installed files that are absent or differ from the record of the package."""
    altered = 0
    for one in distribution("lassitude").files or ():
        if one.hash is None:
            continue
        try:
            digest = hashlib.new(one.hash.mode, Path(str(one.locate())).read_bytes()).digest()
        except OSError:
            altered += 1
            continue
        altered += base64.urlsafe_b64encode(digest).decode().rstrip("=") != one.hash.value
    return [float(altered)]


def _absent() -> Sequence[float]:
    """Count declared dependencies that are not installed; those of extras are not asked for."""
    absent = 0
    for requirement in distribution("lassitude").requires or ():
        found = _NAME.match(requirement)
        if found is None or "extra ==" in requirement:
            continue
        try:
            version(found[0])
        except PackageNotFoundError:
            absent += 1
    return [float(absent)]


CHECKS = (
    Check(
        "installed-files",
        GROUP,
        "files of the package that are absent or not as they were packed",
        (0.0,),
        "SHA-256 of each file in the package's record (an editable installation has a record of few files)",
        "absolute",
        0.0,
        _altered,
    ),
    Check(
        "dependencies",
        GROUP,
        "declared dependencies that are not installed",
        (0.0,),
        "metadata of the package",
        "absolute",
        0.0,
        _absent,
    ),
)
