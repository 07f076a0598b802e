"""Every number of the ledger as a typed claim: what it is, of whom, when, and how sure."""

from lassitude.evidence.claims.canonical import canonical
from lassitude.evidence.claims.claim import Claim, Interval, Statistic
from lassitude.evidence.claims.designs import Design, design_of
from lassitude.evidence.claims.table import claim, claims, claims_in
from lassitude.evidence.claims.uncertainty import (
    Scale,
    Uncertainty,
    standard_error,
    transformation,
    uncertainty,
)

__all__ = [
    "Claim",
    "Design",
    "Interval",
    "Scale",
    "Statistic",
    "Uncertainty",
    "canonical",
    "claim",
    "claims",
    "claims_in",
    "design_of",
    "standard_error",
    "transformation",
    "uncertainty",
]
