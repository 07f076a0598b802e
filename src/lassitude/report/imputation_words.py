"""Statistics of multiple imputation in words, for each method."""

from __future__ import annotations

from lassitude.report.wording import plain

_METHODS = {
    "imputed": "missing values imputed",
    "jump_to_reference": "jump to reference",
    "copy_increments": "copy increments",
    "copy_reference": "copy reference",
    "retrieved_dropout": "retrieved dropout",
}

DIFFERENCES = tuple(f"{method}_difference" for method in _METHODS)
"""Names of differences between arms."""

ADJUSTMENTS = dict(zip(DIFFERENCES, _METHODS.values(), strict=True))
"""By what each difference is told from others of the same arms at the same visit."""

STATISTICS = {
    f"{method}_{name}": f"{told}, {words}"
    for method, words in _METHODS.items()
    for name, told in (("mean", "Adjusted mean"), ("share", "Share of people whose value is imputed"))
}
SHORT_TESTS = {f"{name}_": f"{words.capitalize()}, " for name, words in ADJUSTMENTS.items()}
PREFIXES = {
    f"{method}_difference": f"Difference from {{}}, {words}" for method, words in _METHODS.items()
} | {
    f"{method}_tipping": f"Shift of imputed values at which the difference from {{}} tips, {words}"
    for method, words in _METHODS.items()
}
TESTS = {f"{method}_difference_p": f"difference from {{}}, {words}" for method, words in _METHODS.items()}


def shifted_in_words(head: str, about: str) -> str | None:
    """Write the name of a difference with imputed values shifted; None for other statistics.

    Examples
    --------
    >>> shifted_in_words("jump_to_reference_shifted", "placebo@-2.5")
    'Difference from placebo with imputed values shifted by -2.5, jump to reference'
    """
    method, shifted, _ = head.rpartition("_shifted")
    if not shifted or method not in _METHODS:
        return None
    reference, _, shift = about.rpartition("@")
    return f"Difference from {plain(reference)} with imputed values shifted by {shift}, {_METHODS[method]}"
