"""Equations as calls of functions, for simulators that write a computed value out wherever it is read.

libRoadRunner puts the whole equation of a computed value in place of its name, so that values computed from
one another several times over grow beyond what it can compile. The arguments of a function it computes once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from lassitude.engine.symbols import Symbol
from lassitude.interchange.mathml import math

FEW = 3000
"""What a value may grow to, written out, and still be computed inside the function that reads it: checkers of
units write functions out, and would take long beyond that."""


class Calls:
    """Right-hand sides as calls, and the functions that they need.

    Parameters
    ----------
    values : mapping of str to Symbol
        What is computed at any moment.
    identifiers : mapping of str to str
        Of each name.
    written : mapping of str to str
        The values as content MathML.

    Examples
    --------
    >>> from lassitude.engine.symbols import name
    >>> y, xx = name("y"), name("x") + name("x")
    >>> calls = Calls({"x": y * y}, {"x": "x", "y": "y"}, {"x": "<ci> y </ci>"})
    >>> calls.of("z", xx, "<ci> x </ci>")
    '<apply><ci> z_of_1 </ci><ci> y </ci></apply>'
    """

    def __init__(
        self, values: Mapping[str, Symbol], identifiers: Mapping[str, str], written: Mapping[str, str]
    ) -> None:
        self._reads = {one: reads(symbol) for one, symbol in values.items()}
        self._identifiers, self._written = identifiers, written
        self._sizes: dict[str, int] = {}
        self._functions: dict[str, str] = {}

    def of(self, identifier: str, symbol: Symbol, content: str) -> str:
        """Return a right-hand side as content MathML: a call, where it reads something computed again.

        Parameters
        ----------
        identifier : str
            Of what the equation determines.
        symbol : Symbol
            Its right-hand side.
        content : str
            The same as content MathML.
        """
        own = reads(symbol)
        inside = self._inside(own)
        paths = Counter(own)
        for one in inside:
            paths.update(dict.fromkeys(self._reads[one], 1))
        if not any(count > 1 and one in self._reads for one, count in paths.items()):
            return content
        known = sorted({one for one in paths if one not in inside})
        links = [f"{identifier}_of_{number + 1}" for number in range(len(inside))]
        links.append(f"{identifier}_of")
        start = self._called(links[0], known)
        for link, following, one in zip(links, links[1:], inside, strict=False):
            made = self._called(f"{self._identifiers[one]}_from", sorted(self._reads[one]))
            self._define(f"{self._identifiers[one]}_from", sorted(self._reads[one]), self._written[one])
            self._define(link, known, self._called(following, known, made))
            known = [*known, one]
        self._define(links[-1], known, content)
        return start

    def functions(self) -> str:
        """Return the definitions that the calls so far need, in no order that means anything."""
        return "".join(self._functions.values())

    def _inside(self, own: Iterable[str]) -> list[str]:
        """Return what is computed inside a function that reads some names, each after what it reads."""
        found: list[str] = []

        def place(one: str) -> None:
            if one in found or one not in self._reads or self._size(one) > FEW:
                return
            for before in sorted(self._reads[one]):
                place(before)
            found.append(one)

        for one in sorted(own):
            place(one)
        return found

    def _size(self, one: str) -> int:
        if one not in self._reads:
            return 1
        if one not in self._sizes:
            self._sizes[one] = sum(count * self._size(part) for part, count in self._reads[one].items())
        return self._sizes[one]

    def _called(self, function: str, arguments: Iterable[str], *more: str) -> str:
        given = "".join(f"<ci> {self._identifiers[one]} </ci>" for one in arguments)
        return f"<apply><ci> {function} </ci>{given}{''.join(more)}</apply>"

    def _define(self, function: str, arguments: Iterable[str], content: str) -> None:
        bound = "".join(f"<bvar><ci> {self._identifiers[one]} </ci></bvar>" for one in arguments)
        self._functions.setdefault(
            function,
            f'<functionDefinition id="{function}">{math(f"<lambda>{bound}{content}</lambda>")}'
            "</functionDefinition>",
        )


def reads(symbol: Symbol) -> Counter[str]:
    """Count how often an expression reads each name.

    Examples
    --------
    >>> from lassitude.engine.symbols import name
    >>> reads(name("x") * name("x"))["x"]
    2
    """
    if symbol.operator == "name":
        return Counter(symbol.operands)
    if symbol.operator == "number":
        return Counter()
    return sum((reads(one) for one in symbol.operands), Counter())
