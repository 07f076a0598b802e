"""``selftest``: qualify an installation on the machine where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import chain, count
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from lassitude import __version__
from lassitude.quantities.errors import RequestError
from lassitude.results.qualification import Qualification, qualification_json
from lassitude.runs.environment import environment, program_sha256
from lassitude.runs.files import write_atomically
from lassitude.runs.fresh import check_fresh, fresh_folder
from lassitude.runs.manifest import Manifest, RunIdentity, write_manifest
from lassitude.runs.outputs import output_hashes
from lassitude.runs.pool import Progress, no_progress
from lassitude.workflows.finished import REPORT, RESULTS
from lassitude.workflows.run_files import RUNS

if TYPE_CHECKING:
    from lassitude.workflows.qualification.check import Check


@dataclass(frozen=True)
class Selftest:
    """A qualification and where its report stands.

    Attributes
    ----------
    folder : Path
        Holds ``report.html``, ``results.json`` and ``manifest.json``.
    found : Qualification
        Every check with what was computed.
    """

    folder: Path
    found: Qualification

    @property
    def passed(self) -> bool:
        """Whether all checks passed."""
        return self.found.passed

    @property
    def report(self) -> Path:
        """Where the page for people stands."""
        return self.folder / REPORT


def selftest(out: str | Path | None = None, progress: Progress = no_progress) -> Selftest:
    """Carry out the installation and operational qualification and write its report.

    Reference results, scoring, units, random streams, integration, virtual people against a stored
    fingerprint, and equal bytes on repetition: each check is computed anew, none is skipped, and a check that
    breaks down has failed.

    Parameters
    ----------
    out : str or Path, optional
        Folder of the report, absent or empty; without it, one below ``lassitude-runs``.
    progress : callable
        Called as ``progress(done, total)``.

    Returns
    -------
    Selftest
        Also when checks failed; ask ``passed``.

    Raises
    ------
    RequestError
        If the folder is not empty or cannot be written; then nothing is computed.

    Examples
    --------
    >>> selftest(out=".")
    Traceback (most recent call last):
    lassitude.quantities.errors.RequestError: . already holds files, and nothing in it was touched...
    """
    place = next(_places()) if out is None else Path(out)
    check_fresh(place)
    started, clock = datetime.now(UTC), perf_counter()
    with fresh_folder(place) as stage:
        found = qualify(progress)
        _write(stage, found, started, perf_counter() - clock)
    return Selftest(place, found)


def qualify(progress: Progress = no_progress) -> Qualification:
    """Carry out all checks without writing anything.

    Examples
    --------
    >>> qualify().passed  # doctest: +SKIP
    True
    """
    from lassitude.prediction.describing import versions
    from lassitude.prediction.pipeline import prepare_process
    from lassitude.workflows.qualification.check import carried_out

    prepare_process()
    checks = all_checks()
    findings = []
    for done, check in enumerate(checks):
        progress(done, len(checks))
        findings.append(carried_out(check))
    progress(len(checks), len(checks))
    return Qualification(tuple(findings), versions(_DEPENDED_ON))


_DEPENDED_ON = ("python", "numpy", "scipy", "polars", "jax", "jaxlib")


def all_checks() -> tuple[Check, ...]:
    """Return every check, in the order in which they are carried out.

    Examples
    --------
    >>> len({check.name for check in all_checks()}) == len(all_checks()) > 20
    True
    """
    from lassitude.workflows.qualification import (
        bodies,
        installation,
        integration,
        outcomes,
        repetition,
        scoring,
        statistics,
        streams,
        units,
    )

    rooms = (installation, statistics, outcomes, scoring, units, streams, integration, repetition, bodies)
    return tuple(check for room in rooms for check in room.CHECKS)


def _places() -> Iterator[Path]:
    """Give places that hold nothing yet."""
    named = RUNS / "selftest"
    for place in chain([named], (named.with_name(f"selftest-{number}") for number in count(2))):
        try:
            check_fresh(place)
        except RequestError:
            if not place.exists():
                raise
            continue
        yield place


def _write(stage: Path, found: Qualification, started: datetime, seconds: float) -> None:
    from lassitude.report.qualification import qualification_html

    surroundings, when = environment(), started.isoformat(timespec="seconds")
    write_atomically(stage / RESULTS, qualification_json(found))
    page = qualification_html(found, surroundings, program_sha256(), when)
    write_atomically(stage / REPORT, page.encode())
    manifest = Manifest(
        identity=RunIdentity("selftest", {}),
        version=__version__,
        program=program_sha256(),
        environment=surroundings,
        timings={"started": when, "seconds": round(seconds, 3)},
        state="complete",
    )
    write_manifest(stage, replace(manifest, outputs=output_hashes(stage)))
