"""``bench``: how fast bodies live and trials are simulated on this machine."""

from __future__ import annotations

from typing import Any

from lassitude.runs.pool import Progress, no_progress

SPEED_BAR = 20_000.0
RATIO_BAR = 30.0
TRIALS_BAR = 100.0


def bench(workers: int = 2, progress: Progress = no_progress) -> dict[str, Any]:
    """Measure the toy, the real body, whole trials and, where diffrax is installed, the ratio to it.

    Parameters
    ----------
    workers : int
        Processes of the measurement of all together.
    progress : callable
        Called as ``progress(done, total)``.

    Returns
    -------
    dict
        Hardware, patient-years and trials a second, the comparison, and the bars with whether they are met.

    Examples
    --------
    >>> bench()["bars"]["body"]["bar"]  # doctest: +SKIP
    20000.0
    """
    from lassitude.prediction.adaptive import against_diffrax
    from lassitude.prediction.benchmark import hardware, speeds
    from lassitude.prediction.pipeline import prepare_process
    from lassitude.prediction.trial_benchmark import trial_speeds
    from lassitude.quantities.errors import RequestError

    prepare_process()
    found: dict[str, Any] = {
        "hardware": hardware(),
        "workers": workers,
        **speeds(workers, prepare_process, progress),
        "trial": trial_speeds(workers, prepare_process, progress),
    }
    try:
        found["against_diffrax"] = against_diffrax()
    except RequestError as absent:
        found["against_diffrax"] = {"absent": str(absent)}
    together = found["body"].get(f"{workers}_processes", found["body"]["one_process"])
    found["bars"] = {"body": {"bar": SPEED_BAR, "found": together, "met": together >= SPEED_BAR}}
    trials = found["trial"].get(f"{workers}_processes", found["trial"]["one_process"])
    found["bars"]["trials"] = {"bar": TRIALS_BAR, "found": trials, "met": trials >= TRIALS_BAR}
    ratio = found["against_diffrax"].get("ratio")
    if isinstance(ratio, float):
        found["bars"]["ratio"] = {"bar": RATIO_BAR, "found": ratio, "met": ratio >= RATIO_BAR}
    return found
