"""The files that every run leaves, whether its people were virtual or real."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from lassitude.results import Results, to_json
from lassitude.runs.files import sha256_of
from lassitude.runs.folder import RunFolder, first_open_folder
from lassitude.runs.manifest import RunIdentity
from lassitude.workflows.finished import RESULTS

if TYPE_CHECKING:
    from lassitude.report.recorded import Recorded
    from lassitude.statistics.estimates import EstimateBatch

PROTOCOL = "protocol.toml"
STUDY, TRUTH = "study", "truth/truth.npz"
RUNS = Path("lassitude-runs")


def text_sha256(text: str) -> str:
    """Return the SHA-256 of a text as it is written to a run folder.

    Examples
    --------
    >>> text_sha256("")[:8]
    'e3b0c442'
    """
    return sha256_of(text.encode())


def place_for(name: str, identity: RunIdentity) -> Path:
    """Choose a folder below ``lassitude-runs`` in which no other run stands.

    Examples
    --------
    >>> place_for("a-study-that-never-ran", RunIdentity("run", {})).as_posix()
    'lassitude-runs/a-study-that-never-ran'
    """
    return first_open_folder(RUNS / name, identity)


def write_findings(folder: RunFolder, results: Results, estimates: Mapping[str, EstimateBatch]) -> None:
    """Write results, estimates and report into a run folder.

    Parameters
    ----------
    folder : RunFolder
        Open for this run; its protocol, study and truth, where there are any, are written already.
    results : Results
        Goes into ``results.json`` and the report.
    estimates : mapping of str to EstimateBatch
        By estimate id; their values go into ``estimates.parquet``, a row a replicate.

    Examples
    --------
    >>> import tempfile
    >>> from lassitude.results import Study
    >>> from lassitude.runs.folder import run_folder
    >>> place = tempfile.TemporaryDirectory()
    >>> with run_folder(Path(place.name), RunIdentity("run", {})) as folder:
    ...     write_findings(folder, Results("analysis", Study("pilot", "00")), {})
    ...     (folder.path / "report.html").is_file()
    True
    >>> place.cleanup()
    """
    from lassitude.report import write_report

    beside = recorded(folder.path)
    folder.write(RESULTS, to_json(results))
    folder.write("estimates.parquet", estimates_parquet(estimates))
    write_report(results, folder.path, beside)


def recorded(folder: Path) -> Recorded:
    """Read what stands beside the results of a run: its study and its truth, as far as it has them.

    Examples
    --------
    >>> recorded(Path("nowhere")).truth
    {}
    """
    import numpy as np

    from lassitude.report.recorded import Recorded
    from lassitude.study.data import read_study

    study = read_study(folder / STUDY) if (folder / STUDY / "study.json").is_file() else None
    if not (folder / TRUTH).is_file():
        return Recorded(study)
    with np.load(folder / TRUTH, allow_pickle=False) as truth:
        return Recorded(study, {name: truth[name] for name in truth.files})


def estimates_parquet(estimates: Mapping[str, EstimateBatch]) -> bytes:
    """Return the values of estimates as Parquet: a row a replicate, a column an estimate id.

    Examples
    --------
    >>> estimates_parquet({})[:4]
    b'PAR1'
    """
    import polars as pl

    replicates = max((batch.replicates for batch in estimates.values()), default=0)
    columns = {"replicate": pl.arange(replicates, dtype=pl.Int32, eager=True)}
    columns |= {name: pl.Series(batch.value) for name, batch in estimates.items()}
    target = io.BytesIO()
    pl.DataFrame(columns).write_parquet(target, compression="zstd")
    return target.getvalue()
