"""The evidence ledger: every published number by pointer, held-out studies apart from targets."""

from lassitude.evidence.conflicts import Disagreement, disagreements_about
from lassitude.evidence.ledger import Citation, Entry, cite, entry, ledger, read_ledger
from lassitude.evidence.pointers import entry_id, resolve
from lassitude.evidence.targets import require_target, targets

__all__ = [
    "Citation",
    "Disagreement",
    "Entry",
    "cite",
    "disagreements_about",
    "entry",
    "entry_id",
    "ledger",
    "read_ledger",
    "require_target",
    "resolve",
    "targets",
]
