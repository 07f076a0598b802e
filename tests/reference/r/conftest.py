"""R for the tests beside, where it is."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping

import pytest

from tests.reference.r.runner import Columns, lacking_packages, run_r


@pytest.fixture(scope="session")
def r(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Mapping[str, Columns]], dict[str, float]]:
    """Return a function from a script and tables to the numbers it gives; see `run_r`."""
    rscript = shutil.which("Rscript")
    if rscript is None:
        pytest.skip("Rscript is not installed, so nothing is compared with R")
    lacking = lacking_packages(rscript)
    if lacking:
        pytest.skip(f"R lacks the packages {lacking}, so nothing is compared with R")
    return lambda script, tables: run_r(rscript, tmp_path_factory.mktemp("r"), script, tables)
