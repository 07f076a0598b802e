"""What stands published beside a prediction, entry by entry: held out, fitted or for context."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from lassitude.evidence import entry, entry_id
from lassitude.results import Estimate, PublishedDirection, Results
from lassitude.results.credibility import ComparedEntry

_ORDER = ("validate", "context", "calibrate")
_HALF = 0.5


def compared_entries(results: Results) -> tuple[ComparedEntry, ...]:
    """Count, for every ledger entry beside a prediction, how many of its numbers the intervals hold.

    Parameters
    ----------
    results : Results
        A prediction.

    Returns
    -------
    tuple of ComparedEntry
        Held-out entries first, each group by id. One number beside several scorings counts once for each.

    Examples
    --------
    >>> from lassitude.results import Interval, Predicted, Study, published_beside
    >>> told = Predicted(25.0, Interval(22.0, 29.0), Interval(18.0, 34.0))
    >>> beside = published_beside(20.0, "bose2018_ahsct_fis:arms.aHSCT.followup_median", "validate", told)
    >>> one = Estimate("FIS.total|median|M36|ahsct", "primary", "points", told, None, beside)
    >>> found = compared_entries(Results("prediction", Study("x", "00"), estimates=(one,)))[0]
    >>> found.id, found.numbers, found.inside50, found.inside90
    ('bose2018_ahsct_fis', 1, 0, 1)
    """
    numbers: dict[str, list[Estimate]] = defaultdict(list)
    for one in results.estimates:
        if one.published is not None and one.published.inside90 is not None:
            numbers[entry_id(one.published.source)].append(one)
    signs: dict[str, list[PublishedDirection]] = defaultdict(list)
    for one in results.published_directions:
        if one.agreement is not None:
            signs[entry_id(one.source)].append(one)
    found = [_compared(name, numbers[name], signs[name]) for name in {*numbers, *signs}]
    return tuple(sorted(found, key=lambda one: (_ORDER.index(one.role), one.id)))


def _compared(name: str, numbers: list[Estimate], signs: list[PublishedDirection]) -> ComparedEntry:
    held = [one.published for one in numbers if one.published is not None]
    return ComparedEntry(
        name,
        entry(name).role,
        len(held),
        sum(bool(one.inside50) for one in held),
        sum(bool(one.inside90) for one in held),
        len(signs),
        sum((one.agreement or 0.0) > _HALF for one in signs),
    )


def output_comparison(entries: Iterable[ComparedEntry]) -> Iterator[str]:
    """Say how the predictions compare, held-out entries apart from those that may be fitted.

    Examples
    --------
    >>> list(output_comparison([ComparedEntry("bose2018_ahsct_fis", "validate", 4, 1, 3)]))
    ['Held out: inside the 90% intervals 3 of 4 published numbers, inside the 50% intervals 1.']
    """
    named = {
        "validate": "Held out",
        "context": "For context, neither fitted nor held out",
        "calibrate": "May be fitted, so that agreement is no test",
    }
    listed = tuple(entries)
    for role in _ORDER:
        own = [one for one in listed if one.role == role]
        numbers, signs = sum(one.numbers for one in own), sum(one.directions for one in own)
        if numbers:
            inside90, inside50 = sum(one.inside90 for one in own), sum(one.inside50 for one in own)
            yield (
                f"{named[role]}: inside the 90% intervals {inside90} of {numbers} published numbers, "
                f"inside the 50% intervals {inside50}."
            )
        if signs:
            agreeing = sum(one.agreeing for one in own)
            yield f"{named[role]}: most repetitions agree with {agreeing} of {signs} published signs."


def samples_of(entries: Iterable[ComparedEntry]) -> tuple[str, ...]:
    """Say who the people of the compared entries were, as far as the ledger knows.

    Examples
    --------
    >>> samples_of([ComparedEntry("bose2018_ahsct_fis", "validate", 1)])
    ('bose2018_ahsct_fis: aggressive MS (Canadian aHSCT study NCT01099930), n = 23.',)
    """
    return tuple(_sample(one.id) for one in entries)


def designs_of(entries: Iterable[ComparedEntry]) -> tuple[str, ...]:
    """Say what was done in the studies of the compared entries.

    Examples
    --------
    >>> designs_of([ComparedEntry("bose2018_ahsct_fis", "validate", 1)])
    ('bose2018_ahsct_fis: single-arm aHSCT; FIS every 6 months to 36 months; RM-ANOVA.',)
    """
    told = ((one.id, entry(one.id).raw.get("design")) for one in entries)
    return tuple(f"{name}: {str(design).rstrip('.')}." for name, design in told if design)


def _sample(name: str) -> str:
    people = entry(name).raw.get("population")
    known: Mapping[str, object] = people if isinstance(people, Mapping) else {}
    number = known.get("n")
    told = "number of people not in the ledger" if number is None else f"n = {number}"
    return f"{name}: {known.get('condition') or 'people not described in the ledger'}, {told}."
