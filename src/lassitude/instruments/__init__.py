"""What is seen: questionnaires, examination, scans, assays, devices, and their response models."""

from lassitude.instruments.catalog import INSTRUMENTS, assumptions, instrument
from lassitude.instruments.declarations import Instrument
from lassitude.instruments.missing import HalfRule, MissingRule, NoTotalIfAnyMissing
from lassitude.instruments.observation import observe
from lassitude.instruments.parts import STATUSES, Observed, PartSpec
from lassitude.instruments.scoring import item_parts, score

__all__ = [
    "INSTRUMENTS",
    "STATUSES",
    "HalfRule",
    "Instrument",
    "MissingRule",
    "NoTotalIfAnyMissing",
    "Observed",
    "PartSpec",
    "assumptions",
    "instrument",
    "item_parts",
    "observe",
    "score",
]
