"""The printed number beside an estimate, in the unit of the estimate; read at scoring only."""

from __future__ import annotations

from lassitude.evidence.claims import claim
from lassitude.prediction.scoreboard.held_out import HeldOut, told_without_sign
from lassitude.prediction.scoreboard.kinds import RATIOS, comparable, kind_of
from lassitude.quantities.errors import RequestError


def scored_estimates(one: HeldOut) -> dict[str, str]:
    """Return what a held-out protocol is scored by: estimate to pointer, p values left out.

    Examples
    --------
    >>> from lassitude.prediction.scoreboard.held_out import chosen
    >>> found = scored_estimates(chosen(("bose2018_ahsct_fis",))[0])
    >>> "FIS.total|median|M36|ahsct" in found, "FIS.total|rm_anova_p|M36|ahsct" in found
    (True, False)
    """
    return {name: pointer for name, pointer in one.protocol.published.items() if kind_of(name) is not None}


def printed(estimate: str, pointer: str, unit: str) -> float:
    """Return a printed number in the unit of the estimate that it stands beside.

    Parameters
    ----------
    estimate, pointer : str
        Id of the estimate, and where the number stands.
    unit : str
        Of the estimate.

    Raises
    ------
    RequestError
        When the number is of a kind that the estimate is not.

    Examples
    --------
    >>> printed("EDSS.total|hazard_ratio:placebo|M24|natalizumab", "affirm_cdp_hr:effect.value", "1")
    0.58
    """
    kind, one = kind_of(estimate), claim(pointer)
    if kind is None:
        raise RequestError(f"{estimate!r} is not scored; take {pointer!r} out of the hold-out.")
    if one.pointer != pointer:
        raise RequestError(f"{pointer!r} is no number of its own but belongs to {one.pointer!r}.")
    if unit in ("people", "events"):
        return float(one.value)
    value = float(comparable(kind, one))
    if unit == "%":
        return 100.0 * (value - 1.0) if one.statistic in RATIOS else 100.0 * value
    return -value if told_without_sign(pointer) else value
