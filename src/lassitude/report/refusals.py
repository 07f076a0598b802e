"""What lassitude refuses to say; every report prints the whole list."""

from __future__ import annotations

REFUSALS: tuple[str, ...] = (
    "That a drug works because a simulation says so.",
    "That cytokines cause this person's fatigue.",
    "That stem-cell transplantation (aHSCT) treats fatigue.",
    "Attribution fractions as fact: where the posterior is as wide as the prior, it prints “prior only”.",
    "The conversion of one instrument into another.",
    "Surrogacy: that one measure may stand in for another.",
    "Steps as fatigue.",
    "An individual's prognosis or best treatment.",
    "Benefit of exercise, or cure, in ME/CFS.",
    "That stem cells regenerate nerve.",
    "“Validated” beyond the entries scored.",
)

LINK_STATEMENT = (
    "Every link from biology to a questionnaire is a hypothesis constrained by statistics; "
    "none is an established mechanism."
)

DISCLAIMER = "Research software, not medical advice."
