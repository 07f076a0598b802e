"""Several hypotheses of a study taken together: which estimates, and how the chance of error is kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from lassitude.study.strict import Number, Share, Table, Text

Level = Annotated[Number, Field(gt=0, lt=1)]
Family = Annotated[tuple[Text, ...], Field(min_length=1)]


class Holm(Table):
    """All hypotheses alike, by Holm's procedure.

    Attributes
    ----------
    hypotheses : tuple of str
        Ids of estimates with a p value.
    alpha : float
        Chance of any false rejection.
    """

    type: Literal["holm"]
    hypotheses: Family
    alpha: Level = 0.05


class FixedSequence(Table):
    """One after another in the order written, until one is not rejected.

    Attributes
    ----------
    hypotheses, alpha
        See `Holm`.
    """

    type: Literal["fixed-sequence"]
    hypotheses: Family
    alpha: Level = 0.05


class SerialGatekeeping(Table):
    """Families in order; each is tested by Holm once all of the one before is rejected.

    Attributes
    ----------
    families : tuple of tuple of str
        Ids of estimates with a p value.
    alpha : float
        Chance of any false rejection.
    """

    type: Literal["serial-gatekeeping"]
    families: Annotated[tuple[Family, ...], Field(min_length=2)]
    alpha: Level = 0.05


class ParallelGatekeeping(Table):
    """Families in order; each rejection of a family passes its share of alpha to the next one.

    Attributes
    ----------
    families, alpha
        See `SerialGatekeeping`.
    """

    type: Literal["parallel-gatekeeping"]
    families: Annotated[tuple[Family, ...], Field(min_length=2)]
    alpha: Level = 0.05


class GraphNode(Table):
    """One hypothesis of a graph.

    Attributes
    ----------
    hypothesis : str
        Id of an estimate with a p value.
    weight : float
        Its share of alpha at the start.
    passes : dict of str to float
        Names of the hypotheses that receive what it holds when it is rejected, and their shares.
    """

    hypothesis: Text
    weight: Share
    passes: dict[Text, Share] = Field(default_factory=dict)


class GraphicalProcedure(Table):
    """Shares of alpha that pass along a graph, after Bretz and Maurer.

    Attributes
    ----------
    nodes : dict of str to GraphNode
        Hypotheses by a name.
    alpha : float
        Chance of any false rejection.
    """

    type: Literal["graph"]
    nodes: Annotated[dict[Text, GraphNode], Field(min_length=1)]
    alpha: Level = 0.05

    @model_validator(mode="after")
    def _shares_fit(self) -> GraphicalProcedure:
        total = sum(node.weight for node in self.nodes.values())
        if total > 1 + 1e-9:
            message = "weights add up to {total}; 1 is all of alpha"
            raise PydanticCustomError("settings", message, {"total": f"{total:g}"})
        for name, node in self.nodes.items():
            strange = [one for one in node.passes if one not in self.nodes or one == name]
            if strange:
                message = "{name} passes alpha to {other}, which is no other node"
                raise PydanticCustomError("settings", message, {"name": name, "other": strange[0]})
            if sum(node.passes.values()) > 1 + 1e-9:
                message = "{name} passes on more than it holds"
                raise PydanticCustomError("settings", message, {"name": name})
        return self


class FalseDiscovery(Table):
    """A panel of endpoints, by the rate of false discoveries of Benjamini and Hochberg.

    Attributes
    ----------
    hypotheses : tuple of str
        Ids of estimates with a p value.
    panel : str, optional
        Instead: name of an analysis, of all whose `variants` the estimates of `statistic` are taken.
    statistic : str, optional
        Such as ``difference:placebo``.
    rate : float
        Expected share of false ones among those found.
    """

    type: Literal["false-discovery-rate"]
    hypotheses: tuple[Text, ...] = ()
    panel: Text | None = None
    statistic: Text | None = None
    rate: Level = 0.05

    @model_validator(mode="after")
    def _one_way(self) -> FalseDiscovery:
        if bool(self.hypotheses) == (self.panel is not None):
            raise PydanticCustomError("settings", "give hypotheses, or a panel and its statistic")
        if (self.panel is None) != (self.statistic is None):
            raise PydanticCustomError("settings", "a panel needs a statistic, and a statistic a panel")
        return self


Procedure = Annotated[
    Holm | FixedSequence | SerialGatekeeping | ParallelGatekeeping | GraphicalProcedure | FalseDiscovery,
    Field(discriminator="type"),
]
"""How several hypotheses are tested together, told apart by `type`."""


def hypotheses_of(procedure: Procedure) -> tuple[str, ...]:
    """List the ids of the hypotheses in their order; empty for a panel, which names an analysis.

    Examples
    --------
    >>> hypotheses_of(Holm(type="holm", hypotheses=("FIS.total|t_p|M6|ahsct",)))
    ('FIS.total|t_p|M6|ahsct',)
    """
    if isinstance(procedure, SerialGatekeeping | ParallelGatekeeping):
        return tuple(one for family in procedure.families for one in family)
    if isinstance(procedure, GraphicalProcedure):
        return tuple(node.hypothesis for node in procedure.nodes.values())
    return procedure.hypotheses


def level_of(procedure: Procedure) -> float:
    """Return alpha, or the rate of false discoveries.

    Examples
    --------
    >>> level_of(Holm(type="holm", hypotheses=("FIS.total|t_p|M6|ahsct",), alpha=0.025))
    0.025
    """
    return procedure.rate if isinstance(procedure, FalseDiscovery) else procedure.alpha


def levels(procedures: Mapping[str, Procedure]) -> dict[str, float]:
    """Return the level of every procedure by its name.

    Examples
    --------
    >>> levels({"main": Holm(type="holm", hypotheses=("FIS.total|t_p|M6|ahsct",))})
    {'main': 0.05}
    """
    return {name: level_of(procedure) for name, procedure in procedures.items()}
