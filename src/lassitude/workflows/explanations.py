"""What an explanation holds, whatever is explained."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from lassitude.quantities.parameters import Declaration, LogNormal

Groups = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Line:
    """One equation, or one flow of it.

    Attributes
    ----------
    left : str
        What is told: ``"d barrier / dt"``, a flow with its source and target, a signal.
    right : str
        The expression.
    where : mapping of str to str
        What short names in the expression stand for.
    unit : str
        Of the expression, as Pint reads it.
    """

    left: str
    right: str
    where: Mapping[str, str]
    unit: str


@dataclass(frozen=True, slots=True)
class Quotation:
    """The entry of the evidence ledger behind a number."""

    id: str
    url: str
    quote: str


@dataclass(frozen=True, slots=True)
class Number:
    """A declared number and how far to trust it.

    Attributes
    ----------
    value : float
        Central value.
    bounds : tuple of float
        Lowest and highest plausible value.
    varies : str
        How people differ, in words.
    grade : {"sourced", "derived", "hypothesis"}
        Read in a source, computed from one, or our own choice.
    reference, note : str
        Where it comes from, and how.
    quotation : Quotation or None
        When the reference is an entry of the evidence ledger.
    """

    value: float
    bounds: tuple[float, float]
    varies: str
    grade: str
    reference: str
    note: str
    quotation: Quotation | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """What there is to say of one name.

    Attributes
    ----------
    name, kind, meaning : str
        What it is.
    unit : str
        As Pint reads it; empty where nothing is measured.
    file : str
        Where it is declared, from the root of the package.
    number : Number or None
        Of a parameter.
    equations : tuple of Line
        In which it is decided or used.
    reads, touches : mapping of str to tuple of str
        By kind, what decides it and what it decides directly.
    details : mapping of str to str
        Whatever else its kind has to say.
    quotations : tuple of Quotation
        Entries of the evidence ledger that bear on it.
    """

    name: str
    kind: str
    meaning: str
    unit: str = ""
    file: str = ""
    number: Number | None = None
    equations: tuple[Line, ...] = ()
    reads: Groups = field(default_factory=dict)
    touches: Groups = field(default_factory=dict)
    details: Mapping[str, str] = field(default_factory=dict)
    quotations: tuple[Quotation, ...] = ()


def number_of(declared: Declaration) -> Number:
    """Describe a declared number.

    Examples
    --------
    >>> from lassitude.quantities.parameters import hypothesis
    >>> told = hypothesis("supposed", "bose2018_ahsct_fis")
    >>> one = Declaration("gland.drive", 0.2, "1", (0.0, 1.0), told, "drive", LogNormal(0.3))
    >>> number_of(one).varies, number_of(one).quotation.id
    ('between people, log-normal with SD 0.3 of the log', 'bose2018_ahsct_fis')
    """
    return Number(
        value=declared.value,
        bounds=declared.bounds,
        varies=_variability(declared),
        grade=declared.source.grade,
        reference=declared.source.reference,
        note=declared.source.note,
        quotation=quotation(declared.source.reference),
    )


def _variability(declared: Declaration) -> str:
    if declared.bounds[0] == declared.bounds[1]:
        return "fixed by definition"
    if declared.varies is None:
        return "shared by everybody"
    if isinstance(declared.varies, LogNormal):
        return f"between people, log-normal with SD {declared.varies.sd:g} of the log"
    return f"between people, normal with SD {declared.varies.sd:g}"


def quotation(reference: str) -> Quotation | None:
    """Return the ledger entry behind a reference, if it is one.

    Examples
    --------
    >>> quotation("doi:10.1186/s12859-020-03823-9") is None
    True
    """
    from lassitude.evidence.ledger import ledger

    entry = ledger().get(reference)
    return None if entry is None else Quotation(entry.id, entry.citation.url, entry.citation.quote)


def grouped(groups: Mapping[str, tuple[str, ...]]) -> Groups:
    """Leave out the kinds of which there are none.

    Examples
    --------
    >>> dict(grouped({"states": ("barrier",), "levers": ()}))
    {'states': ('barrier',)}
    """
    return {kind: names for kind, names in groups.items() if names}
