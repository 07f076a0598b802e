"""``bench``: how fast bodies live, trials are simulated and mixed models are fitted on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lassitude.runs.pool import Progress, no_progress

SPEED_BAR = 8_000.0
"""Of the whole body; 20,000 was asked of the one with 45 states."""
COMPILE_BAR_S = 15.0
RATIO_BAR = 30.0
TRIALS_BAR = 100.0
WHOLE_TRIALS_BAR = 60.0
FIT_BAR_MS = 15.0
FITS_BAR = 400.0
FIT_RATIO_BAR = 50.0


def bench(workers: int = 2, progress: Progress = no_progress) -> dict[str, Any]:
    """Measure bodies, whole trials and mixed models, and ratios to other software where it is installed.

    Parameters
    ----------
    workers : int
        Processes of the measurement of all together.
    progress : callable
        Called as ``progress(done, total)``.

    Returns
    -------
    dict
        Hardware, patient-years, trials and fits a second, comparisons, and bars with whether they are met.

    Examples
    --------
    >>> bench()["bars"]["body"]["bar"]  # doctest: +SKIP
    8000.0
    """
    from lassitude.prediction.adaptive import against_diffrax
    from lassitude.prediction.benchmark import hardware, speeds
    from lassitude.prediction.pipeline import prepare_process
    from lassitude.prediction.power.benchmark import whole_trial_speeds
    from lassitude.prediction.trial_benchmark import trial_speeds
    from lassitude.quantities.errors import RequestError
    from lassitude.statistics.mixed_models.benchmark import mixed_model_speeds

    prepare_process()
    found: dict[str, Any] = {
        "hardware": hardware(),
        "workers": workers,
        **speeds(workers, prepare_process, progress),
        "trial": trial_speeds(workers, prepare_process, progress),
        "whole_trial": whole_trial_speeds(workers, prepare_process, progress),
        "mixed_model": mixed_model_speeds(workers, prepare_process),
    }
    try:
        found["against_diffrax"] = against_diffrax()
    except RequestError as absent:
        found["against_diffrax"] = {"absent": str(absent)}
    found["bars"] = dict(_bars(found, f"{workers}_processes"))
    return found


def _bars(found: dict[str, Any], together: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Set what was found beside what is asked for; a ratio only where the other software is there."""
    body, trial, fits = found["body"], found["trial"], found["mixed_model"]
    yield "body", _at_least(SPEED_BAR, body.get(together, body["one_process"]))
    waited = body["compile_seconds"]
    yield "compiling the body, s", {"bar": COMPILE_BAR_S, "found": waited, "met": waited <= COMPILE_BAR_S}
    yield "trials", _at_least(TRIALS_BAR, trial.get(together, trial["one_process"]))
    whole = found["whole_trial"]
    yield "whole trials", _at_least(WHOLE_TRIALS_BAR, whole.get(together, whole["one_process"]))
    single = fits["single_ms"]
    yield "mixed model, ms", {"bar": FIT_BAR_MS, "found": single, "met": single <= FIT_BAR_MS}
    batched = fits["batched"]
    yield "mixed models a second", _at_least(FITS_BAR, batched.get(together, batched["one_process"]))
    ratios = {
        "diffrax": (RATIO_BAR, found["against_diffrax"]),
        "statsmodels": (FIT_RATIO_BAR, fits["against_statsmodels"]),
        "nlme": (FIT_RATIO_BAR, fits["against_nlme"]),
    }
    for other, (bar, told) in ratios.items():
        if "ratio" in told:
            yield f"ratio to {other}", _at_least(bar, told["ratio"])


def _at_least(bar: float, value: float) -> dict[str, Any]:
    return {"bar": bar, "found": value, "met": value >= bar}
