"""Numbers and names as people read them."""

from __future__ import annotations

import math

from lassitude.results import EstimateName, Interval, Results, Spread, split_id
from lassitude.results.document import Endpoint

DAYS_PER_MONTH = 30.4375

_MINUS = "\N{MINUS SIGN}"
_ABSENT = "\N{EN DASH}"
_TIMES = "\N{MULTIPLICATION SIGN}"
_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")

STATISTICS = {
    "n": "People with a value",
    "q1": "Lower quartile",
    "q3": "Upper quartile",
    "mean": "Mean",
    "median": "Median",
    "sd": "Standard deviation",
    "mean_change": "Mean change",
    "median_change": "Median change",
    "sd_change": "Standard deviation of the change",
    "percent_change_of_medians": "Change of the medians",
    "rm_anova_p": "Repeated-measures ANOVA, p",
    "rm_anova_p_hf": "Repeated-measures ANOVA, p corrected by Huynh and Feldt",
    "rm_anova_p_uncorrected": "Repeated-measures ANOVA, p without correction",
    "rm_anova_f": "Repeated-measures ANOVA, F",
    "rm_anova_df_effect": "Repeated-measures ANOVA, degrees of freedom of the visits",
    "rm_anova_df_error": "Repeated-measures ANOVA, degrees of freedom of the error",
    "epsilon_gg": "Greenhouse\N{EN DASH}Geisser epsilon",
    "epsilon_hf": "Huynh\N{EN DASH}Feldt epsilon",
    "mauchly_w": "Mauchly's test of sphericity, W",
    "wilcoxon_p": "Wilcoxon signed-rank test, p",
    "wilcoxon_w": "Wilcoxon signed-rank test, W",
    "rank_biserial": "Rank-biserial correlation",
    "t_p": "Paired t test, p",
    "t": "Paired t test, t",
    "t_mean_change": "Mean change, of the paired t test",
    "intercept": "Intercept of the regression",
    "r_squared": "Share of variance explained (R squared)",
    "adjusted_r_squared": "Share of variance explained, adjusted for the number of covariates",
    "regression_f": "Regression as a whole, F",
    "residual_normality": "Normality of the residuals (D'Agostino and Pearson), chi squared",
    "breusch_pagan": "Even spread of the residuals (Breusch and Pagan), chi squared",
    "largest_cook": "Largest influence of one person (Cook's distance)",
    "condition_number": "Condition number of the covariates",
    "complete_reduction_n": "People with 100% reduction",
    "complete_reduction_share": "Share of people with 100% reduction",
}

_SHORT = {
    "percent_change_of_medians": "Change of medians",
    "rm_anova_p": "ANOVA, p",
    "wilcoxon_p": "Wilcoxon, p",
    "t_p": "Paired t, p",
    "complete_reduction_n": "100% reduction",
    "complete_reduction_share": "100% reduction",
}

_SHORT_TESTS = {"": "", "rm_anova_": "ANOVA ", "wilcoxon_": "Wilcoxon ", "t_": "t test "}

_PREFIXES = {
    "slope": "Slope on {}",
    "slope_p": "Slope on {}, p",
    "variance_inflation": "Variance inflation of {}",
    "share_p_below_": "Share of repetitions with p\N{NO-BREAK SPACE}<\N{NO-BREAK SPACE}{}",
    "share_rm_anova_p_below_": "Share of repetitions with p\N{NO-BREAK SPACE}<\N{NO-BREAK SPACE}{}, "
    "repeated-measures ANOVA",
    "share_wilcoxon_p_below_": "Share of repetitions with p\N{NO-BREAK SPACE}<\N{NO-BREAK SPACE}{}, "
    "Wilcoxon signed-rank test",
    "share_t_p_below_": "Share of repetitions with p\N{NO-BREAK SPACE}<\N{NO-BREAK SPACE}{}, paired t test",
}


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


