"""Words for statistics between people, of a measure itself, and of what relapses do to it."""

from __future__ import annotations

from lassitude.report.wording import plain

STATISTICS = {
    "icc": "Intraclass correlation",
    "sem": "Standard error of measurement",
    "mdc": "Detectable change of one person",
    "floor_share": "Share of people at the lowest possible value",
    "ceiling_share": "Share of people at the highest possible value",
    "hedges_g": "Difference between arms in standard deviations (Hedges's g)",
    "ratio_of_means": "Mean, ratio to the reference arm",
    "ratio_of_changes": "Mean change, ratio to the reference arm",
    "standardized_change": "Mean change in standard deviations",
    "percent_change": "Change of the mean",
    "relapses_seen_n": "Relapses with a value at relapse",
    "relapses_settled_n": "Relapses with a value long after",
    "rise_at_relapse": "Mean rise at relapse",
    "residual_after_relapse": "Mean rise that remains after a relapse",
    "crude_rate": "Events a year, all events over all years",
}

SHORT = {
    "icc": "ICC",
    "sem": "Error of measurement",
    "mdc": "Detectable change",
    "floor_share": "At the floor",
    "ceiling_share": "At the ceiling",
    "hedges_g": "Hedges's g",
    "ratio_of_means": "Ratio of means",
    "ratio_of_changes": "Ratio of changes",
    "standardized_change": "Change in SD",
    "rise_at_relapse": "Rise at relapse",
    "residual_after_relapse": "Rise that remains",
}

PREFIXES = {
    "correlation": "Correlation with {}",
    "partial_correlation": "Correlation with {}, other measures held constant",
    "rank_correlation": "Rank correlation with {}",
    "partial_rank_correlation": "Rank correlation with {}, other measures held constant",
    "change_correlation": "Correlation of changes with {}",
    "standardized": "Slope on {} in standard deviations",
    "unique_share": "Share of variance that only {} explains",
    "n_above": "People with {}",
    "n_below": "People with {}",
    "mean_above": "Mean of people with {}",
    "mean_below": "Mean of people with {}",
    "sd_above": "Standard deviation of people with {}",
    "sd_below": "Standard deviation of people with {}",
    "difference_above_below": "Difference in means, people with {}",
    "ratio_above_below": "Ratio of means, people with {}",
    "smd_above_below": "Difference in standard deviations, people with {}",
    "share_at_least": "Share of people with {} or more",
    "share_above": "Share of people above {}",
    "reduction_n": "People with {}% reduction or more",
    "reduction_share": "Share of people with {}% reduction or more",
    "share_residual_at_least": "Share of relapses of which {} or more remains",
}


def about_in_words(head: str, about: str) -> str | None:
    """Write what a statistic is about where that is a number or a cut; None where it is something else.

    Examples
    --------
    >>> about_in_words("mean_below", "EDSS.total>=4"), about_in_words("share_at_least", "0.5")
    ('EDSS total below 4', '0.5')
    >>> about_in_words("share_above", "controls@0.9")
    'the value that 90% of controls do not exceed'
    >>> about_in_words("difference_above_below", "age_years>=40")
    'age (years) of 40 or more, to those below'
    """
    if head in ("share_at_least", "share_residual_at_least", "reduction_n", "reduction_share"):
        return about
    if head == "share_above":
        arm, _, part = about.rpartition("@")
        return f"the value that {100 * float(part):g}% of {plain(arm)} do not exceed"
    measure, divided, cut = about.partition(">=")
    if not divided:
        return None
    if head.endswith("_above_below"):
        return f"{plain(measure)} of {cut} or more, to those below"
    return (
        f"{plain(measure)} below {cut}" if head.endswith("_below") else f"{plain(measure)} of {cut} or more"
    )
