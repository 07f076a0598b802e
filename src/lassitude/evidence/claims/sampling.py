"""Standard errors from people alone: what sampling does to each kind of number."""

from __future__ import annotations

import math
from collections.abc import Callable

from lassitude.evidence.claims.claim import Claim
from lassitude.evidence.pointers import resolve

_RELAPSES_ALIKE = "affirm_relapse_dispersion:arms.placebo.nb_k_computed.value"
_LESIONS_ALIKE = "gd_count_dispersion_dmf:arms.define_placebo.nb_k_computed.value"


def error_from_people(one: Claim) -> float | None:
    """Return the standard error that the number of people implies, on the scale of the claim.

    Relapses and lesions vary between people by more than chance, as the ledger has it of two placebo arms.

    Examples
    --------
    >>> from lassitude.evidence.claims.table import claim
    >>> round(error_from_people(claim("fss_bdi_edss_120:effect.FSS_EDSS")), 4)
    0.0925
    """
    way = _BY_STATISTIC.get(one.statistic)
    return way(one, one.n) if way and one.n else None


def events_behind(one: Claim) -> float | None:
    """Return how many events an arm's number rests on; None when it counts none.

    Examples
    --------
    >>> from lassitude.evidence.claims.table import claim
    >>> round(events_behind(claim("affirm_cdp_hr:arms.placebo.progressed_n")))
    84
    """
    if not one.n or one.statistic not in ("proportion", "share_free", "count"):
        return None
    share = 1 - one.canonical if one.statistic == "share_free" else one.canonical
    return share * one.n if 0 < share < 1 else None


def _share(one: Claim, n: float) -> float | None:
    events = min(max(one.canonical * n, 0.5), n - 0.5)
    return math.sqrt(1 / events + 1 / (n - events)) if n > 1 else None


def _count(one: Claim, n: float) -> float | None:
    return _share(one, n) if one.canonical_unit == "share" else None


def _rate(one: Claim, n: float) -> float | None:
    if not one.person_years or one.person_years <= 0 or one.canonical <= 0:
        return None
    events = one.canonical * one.person_years
    return math.sqrt(1 / events + 1 / (n * float(resolve(_RELAPSES_ALIKE))))


def _mean_count(one: Claim, n: float) -> float | None:
    if one.unit not in ("lesions", "relapses") or one.canonical <= 0:
        return None
    alike = float(resolve(_LESIONS_ALIKE if one.unit == "lesions" else _RELAPSES_ALIKE))
    return math.sqrt((1 / one.canonical + 1 / alike) / n)


def _correlation(one: Claim, n: float) -> float | None:
    return 1 / math.sqrt(n - 3) if n > 3 else None


def _agreement(one: Claim, n: float) -> float | None:
    return 1 / math.sqrt(n - 1.5) if n > 2 else None


def _spread(one: Claim, n: float) -> float | None:
    return 1 / math.sqrt(2 * (n - 1)) if n > 1 else None


def _explained(one: Claim, n: float) -> float | None:
    return 2 * math.sqrt(max(one.canonical, 0.0)) * (1 - one.canonical) / math.sqrt(n)


def _smd(one: Claim, n: float) -> float | None:
    if one.design.kind == "meta-analysis":
        return None
    first, second = (n, one.n_comparator) if one.n_comparator else (n / 2, n / 2)
    return math.sqrt(1 / first + 1 / second + one.canonical**2 / (2 * (first + second)))


_BY_STATISTIC: dict[str, Callable[[Claim, float], float | None]] = {
    "proportion": _share,
    "share_free": _share,
    "count": _count,
    "rate": _rate,
    "mean": _mean_count,
    "correlation": _correlation,
    "partial_correlation": _correlation,
    "icc": _agreement,
    "sd": _spread,
    "sem": _spread,
    "mdc": _spread,
    "explained_share": _explained,
    "smd": _smd,
}
