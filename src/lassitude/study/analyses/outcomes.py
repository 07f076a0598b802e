"""Outcomes besides means: people who respond, values beyond limits, and changes that go together."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from lassitude.study.analyses.chosen import Variant
from lassitude.study.analyses.imputation import Method, MissingAtRandom, MultipleImputation
from lassitude.study.departures import Positive
from lassitude.study.strict import Count, Number, Table, Text

Correlation = Annotated[Number, Field(gt=-1, lt=1)]


class Cutoff(Table):
    """The change from which a person counts as a responder, and where it comes from.

    Attributes
    ----------
    change_at_most, change_at_least : float, optional
        Exactly one is given: a fall of at least so much is negative (``change_at_most = -10``).
    kind : str
        ``within-person`` is an estimate of the change that is meaningful to one person, from people followed
        over time. ``cross-sectional`` is a smallest difference between people; it is no cut-off for change
        and is refused unless `label` says so beside every number.
    source : str
        Ledger id, or a citation.
    label : str, optional
        What every number that rests on a cross-sectional difference is called.
    """

    change_at_most: Number | None = None
    change_at_least: Number | None = None
    kind: Literal["within-person", "cross-sectional"]
    source: Text
    label: Text | None = None

    @model_validator(mode="after")
    def _one_change_that_means_something(self) -> Cutoff:
        if (self.change_at_most is None) == (self.change_at_least is None):
            raise PydanticCustomError("bounds", "give exactly one of change_at_most and change_at_least")
        if self.change == 0:
            raise PydanticCustomError("bounds", "a change of 0 divides people by chance; give a size")
        if self.kind == "cross-sectional" and self.label is None:
            raise PydanticCustomError(
                "settings",
                "a cross-sectional smallest important difference says nothing about change within a person; "
                "use a within-person estimate, or write a label that stands beside every number, such as "
                'label = "cut-off from a cross-sectional difference"',
            )
        return self

    @property
    def change(self) -> float:
        """The change itself, negative for a fall."""
        given = self.change_at_least if self.change_at_most is None else self.change_at_most
        return float(given or 0.0)

    @property
    def falls(self) -> bool:
        """Whether responders are those whose value fell."""
        return self.change_at_most is not None


class InstrumentRetest(Table):
    """Reliability as published for the instrument, over the interval nearest to that between the visits."""

    type: Literal["instrument-retest"]


class ReferenceArm(Table):
    """The correlation of the two visits in the reference arm of the study itself."""

    type: Literal["reference-arm"]


class StatedReliability(Table):
    """A reliability from elsewhere.

    Attributes
    ----------
    correlation : float
        Of two measurements without a true change, over about the time between the visits.
    source : str
        Ledger id, or a citation.
    """

    type: Literal["stated-reliability"]
    correlation: Correlation
    source: Text


Reliability = Annotated[InstrumentRetest | ReferenceArm | StatedReliability, Field(discriminator="type")]
"""Where the correlation comes from that noise alone leaves between two visits."""


class BeforeEntry(Table):
    """Scores among all from whom people were chosen by their score.

    Attributes
    ----------
    mean, sd : float
        In the unit of the endpoint.
    source : str
        Ledger id, or a citation.
    """

    mean: Number
    sd: Positive
    source: Text


class ResponderImputation(Table):
    """How values are drawn by which people without both count as responding or not.

    Attributes
    ----------
    method : Method
        What values missing after an intercurrent event are like; all others are missing at random.
    imputations : int
        How often they are drawn.
    seed : int
        Of the draws.
    covariance_by_arm : bool
        Whether values are drawn with slopes and a covariance of each arm's own.
    """

    method: Method = MissingAtRandom(type="missing-at-random")
    imputations: Annotated[int, Field(strict=True, ge=2, le=10_000)] = 100
    seed: Count = 1
    covariance_by_arm: bool = False


class Responders(Table):
    """The share of people whose change meets a cut-off, compared between arms.

    Attributes
    ----------
    reference : str
        Name of the arm that the others are compared with.
    cutoff : Cutoff
        The change that counts, its kind and its source.
    reliability : InstrumentRetest, ReferenceArm or StatedReliability
        By which the share is computed that crosses the cut-off by noise alone.
    before_entry : BeforeEntry, optional
        Needed for regression to the mean where people were chosen by this score.
    covariates : tuple of str
        For the odds ratio.
    odds : str
        ``likelihood``, or ``firth`` for the penalized estimate that is finite also under separation.
    missing : str
        People without both values are ``left-out``, or count as ``non-responder``.
    imputation : ResponderImputation, optional
        Values of people without both are drawn instead, and only those without a baseline left out.
    estimand : str, optional
        Name of the estimand that it is for.
    """

    type: Literal["responders"]
    endpoint: Text
    change_from: Text
    at: Text
    reference: Text
    cutoff: Cutoff
    reliability: Reliability
    before_entry: BeforeEntry | None = None
    covariates: tuple[Text, ...] = ()
    odds: Literal["likelihood", "firth"] = "likelihood"
    missing: Literal["left-out", "non-responder"] = "left-out"
    imputation: ResponderImputation | None = None
    estimand: Text | None = None
    label: Text | None = None
    variants: tuple[Variant, ...] = ()
    subset: Text | None = None

    @model_validator(mode="after")
    def _one_way_to_take_missing_values(self) -> Responders:
        if self.imputation is not None and (self.missing, self.odds) != ("left-out", "likelihood"):
            raise PydanticCustomError(
                "settings",
                "imputation draws missing values and compares shares by their difference; take missing and "
                "odds out",
            )
        return self

    def as_imputation(self) -> MultipleImputation:
        """Return the multiple imputation by which missing values are drawn."""
        how = self.imputation or ResponderImputation()
        return MultipleImputation(
            type="multiple-imputation",
            endpoint=self.endpoint,
            change_from=self.change_from,
            at=self.at,
            reference=self.reference,
            method=how.method,
            imputations=how.imputations,
            seed=how.seed,
            covariates=self.covariates,
            covariance_by_arm=how.covariance_by_arm,
            estimand=self.estimand,
        )


class CensoredComparison(Table):
    """Means of arms where some values lie beyond limits of quantification, by maximum likelihood.

    Attributes
    ----------
    at : str
        Visit compared.
    reference : str
        Name of the arm that the others are compared with.
    distribution : str
        ``lognormal`` compares geometric means by their ratio, ``normal`` means by their difference.
    covariates : tuple of str
        ``age_years``, ``sex``, ``site``, or endpoints at a visit.
    """

    type: Literal["censored-comparison"]
    endpoint: Text
    at: Text
    reference: Text
    distribution: Literal["lognormal", "normal"] = "lognormal"
    covariates: tuple[Text, ...] = ()
    label: Text | None = None
    variants: tuple[Variant, ...] = ()
    subset: Text | None = None


class RepeatedCorrelation(Table):
    """Whether two endpoints change together within people, over all visits.

    Attributes
    ----------
    other : str
        The endpoint correlated with.
    visits : tuple of str
        Visits used; empty for all.
    """

    type: Literal["repeated-correlation"]
    endpoint: Text
    other: Text
    visits: tuple[Text, ...] = ()
    label: Text | None = None
    variants: tuple[Variant, ...] = ()
    subset: Text | None = None
