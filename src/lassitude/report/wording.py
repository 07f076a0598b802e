"""Numbers and names as people read them."""

from __future__ import annotations

import math
from collections.abc import Sequence

from lassitude.report.times import when_of
from lassitude.results import EstimateName, Interval, Results, Spread, split_id
from lassitude.results.document import Endpoint
from lassitude.study.endpoints import EVERYONE

WIDE = 20.0
"""Range of a scale from which on one decimal is enough."""

_MINUS = "\N{MINUS SIGN}"
_ABSENT = "\N{EN DASH}"
_TIMES = "\N{MULTIPLICATION SIGN}"
_PLURALS = {"year": "years", "day": "days"}
_OTHER_SHARES = ("responder_rate", "_share", "_at_least")
_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def number(value: float | None) -> str:
    """Write a number with three significant digits, a true minus sign and no needless zeros.

    Parameters
    ----------
    value : float or None
        Any number; None and NaN become a dash.

    Returns
    -------
    str
        Whole digits are never dropped: 12345.6 is ``12346``.

    Examples
    --------
    >>> number(24.0), number(0.12345), number(12345.6)
    ('24', '0.123', '12346')
    """
    if value is None or not math.isfinite(value):
        return _ABSENT
    if value != 0 and abs(value) < 1e-4:
        mantissa, exponent = f"{value:.1e}".split("e")
        return f"{mantissa} {_TIMES} 10{str(int(exponent)).translate(_SUPERSCRIPTS)}".replace("-", _MINUS)
    decimals = 0 if value == 0 else max(0, 2 - math.floor(math.log10(abs(value))))
    text = f"{value:.{decimals}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return ("0" if text == "-0" else text).replace("-", _MINUS)


def fixed(value: float, decimals: int) -> str:
    """Write a number with the same decimals throughout, so that a column can be compared.

    Examples
    --------
    >>> fixed(-7.1e-15, 1), fixed(2.0, 1)
    ('0.0', '2.0')
    """
    text = f"{value:.{decimals}f}"
    if not math.isfinite(value):
        return _ABSENT
    return text.replace("-", _MINUS if float(text) else "")


def fixed_interval(ends: Interval | None, decimals: int) -> str:
    """Write an interval with the same decimals throughout; nothing when there is none."""
    return "" if ends is None else f"{fixed(ends.lower, decimals)} to {fixed(ends.upper, decimals)}"


def decimals_of(endpoint: Endpoint) -> int:
    """Return how many decimals changes of an endpoint need: one on a scale of 20 or more, else two.

    Examples
    --------
    >>> decimals_of(Endpoint("MFIS.total", "MFIS", "points", Interval(0, 84)))
    1
    """
    wide = endpoint.range is None or endpoint.range.upper - endpoint.range.lower >= WIDE
    return 1 if wide else 2


def percent(share: float | None) -> str:
    """Write a share of one as a percentage.

    Examples
    --------
    >>> percent(0.625), percent(0.0148)
    ('62%', '1.5%')
    """
    if share is None or not math.isfinite(share):
        return _ABSENT
    if 0.99 < share < 1:
        return f"{100 * share:.1f}%"
    return f"{100 * share:.2g}%" if 0 < share < 0.1 else f"{100 * share:.0f}%"


def p_value(value: float | None) -> str:
    """Write a p value with three decimals.

    Examples
    --------
    >>> p_value(0.0002), p_value(0.03)
    ('< 0.001', '0.030')
    """
    if value is None or not math.isfinite(value):
        return _ABSENT
    return "< 0.001" if value < 0.001 else f"{value:.3f}"


def p_words(value: float | None) -> str:
    """Write a p value with its sign.

    Examples
    --------
    >>> p_words(0.0002), p_words(0.03)
    ('p < 0.001', 'p = 0.030')
    """
    told = p_value(value)
    return f"p {told}" if told.startswith("<") else f"p = {told}"


def interval(ends: Interval | None) -> str:
    """Write an interval; nothing when there is none.

    Examples
    --------
    >>> interval(Interval(17.0, 33.5))
    '17 to 33.5'
    """
    return "" if ends is None else f"{number(ends.lower)} to {number(ends.upper)}"


def with_interval(value: float | None, ends: Interval | None) -> str:
    """Write a value and its interval with equal decimals: as many as three digits of the largest need.

    Examples
    --------
    >>> with_interval(80.0, Interval(61.0, 98.4)), with_interval(3.1, Interval(0.62, 6.224))
    ('80.0 (61.0 to 98.4)', '3.10 (0.62 to 6.22)')
    >>> with_interval(6.0, Interval(4.0, 8.0))
    '6 (4 to 8)'
    """
    if value is None or ends is None:
        return number(value)
    decimals = shared_decimals((value, ends.lower, ends.upper))
    if decimals is None:
        return f"{number(value)} ({interval(ends)})"
    return f"{fixed(value, decimals)} ({fixed_interval(ends, decimals)})"


def shared_decimals(told: Sequence[float]) -> int | None:
    """Return as many decimals as three digits of the largest need; None below 1, or where one is no number.

    Examples
    --------
    >>> shared_decimals((80.0, 61.0, 98.4)), shared_decimals((3.1, 0.62, 6.224)), shared_decimals((0.1, 0.2))
    (1, 2, None)
    """
    largest = max(map(abs, told))
    if not all(map(math.isfinite, told)) or largest < 1:
        return None
    decimals = 0 if largest >= 100 else 1 if largest >= 10 else 2
    return min(decimals, max(len(number(one).partition(".")[2]) for one in told))


