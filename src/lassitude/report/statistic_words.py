"""Statistics in words, whole and short."""

from __future__ import annotations

import re

from lassitude.report import association_words, imputation_words, outcome_words, wording
from lassitude.report.wording import plain
from lassitude.results import Results, split_id

_IDENTIFIER = re.compile(r"[\w.-]+(?:\|[^|\s,;()]*){2}\|[\w./>-]*[\w/>-]")
_CODED = re.compile(r"\b[\w.]+@[\w.-]*\w|\b[A-Za-z_]\w*=\w+|\b\w+_years\b")
_BELOW = "p\N{NO-BREAK SPACE}<\N{NO-BREAK SPACE}"

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
    "rm_anova_beside_change": "Mean change, of the mixed model beside the ANOVA",
    "mixed_anova_beside_change": "Mean change, of the mixed model beside the mixed ANOVA",
    "mixed_anova_epsilon_gg": "Greenhouse\N{EN DASH}Geisser epsilon of the mixed ANOVA",
    "mixed_anova_epsilon_hf": "Huynh\N{EN DASH}Feldt epsilon of the mixed ANOVA",
    "mixed_anova_mauchly_w": "Mauchly's test of sphericity in the mixed ANOVA, W",
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
    "peak": "Mean of the extreme that each person reaches",
    "peak_rise": "Mean change to the extreme that each person reaches",
    "peak_fold": "Extreme over the value before, median of people",
    "peak_hours": "Time until the extreme, median of people",
    "adjusted_mean": "Mean, adjusted for the value before",
    "ls_mean": "Least squares mean, of the mixed model",
    "visit_sd": "Standard deviation, of the mixed model",
    "ancova_p": "Analysis of covariance, all arms, p",
    "treatment_p": "Crossover, all treatments, p",
    **imputation_words.STATISTICS,
    **outcome_words.STATISTICS,
    **association_words.STATISTICS,
}

_SHORT = {
    "percent_change_of_medians": "Change of medians",
    "rm_anova_p": "ANOVA, p",
    "wilcoxon_p": "Wilcoxon, p",
    "t_p": "Paired t, p",
    "ancova_p": "All arms, p",
    "treatment_p": "All treatments, p",
    "adjusted_mean": "Adjusted mean",
    "ls_mean": "LS mean",
    "complete_reduction_n": "100% reduction",
    "complete_reduction_share": "100% reduction",
    "peak": "Peak",
    "peak_rise": "Peak, change",
    "peak_fold": "Peak, ratio",
    "peak_hours": "Peak, hours",
    **outcome_words.SHORT,
    **association_words.SHORT,
}

_SHORT_TESTS = {
    "": "",
    "rm_anova_": "ANOVA ",
    "wilcoxon_": "Wilcoxon ",
    "t_": "t test ",
    "ancova_": "All arms, ",
    "treatment_": "All treatments, ",
    "mixed_anova_": "Mixed ANOVA ",
    "regression_": "Regression ",
    "regression_difference_": "Regression difference, ",
    "ls_difference_": "LS difference, ",
    "ls_contrast_": "LS contrast, ",
    "mmrm_": "Mixed model ",
    "difference_": "Difference, ",
    "adjusted_difference_": "ANCOVA difference, ",
    **imputation_words.SHORT_TESTS,
    **outcome_words.SHORT_TESTS,
}

_PREFIXES = {
    "slope": "Slope on {}",
    "slope_p": "Slope on {}, p",
    "variance_inflation": "Variance inflation of {}",
    "difference": "Difference from {}",
    "difference_p": "Difference from {}, p",
    "rm_anova_beside_f": "Mixed model beside the ANOVA, {}, F",
    "rm_anova_beside_p": "Mixed model beside the ANOVA, {}, p",
    "mixed_anova_beside_f": "Mixed model beside the mixed ANOVA, {}, F",
    "mixed_anova_beside_p": "Mixed model beside the mixed ANOVA, {}, p",
    "mixed_anova_f": "Mixed ANOVA, {}, F",
    "mixed_anova_p": "Mixed ANOVA, {}, p",
    "mixed_anova_p_hf": "Mixed ANOVA, {}, p corrected by Huynh and Feldt",
    "mixed_anova_p_uncorrected": "Mixed ANOVA, {}, p without correction",
    "mixed_anova_df_effect": "Mixed ANOVA, {}, degrees of freedom of the effect",
    "mixed_anova_df_error": "Mixed ANOVA, {}, degrees of freedom of the error",
    "regression_difference": "Difference from {}, in the regression",
    "slope_difference": "Slope on {}, difference from the reference arm",
    "regression_p": "Regression, {}, p",
    "adjusted_difference": "Difference from {}, adjusted for the value before",
    "ls_difference": "Difference from {}, of the mixed model",
    "ls_contrast": "Contrast {} of the arm with the reference, of the mixed model",
    "mmrm_f": "Mixed model, {}, F",
    "mmrm_p": "Mixed model, {}, p",
    "carryover": "What it leaves for the next period, against {}",
    "difference_given_carryover": "Difference from {}, with carry-over taken out",
    "period": "Period {} against P1",
    **imputation_words.PREFIXES,
    **outcome_words.PREFIXES,
    **association_words.PREFIXES,
}

