"""Every number of a ledger entry with the way to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lassitude.evidence.ledger import Entry


@dataclass(frozen=True, slots=True)
class Leaf:
    """A number at the end of a path.

    Attributes
    ----------
    entry : str
        Id of the entry.
    path : tuple of str
        Keys and positions down to the number.
    value : float or int
        As printed.
    listed : bool
        Whether it is one of a list.
    """

    entry: str
    path: tuple[str, ...]
    value: float | int
    listed: bool

    @property
    def pointer(self) -> str:
        """As protocols write it."""
        return f"{self.entry}:{'.'.join(self.path)}"

    @property
    def key(self) -> str:
        """The name next to the number."""
        return self.path[-2] if self.listed else self.path[-1]

    @property
    def place(self) -> tuple[str, ...]:
        """The keys above `key`."""
        return self.path[:-2] if self.listed else self.path[:-1]


def leaves(found: Entry) -> tuple[Leaf, ...]:
    """Return all numbers of an entry, in the order of the file.

    Examples
    --------
    >>> from lassitude.evidence.ledger import entry
    >>> [leaf.pointer for leaf in leaves(entry("bose2018_ahsct_fis"))][:2]
    ['bose2018_ahsct_fis:population.n', 'bose2018_ahsct_fis:instrument.range.0']
    """
    return tuple(_below(found.id, (), found.raw, listed=False))


def _below(entry: str, path: tuple[str, ...], value: Any, *, listed: bool) -> Iterator[Leaf]:
    if isinstance(value, Mapping):
        for key, part in value.items():
            yield from _below(entry, (*path, key), part, listed=False)
    elif isinstance(value, tuple):
        for position, part in enumerate(value):
            yield from _below(entry, (*path, str(position)), part, listed=True)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield Leaf(entry, path, value, listed)