def percent_interval(ends: Interval | None) -> str:
    """Write an interval of shares as percentages; nothing when there is none."""
    return "" if ends is None else f"{percent(ends.lower)} to {percent(ends.upper)}"


def count(spread: Spread) -> str:
    """Write a count, with its 90% interval where there is one.

    Examples
    --------
    >>> count(Spread(23.0, None, Interval(21.0, 24.0))), count(Spread(23.0, None, Interval(23.0, 23.0)))
    ('23 (21 to 24)', '23')
    """
    certain = spread.interval90 in (None, Interval(spread.median, spread.median))
    ends = "" if certain else interval(_whole(spread.interval90))
    return f"{number(spread.median)} ({ends})" if ends else number(spread.median)


def _whole(ends: Interval | None) -> Interval | None:
    """Widen an interval of people to whole people."""
    return None if ends is None else Interval(math.floor(ends.lower), math.ceil(ends.upper))


def plain(name: str) -> str:
    """Write an identifier in words.

    Examples
    --------
    >>> plain("EDSS.total@M0"), plain("age_years"), plain("sex=male"), plain("arm*visit")
    ('EDSS total at M0', 'age (years)', 'sex male', 'arm by visit')
    """
    if name.endswith("_years"):
        return f"{plain(name.removesuffix('_years'))} (years)"
    return (
        name.replace("_", " ").replace(".", " ").replace("@", " at ").replace("=", " ").replace("*", " by ")
    )


def endpoint_of(results: Results, name: str) -> Endpoint:
    """Return what is known of an endpoint; its bare name when the results do not describe it."""
    for endpoint in results.study.endpoints:
        if endpoint.name == name:
            return endpoint
    return Endpoint(name, plain(name), "")


def arm_label(results: Results, name: str) -> str:
    """Return the name of an arm for people, of everybody, or of people chosen within them.

    Examples
    --------
    >>> from lassitude.results import Arm, Study
    >>> results = Results("analysis", Study("pilot", "00", arms=(Arm("ex", "exercise"),)))
    >>> arm_label(results, "ex/improvers"), arm_label(results, "all")
    ('improvers of exercise', 'all people')
    """
    whole, _, subset = name.partition("/")
    known = {arm.name: arm.label for arm in results.study.arms}
    label = known.get(whole, "all people" if whole == EVERYONE else whole)
    return f"{subset} of {label}" if subset else label


def group_label(results: Results, name: str) -> str:
    """Return the name of an arm, or of a sequence with its arms in order.

    Examples
    --------
    >>> from lassitude.results import Sequence, Study
    >>> results = Results("analysis", Study("pilot", "00", sequences=(Sequence("S1", ("drug", "sham")),)))
    >>> group_label(results, "S1")
    'S1: drug \u2192 sham'
    """
    for one in results.study.sequences:
        if one.name == name:
            order = " \N{RIGHTWARDS ARROW} ".join(arm_label(results, arm) for arm in one.arms)
            return order if name == ">".join(one.arms) else f"{name}: {order}"
    return arm_label(results, name)


def visit_label(results: Results, visit: str) -> str:
    """Write a visit with its time, such as ``M36 (month 36)``.

    Examples
    --------
    >>> from lassitude.results import Study, Visit
    >>> visits = Visit("P1-W5", 35.0, "P1", "W5"), Visit("P2-W5", 91.0, "P2", "W5")
    >>> results = Results("analysis", Study("pilot", "00", visits=visits))
    >>> visit_label(results, "P2-W5"), visit_label(results, "W5")
    ('P2-W5 (week 5 of period 2)', 'W5 (week 5 of each period)')
    """
    when = when_of(results, visit)
    return f"{visit} ({when})" if when else visit


def is_p_value(name: EstimateName) -> bool:
    """Return whether an estimate is a p value."""
    head = name.statistic.partition(":")[0]
    return head == "p_adjusted" or head.endswith(("_p", "_p_hf", "_p_uncorrected"))


def is_share(name: EstimateName) -> bool:
    """Return whether an estimate is a share of repetitions."""
    decided = name.statistic.startswith(("any_rejected:", "all_rejected:"))
    return decided or (name.statistic.startswith("share_") and "_below_" in name.statistic)


def is_percentage(name: EstimateName) -> bool:
    """Return whether an estimate is read as a percentage: a share of repetitions, people or variance."""
    return is_share(name) or name.statistic.partition(":")[0].endswith(_OTHER_SHARES)


def value(identifier: str, amount: float | None) -> str:
    """Write a value the way its estimate is read: a p value, a percentage or a number."""
    name = split_id(identifier)
    if is_p_value(name):
        return p_value(amount)
    return percent(amount) if is_percentage(name) else number(amount)


def range_of(identifier: str, ends: Interval | None) -> str:
    """Write an interval the way its estimate is read; nothing when there is none."""
    return "" if ends is None else f"{value(identifier, ends.lower)} to {value(identifier, ends.upper)}"


def unit_of(identifier: str, unit: str) -> str:
    """Write a unit; nothing for pure numbers, shares and p values."""
    name = split_id(identifier)
    bare = unit in ("", "1") or is_p_value(name) or is_share(name)
    return "" if bare else _PLURALS.get(unit, unit)
