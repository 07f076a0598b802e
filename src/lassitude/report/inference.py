"""Estimates as a statistician writes them: value, interval, p, degrees of freedom, n, method, attempts."""

from __future__ import annotations

import math

from lassitude.report import wording
from lassitude.results import Estimate, Observed, split_id

NO_ESTIMATE = "Gives no estimate: "
_RIGHTLY_ABSENT = ("More than half were free of the event", "There is no tipping point")
_MOST_DECIMALS = 6


def inference(estimate: Estimate) -> str:
    """Write what a real study gave, with all that a reader needs to judge it.

    Parameters
    ----------
    estimate : Estimate
        Its ``observed`` is told; an estimate that was not reached says so first and why.

    Returns
    -------
    str
        Empty where nothing was observed. Attempts are told where the method has structures to fall back on.

    Examples
    --------
    >>> from lassitude.results import Interval
    >>> found = Observed(-3.41, 1.27, Interval(-5.93, -0.89), 87.3, 0.0083,
    ...                  "mixed model, unstructured, Kenward-Roger", True, 1, 92)
    >>> difference = Estimate("MFIS.total|ls_difference:usual|W12|exercise", "primary", "points", None, found)
    >>> inference(difference).replace("\N{MINUS SIGN}", "-")
    '-3.4 points (95% CI -5.9 to -0.9; p = 0.008; t(87.3); n = 92; mixed model, unstructured, Kenward-Roger;
    1 attempt)'
    """
    found = estimate.observed
    if found is None:
        return ""
    if not found.converged:
        return f"no estimate ({'; '.join(filter(None, (failure(estimate), _people(found), found.method)))})"
    told = (*_uncertainty(estimate, found), _freedom(found), _people(found), found.method, _attempts(found))
    return _with(amount(estimate), told)


def finding(estimate: Estimate) -> str:
    """Write an estimate with its interval and p only, for a sentence.

    Examples
    --------
    >>> from lassitude.results import Interval
    >>> found = Observed(2.0, 1.27, Interval(-0.5, 4.5), 87.3, 0.1178, "t test", True, None, 92)
    >>> difference = Estimate("MFIS.total|difference:usual|W12|exercise", "primary", "points", None, found)
    >>> finding(difference).replace("\N{MINUS SIGN}", "-")
    '2.0 points (95% CI -0.5 to 4.5; p = 0.118)'
    """
    found = estimate.observed
    if found is None:
        return ""
    if not found.converged:
        return f"no estimate ({failure(estimate)})"
    return _with(amount(estimate), _uncertainty(estimate, found))


def amount(estimate: Estimate) -> str:
    """Write the observed value with its unit, to the digits that its standard error supports.

    Examples
    --------
    >>> amount(Estimate("FIS.total|mean_change|M6|a", "x", "points", None, Observed(-12.345, 0.31)))
    '\u221212.35 points'
    >>> amount(Estimate("FIS.total|t_p|M6|a", "x", "1", None, Observed(0.0002)))
    'p < 0.001'
    """
    found = estimate.observed
    if found is None:
        return ""
    if wording.is_p_value(split_id(estimate.id)):
        return wording.p_words(found.estimate)
    unit = wording.unit_of(estimate.id, estimate.unit)
    return f"{number(estimate)}{'' if unit == '%' else ' '}{unit}".rstrip()


def number(estimate: Estimate) -> str:
    """Write the observed value without its unit, to the digits that its standard error supports.

    Examples
    --------
    >>> number(Estimate("FIS.total|mean_change|M6|a", "x", "points", None, Observed(12.345, 3.1)))
    '12.3'
    """
    found = estimate.observed
    if found is None:
        return ""
    digits, name = decimals(found), split_id(estimate.id)
    if name.statistic.startswith(("any_rejected:", "all_rejected:")) and math.isfinite(found.estimate):
        return "yes" if found.estimate else "no"
    if digits is None or wording.is_percentage(name) or wording.is_p_value(name):
        return wording.value(estimate.id, found.estimate)
    return wording.fixed(found.estimate, digits)


