"""``bench``: how fast bodies live on this machine."""

from __future__ import annotations

from typing import Any

from lassitude.runs.pool import Progress, no_progress

SPEED_BAR = 20_000.0
RATIO_BAR = 30.0


def bench(workers: int = 2, progress: Progress = no_progress) -> dict[str, Any]:
    """Measure the toy, the real body and, where diffrax is installed, the ratio to it.

    Parameters
    ----------
    workers : int
        Processes of the measurement of all together.
    progress : callable
        Called as ``progress(done, total)``.

    Returns
    -------
    dict
        Hardware, patient-years a second, the comparison, and the bars with whether they are met.

    Examples
    --------
    >>> bench()["bars"]["body"]["bar"]  # doctest: +SKIP
    20000.0
    """
    from lassitude.prediction.adaptive import against_diffrax
    from lassitude.prediction.benchmark import hardware, speeds
    from lassitude.prediction.pipeline import prepare_process
    from lassitude.quantities.errors import RequestError

    prepare_process()
    found: dict[str, Any] = {
        "hardware": hardware(),
        "workers": workers,
        **speeds(workers, prepare_process, progress),
    }
    try:
        found["against_diffrax"] = against_diffrax()
    except RequestError as absent:
        found["against_diffrax"] = {"absent": str(absent)}
    together = found["body"].get(f"{workers}_processes", found["body"]["one_process"])
    found["bars"] = {"body": {"bar": SPEED_BAR, "found": together, "met": together >= SPEED_BAR}}
    ratio = found["against_diffrax"].get("ratio")
    if isinstance(ratio, float):
        found["bars"]["ratio"] = {"bar": RATIO_BAR, "found": ratio, "met": ratio >= RATIO_BAR}
    return found