def interval(ends: Interval | None) -> str:
    """Write an interval; nothing when there is none.

    Examples
    --------
    >>> interval(Interval(17.0, 33.5))
    '17 to 33.5'
    """
    return "" if ends is None else f"{number(ends.lower)} to {number(ends.upper)}"


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
    certain = spread.interval90 == Interval(spread.median, spread.median)
    ends = "" if certain else interval(spread.interval90)
    return f"{number(spread.median)} ({ends})" if ends else number(spread.median)


def plain(name: str) -> str:
    """Write an identifier in words.

    Examples
    --------
    >>> plain("EDSS.total@M0"), plain("age_years")
    ('EDSS total at M0', 'age (years)')
    """
    if name.endswith("_years"):
        return f"{plain(name.removesuffix('_years'))} (years)"
    return name.replace("_", " ").replace(".", " ").replace("@", " at ")


def statistic(name: str) -> str:
    """Write the name of a statistic in words.

    Examples
    --------
    >>> statistic("slope:age_years"), statistic("rm_anova_p")
    ('Slope on age (years)', 'Repeated-measures ANOVA, p')
    """
    if name in STATISTICS:
        return STATISTICS[name]
    head, colon, tail = name.partition(":")
    if colon and head in _PREFIXES:
        return _PREFIXES[head].format(plain(tail))
    for prefix, words in _PREFIXES.items():
        if prefix.endswith("_") and name.startswith(prefix):
            return words.format(name.removeprefix(prefix))
    return plain(name)[:1].upper() + plain(name)[1:]


def short_statistic(name: str) -> str:
    """Write the name of a statistic in few characters, for a narrow terminal.

    Examples
    --------
    >>> short_statistic("rm_anova_p"), short_statistic("share_wilcoxon_p_below_0.05")
    ('ANOVA, p', 'Wilcoxon p < 0.05')
    """
    head, below, limit = name.partition("p_below_")
    test = _SHORT_TESTS.get(head.removeprefix("share_")) if below else None
    if test is not None:
        return f"{test}p < {limit}"
    return _SHORT.get(name, statistic(name))


def endpoint_of(results: Results, name: str) -> Endpoint:
    """Return what is known of an endpoint; its bare name when the results do not describe it."""
    for endpoint in results.study.endpoints:
        if endpoint.name == name:
            return endpoint
    return Endpoint(name, plain(name), "")


def arm_label(results: Results, name: str) -> str:
    """Return an arm's name for people."""
    return next((arm.label for arm in results.study.arms if arm.name == name), name)


def month(results: Results, visit: str) -> float | None:
    """Return the month of a visit, counted from day zero; None when it is not planned."""
    return next((one.day / DAYS_PER_MONTH for one in results.study.visits if one.label == visit), None)


def visit_label(results: Results, visit: str) -> str:
    """Write a visit with its month, such as ``M36 (month 36)``."""
    when = month(results, visit)
    return visit if when is None else f"{visit} (month {number(when)})"


def is_p_value(name: EstimateName) -> bool:
    """Return whether an estimate is a p value."""
    return name.statistic.partition(":")[0].endswith(("_p", "_p_hf", "_p_uncorrected"))


def is_share(name: EstimateName) -> bool:
    """Return whether an estimate is a share of repetitions."""
    return name.statistic.startswith("share_")


def value(identifier: str, amount: float | None) -> str:
    """Write a value the way its estimate is read: a p value, a percentage or a number."""
    name = split_id(identifier)
    if is_p_value(name):
        return p_value(amount)
    return percent(amount) if is_share(name) else number(amount)


def range_of(identifier: str, ends: Interval | None) -> str:
    """Write an interval the way its estimate is read; nothing when there is none."""
    return "" if ends is None else f"{value(identifier, ends.lower)} to {value(identifier, ends.upper)}"


def unit_of(identifier: str, unit: str) -> str:
    """Write a unit; nothing for pure numbers, shares and p values."""
    name = split_id(identifier)
    return "" if unit in ("", "1") or is_p_value(name) or is_share(name) else unit