def ends(estimate: Estimate) -> str:
    """Write the ends of the 95% interval with the digits of `amount`; nothing where there is none."""
    found = estimate.observed
    if found is None or found.interval95 is None:
        return ""
    digits = decimals(found)
    name = split_id(estimate.id)
    if digits is None or wording.is_percentage(name) or wording.is_p_value(name):
        return wording.range_of(estimate.id, found.interval95)
    return wording.fixed_interval(found.interval95, digits)


def standard_error(found: Observed) -> str:
    """Write a standard error with two significant digits; nothing where there is none."""
    digits = decimals(found)
    if found.se is None or digits is None or not math.isfinite(found.se):
        return ""
    return wording.fixed(found.se, digits + 1)


def decimals(found: Observed) -> int | None:
    """Return how many decimals the standard error supports; None where there is none, as of a median.

    Two significant digits of the standard error, no decimals beyond six.

    Examples
    --------
    >>> decimals(Observed(3.0, 1.27)), decimals(Observed(3.0, 0.127)), decimals(Observed(30.0, 12.7))
    (1, 2, 0)
    """
    if found.se is None or not math.isfinite(found.se) or found.se <= 0:
        return None
    return min(max(1 - math.floor(math.log10(found.se)), 0), _MOST_DECIMALS)


def failure(estimate: Estimate) -> str:
    """Say why an estimate was not reached, and after how many attempts.

    Examples
    --------
    >>> failure(Estimate("FIS.total|mean", "x", "points", None, Observed(1.0, converged=False, attempts=3)))
    'did not converge after 3 attempts'
    """
    reasons = [note.removeprefix(NO_ESTIMATE) for note in estimate.notes if note.startswith(NO_ESTIMATE)]
    if reasons:
        return "; ".join(reason.rstrip(".") for reason in reasons)
    for note in estimate.notes:
        if note.startswith(_RIGHTLY_ABSENT):
            return f"{note[:1].lower()}{note[1:]}".rstrip(".")
    tried = estimate.observed.attempts if estimate.observed else None
    return f"did not converge after {attempts_words(tried or 1)}"


def attempts_words(count: int) -> str:
    """Write a number of attempts.

    Examples
    --------
    >>> attempts_words(1), attempts_words(2)
    ('1 attempt', '2 attempts')
    """
    return f"{count} {'attempt' if count == 1 else 'attempts'}"


def _uncertainty(estimate: Estimate, found: Observed) -> tuple[str, ...]:
    interval = ends(estimate)
    error = standard_error(found)
    told = f"95% CI {interval}" if interval else f"SE {error}" if error else ""
    leads_with_p = wording.is_p_value(split_id(estimate.id))
    return told, "" if found.p is None or leads_with_p else wording.p_words(found.p)


def _freedom(found: Observed) -> str:
    if found.df is None:
        return ""
    degrees = f"{found.df:.1f}".removesuffix(".0")
    if found.df_numerator is not None:
        return f"F({found.df_numerator:.1f}".removesuffix(".0") + f", {degrees})"
    return f"t({degrees})" if found.se is not None else f"df = {degrees}"


def _people(found: Observed) -> str:
    return "" if found.n is None else f"n = {found.n}"


def _attempts(found: Observed) -> str:
    return "" if found.attempts is None else attempts_words(found.attempts)


def _with(value: str, told: tuple[str, ...]) -> str:
    said = "; ".join(filter(None, told))
    return f"{value} ({said})" if said else value


def outermost(estimate: Estimate, few: int = 8) -> bool:
    """Tell whether a median's interval runs from the smallest to the largest value.

    Order statistics of up to eight values reach 95% for the median only with the two outermost.

    Examples
    --------
    >>> from lassitude.results import Interval
    >>> outermost(Estimate("FIS.total|median|M0|a", "x", "points", None,
    ...                    Observed(3.0, interval95=Interval(1.0, 5.0), n=6)))
    True
    """
    found, name = estimate.observed, split_id(estimate.id)
    if found is None or found.interval95 is None or found.n is None:
        return False
    return name.statistic in ("median", "median_change") and found.n <= few
