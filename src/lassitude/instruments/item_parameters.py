"""The numbers that every form's response model declares, with the words that they share."""

from __future__ import annotations

from typing import Any

from lassitude.quantities.parameters import Source, hypothesis, parameter

Bounds = tuple[float, float]
EVEN = hypothesis("items differ in location and are spread evenly; no published item parameters were found")
OWN_WAY = "people differ lastingly in how they use a form; no study separates this from what is asked"


def discrimination(value: float, bounds: Bounds, source: Source) -> Any:
    """Declare how sharply items separate people."""
    meaning = "how sharply an item separates people, per latent SD"
    return parameter(value, "1", bounds=bounds, source=source, meaning=meaning)


def location(value: float, bounds: Bounds, source: Source, *, of: str = "item") -> Any:
    """Declare where the average item is in the middle of its answers."""
    meaning = f"latent at the middle of the average {of}"
    return parameter(value, "1", bounds=bounds, source=source, meaning=meaning)


def step(value: float, bounds: Bounds, source: Source) -> Any:
    """Declare the distance between neighboring answers."""
    meaning = "distance between neighboring answers of one item, in latent SD"
    return parameter(value, "1", bounds=bounds, source=source, meaning=meaning)


def spread(value: float = 0.75, bounds: Bounds = (0.3, 1.2), source: Source = EVEN) -> Any:
    """Declare how far items differ."""
    meaning = "half the distance between the easiest and the hardest item of a subscale"
    return parameter(value, "1", bounds=bounds, source=source, meaning=meaning)


def lasting_share(value: float, bounds: Bounds, source: Source) -> Any:
    """Declare how much of what an item asks is the person's own way of answering."""
    meaning = "share of the variance of what an item asks that is a person's own lasting way of answering"
    return parameter(value, "1", bounds=bounds, source=source, meaning=meaning)