_TESTS = {
    "rm_anova_p": "repeated-measures ANOVA",
    "wilcoxon_p": "Wilcoxon signed-rank test",
    "t_p": "paired t test",
    "ancova_p": "analysis of covariance, all arms",
    "treatment_p": "crossover, all treatments",
    "mixed_anova_p": "mixed ANOVA, {}",
    "regression_p": "regression, {}",
    "regression_difference_p": "difference from {} in the regression",
    "ls_difference_p": "difference from {} in the mixed model",
    "ls_contrast_p": "contrast {} in the mixed model",
    "mmrm_p": "mixed model, {}",
    "difference_p": "difference from {}",
    "adjusted_difference_p": "adjusted difference from {}",
    **imputation_words.TESTS,
    **outcome_words.TESTS,
}


def statistic(name: str) -> str:
    """Write the name of a statistic in words.

    Examples
    --------
    >>> statistic("slope:age_years"), statistic("rm_anova_p"), statistic("difference:usual")
    ('Slope on age (years)', 'Repeated-measures ANOVA, p', 'Difference from usual')
    """
    if name in STATISTICS:
        return STATISTICS[name]
    head, _, about = name.partition(":")
    if "p_adjusted" in head:
        return _adjusted(head, *about.split(":", 1))
    if about and head in _PREFIXES:
        return _PREFIXES[head].format(_compared(head, about))
    shifted = imputation_words.shifted_in_words(head, about)
    if shifted is not None:
        return shifted
    test, below, limit = head.removeprefix("share_").rpartition("_below_")
    if head.startswith("share_") and below:
        told = f", {_TESTS[test].format(_compared(test, about))}" if test in _TESTS else ""
        return f"Share of repetitions with {_BELOW}{limit}{told}"
    return plain(name)[:1].upper() + plain(name)[1:]


def _compared(head: str, about: str) -> str:
    """Write what follows the name of a statistic: mostly an arm or a measure, perhaps with a cut."""
    if "responder" in head:
        return outcome_words.with_cutoff(about)
    return association_words.about_in_words(head, about) or plain(about)


def _adjusted(head: str, procedure: str, tested: str = "") -> str:
    """Write an adjusted p value, or the share of repetitions in which it is small, with what it tests."""
    words = statistic(tested)
    told = f"{plain(procedure)}, {words[:1].lower()}{words[1:]}"
    limit = head.rpartition("_below_")[2]
    if head.startswith("share_"):
        return f"Share of repetitions with adjusted {_BELOW}{limit}, {told}"
    return f"p adjusted by {told}"


def short_statistic(name: str) -> str:
    """Write the name of a statistic in few characters, for a narrow terminal.

    Examples
    --------
    >>> short_statistic("rm_anova_p"), short_statistic("share_wilcoxon_p_below_0.05")
    ('ANOVA, p', 'Wilcoxon p < 0.05')
    """
    head, below, limit = name.partition(":")[0].partition("p_below_")
    test = _SHORT_TESTS.get(head.removeprefix("share_")) if below else None
    if test is not None:
        return f"{test}p < {limit}"
    return _SHORT.get(name, statistic(name))


def in_words(results: Results, identifier: str) -> str:
    """Write the whole name of an estimate in words; an identifier of another form as it is.

    Examples
    --------
    >>> from lassitude.results import Study
    >>> in_words(Results("analysis", Study("pilot", "00")), "MFIS.total|mean_change|M6|ex/improvers")
    'MFIS total: mean change, M6, improvers of ex'
    """
    try:
        name = split_id(identifier)
    except ValueError:
        return identifier
    words = statistic(name.statistic)
    about = [wording.visit_label(results, name.visit)] if name.visit else []
    about += [wording.arm_label(results, name.arm)] if name.arm else []
    endpoint = wording.endpoint_of(results, name.endpoint).label
    return f"{endpoint}: {', '.join((words[:1].lower() + words[1:], *about))}"


def method_in_words(method: str) -> str:
    """Write the covariates that a method names in words.

    Examples
    --------
    >>> method_in_words("least squares of the value at M6 on arm, the value at M0, sex=male, EDSS.total@M0")
    'least squares of the value at M6 on arm, the value at M0, sex male, EDSS total at M0'
    """
    return _CODED.sub(lambda found: plain(found[0]), method)


def names_in_words(results: Results, sentence: str) -> str:
    """Write every identifier of an estimate in a sentence in words.

    Examples
    --------
    >>> from lassitude.results import Study
    >>> names_in_words(Results("analysis", Study("pilot", "00")), "The first is MFIS.total|mean|M6|ex.")
    'The first is MFIS total: mean, M6, ex.'
    """
    return _IDENTIFIER.sub(lambda found: in_words(results, found[0]), sentence)
