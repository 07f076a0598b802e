"""Words for the statistics of responders, events, values beyond limits and hypotheses tested together."""

from __future__ import annotations

from lassitude.report import imputation_words
from lassitude.report.wording import plain

_IMPUTED = {
    name.removesuffix("difference"): imputation_words.PREFIXES[name].partition("{}")[2]
    for name in imputation_words.DIFFERENCES
}
"""How names begin where missing values are imputed, and what their words end with."""
_RESPONDERS = {
    "responder_rate": "Share of responders",
    "noise_responder_rate": "Share that noise alone makes responders",
}

STATISTICS = {
    "responder_n": "Responders",
    **_RESPONDERS,
    **{
        f"{method}{name}": told + how
        for method, how in _IMPUTED.items()
        for name, told in _RESPONDERS.items()
    },
    "events_n": "Events",
    "followed_years": "Years followed",
    "annualized_rate": "Events a year",
    "rate_dispersion": "Dispersion of the counts",
    "event_rate_p": "Event rates, all arms, p",
    "with_event_n": "People with the event",
    "median_time": "Median time to the event",
    "event_free_share": "Share free of the event",
    "event_share": "Share with the event",
    "at_risk_n": "People at risk",
    "logrank_p": "Log-rank test, p",
    "below_limit_n": "People below the limit of quantification",
    "above_limit_n": "People above the limit of quantification",
    "geometric_mean": "Geometric mean, values beyond limits by likelihood",
    "censored_mean": "Mean, values beyond limits by likelihood",
    "residual_sd": "Standard deviation around the means, values beyond limits by likelihood",
}

SHORT = {
    "responder_rate": "Responders",
    "noise_responder_rate": "By noise alone",
    "event_rate_p": "All rates, p",
    "logrank_p": "Log-rank, p",
    "event_free_share": "Free of event",
    "event_share": "With event",
    "geometric_mean": "Geometric mean",
    "censored_mean": "Mean",
    "residual_sd": "Residual SD",
}

SHORT_TESTS = {
    "event_rate_": "All rates, ",
    "logrank_": "Log-rank ",
    "responder_difference_": "Responders, ",
    **{f"{method}responder_difference_": "Responders, " for method in _IMPUTED},
    "responder_odds_ratio_": "Odds, ",
    "rate_ratio_": "Rate ratio, ",
    "hazard_ratio_": "Hazard ratio, ",
    "geometric_mean_ratio_": "Ratio, ",
    "censored_difference_": "Difference, ",
}

PREFIXES = {
    "responder_n": "Responders, cut-off {}",
    **{
        f"{method}{name}": f"{told}{how}, cut-off {{}}"
        for method, how in {"": "", **_IMPUTED}.items()
        for name, told in _RESPONDERS.items()
    },
    **{
        f"{method}responder_difference": f"Share of responders, difference from {{}}{how}"
        for method, how in _IMPUTED.items()
    },
    "responder_difference": "Share of responders, difference from {}",
    "responder_odds_ratio": "Odds of responding, ratio to {}",
    "rate_ratio": "Event rate, ratio to {}",
    "hazard_ratio": "Hazard of the event, ratio to {}",
    "geometric_mean_ratio": "Geometric mean, ratio to {}",
    "censored_difference": "Mean, difference from {}, values beyond limits by likelihood",
    "repeated_correlation": "Correlation of changes within people with {}",
    "any_rejected": "Any hypothesis of {} rejected",
    "all_rejected": "All hypotheses of {} rejected",
}

TESTS = {
    "event_rate_p": "event rates, all arms",
    "logrank_p": "log-rank test",
    "responder_difference_p": "responders, difference from {}",
    **{
        f"{method}responder_difference_p": f"responders, difference from {{}}{how}"
        for method, how in _IMPUTED.items()
    },
    "responder_odds_ratio_p": "odds of responding, ratio to {}",
    "rate_ratio_p": "event rate, ratio to {}",
    "hazard_ratio_p": "hazard, ratio to {}",
    "geometric_mean_ratio_p": "geometric mean, ratio to {}",
    "censored_difference_p": "mean with values beyond limits, difference from {}",
}


def with_cutoff(about: str) -> str:
    """Write the arm that responders are compared with, and the cut-off where the plan has several.

    Examples
    --------
    >>> with_cutoff("usual_care"), with_cutoff("placebo@-10"), with_cutoff("-10")
    ('usual care', 'placebo, cut-off -10', '-10')
    """
    arm, several, change = about.partition("@")
    if not several:
        return about if about[:1] in "-0123456789" else plain(about)
    return f"{plain(arm)}, cut-off {change}"
