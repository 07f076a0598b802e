"""Listings of SAS ``PROC MIXED``, read section by section; an unknown line is an error."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.reference.mmrm.printed import Printed, printed

Row = tuple[str, ...]


@dataclass
class Listing:
    """One run of the procedure, as printed.

    Attributes
    ----------
    model : dict of str
        Structure, group, estimation method and the rest of "Model Information".
    levels : dict of str to tuple
        Levels of each class variable, in order; the last is the reference.
    sizes : dict of str to int
        "Dimensions" and "Number of Observations".
    history : list of tuple
        Iteration, evaluations, minus twice the log-likelihood, criterion.
    matrices, correlations : dict of str to list
        Covariance of the visits of a person, and correlation; rows of numbers.
    parameters : list of tuple
        Group ("" where there is none), name, estimate, lower and upper limit.
    fit : dict of str
        "Fit Statistics".
    null_model : tuple
        Degrees of freedom, chi-square and p.
    effects : list of tuple
        Effect, level and the numbers of "Solution for Fixed Effects".
    empirical : list of list
        "Empirical Covariance Matrix for Fixed Effects", rows that are not empty.
    type3 : dict of str to list
        Numbers of each effect.
    means, differences : list of tuple
        Levels and numbers of the least squares means.
    digits : dict of str to Printed
        Estimates printed once more with more decimals, by name and group.
    """

    model: dict[str, str] = field(default_factory=dict)
    levels: dict[str, tuple[str, ...]] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)
    history: list[tuple[Printed | None, ...]] = field(default_factory=list)
    matrices: dict[str, list[list[Printed | None]]] = field(default_factory=dict)
    correlations: dict[str, list[list[Printed | None]]] = field(default_factory=dict)
    parameters: list[tuple[str, str, list[Printed | None]]] = field(default_factory=list)
    fit: dict[str, Printed | None] = field(default_factory=dict)
    null_model: list[Printed | None] = field(default_factory=list)
    effects: list[tuple[str, str, list[Printed | None]]] = field(default_factory=list)
    empirical: list[list[Printed | None]] = field(default_factory=list)
    type3: dict[str, list[Printed | None]] = field(default_factory=dict)
    means: list[tuple[Row, list[Printed | None]]] = field(default_factory=list)
    differences: list[tuple[Row, list[Printed | None]]] = field(default_factory=list)
    digits: dict[str, Printed | None] = field(default_factory=dict)
    converged: bool = False


def read_listings(path: Path) -> list[Listing]:
    """Read every run in a file.

    Raises
    ------
    ValueError
        If a line belongs to nothing that is known.
    """
    found: list[Listing] = []
    section, title, key = None, "", ""
    for line in _lines(path):
        words = " ".join(line.split())
        if words == "The Mixed Procedure":
            continue
        title = f"{title} {words}".strip() if title and section is None else words
        opened = _opened(title)
        if opened is not None:
            section, key = opened
            title = ""
            if section is _model:
                found.append(Listing())
            continue
        if words == "Convergence criteria met.":
            found[-1].converged, title = True, ""
        elif title.startswith("Estimated R") and title == words:
            section = None
        elif section is None:
            if not title.startswith("Estimated R"):
                raise ValueError(f"{path.name}: {words!r} belongs to no section.")
        else:
            title = ""
            section(found[-1], line, key)
    return found


def _lines(path: Path) -> Iterator[str]:
    for line in path.read_text(encoding="latin-1").replace("\f", "\n").splitlines():
        if line.strip() and "The SAS System" not in line:
            yield line.rstrip()


Section = Callable[[Listing, str, str], None]


def _opened(title: str) -> tuple[Section, str] | None:
    match = re.fullmatch(r"Estimated R (Correlation )?Matrix for USUBJID (PT\d+)", title)
    if match:
        return (_correlation if match[1] else _matrix), match[2]
    if title in _SECTIONS:
        return _SECTIONS[title], ""
    return None


def _pair(line: str) -> Row:
    return tuple(re.split(r"\s{2,}", line.strip()))


def _numbers(words: list[str] | Row) -> list[Printed | None]:
    return [printed(word) for word in words]


def _trailing(line: str) -> tuple[Row, list[Printed | None]]:
    """Split a row into its words and the numbers after them."""
    words = line.split()
    count = next((k for k, word in enumerate(reversed(words)) if not _is_number(word)), len(words))
    return tuple(words[: len(words) - count]), _numbers(words[len(words) - count :])


def _is_number(word: str) -> bool:
    try:
        printed(word)
    except ValueError:
        return False
    return True


def _model(into: Listing, line: str, key: str) -> None:
    words = _pair(line)
    if len(words) == 2:
        into.model[words[0]] = words[1]
    else:
        last = next(reversed(into.model))
        into.model[last] = f"{into.model[last]} {words[0]}".replace("- ", "-")


def _class(into: Listing, line: str, key: str) -> None:
    words = _pair(line)
    if words[0] == "Class":
        return
    if len(words) == 3:
        into.levels[words[0]] = (words[1], *words[2].split())
    else:
        last = next(reversed(into.levels))
        into.levels[last] = (*into.levels[last], *words[0].split())


def _sizes(into: Listing, line: str, key: str) -> None:
    words = _pair(line)
    into.sizes[words[0]] = int(words[1])


def _history(into: Listing, line: str, key: str) -> None:
    if "Iteration" not in line:
        into.history.append(tuple(_numbers(line.split())))


def _matrix(into: Listing, line: str, key: str) -> None:
    if "Row" not in line:
        into.matrices.setdefault(key, []).append(_numbers(line.split()[1:]))


def _correlation(into: Listing, line: str, key: str) -> None:
    if "Row" not in line:
        into.correlations.setdefault(key, []).append(_numbers(line.split()[1:]))


def _parameters(into: Listing, line: str, key: str) -> None:
    if line.split() == ["Cov"] or "Parm" in line:
        return
    words, numbers = _trailing(line)
    match words:
        case (name, "USUBJID", "ARMCD", group):
            into.parameters.append((group, name, numbers))
        case (name, "USUBJID") | (name,):
            into.parameters.append(("", name, numbers))
        case _:
            raise ValueError(f"{line!r} is no covariance parameter.")


def _fit(into: Listing, line: str, key: str) -> None:
    words = _pair(line)
    into.fit[words[0].removesuffix(" (Smaller is Better)")] = printed(words[1])


def _null_model(into: Listing, line: str, key: str) -> None:
    if "DF" not in line:
        into.null_model = _numbers(line.split())


def _effects(into: Listing, line: str, key: str) -> None:
    if line.split() == ["Standard"] or line.split()[0] == "Effect":
        return
    words, numbers = _trailing(line)
    into.effects.append((words[0], words[1] if len(words) > 1 else "", numbers))


def _empirical(into: Listing, line: str, key: str) -> None:
    if line.split()[0] == "Row":
        return
    words, numbers = _trailing(line)
    if words and numbers:
        into.empirical.append(numbers)


def _type3(into: Listing, line: str, key: str) -> None:
    if line.split()[0] not in ("Num", "Effect"):
        words, numbers = _trailing(line)
        into.type3[words[0]] = numbers


def _means(into: Listing, line: str, key: str) -> None:
    if line.split()[0] not in ("Standard", "Effect"):
        into.means.append(_trailing(line))


def _differences(into: Listing, line: str, key: str) -> None:
    if line.split()[0] not in ("Standard", "Effect"):
        into.differences.append(_trailing(line))


def _more_digits(into: Listing, line: str, key: str) -> None:
    """Read estimates that were printed again from the data sets of results."""
    if line.split()[0] in ("Obs", "Cov"):
        return
    words, numbers = _trailing(" ".join(line.split()[1:]))
    into.digits[" ".join(words)] = numbers[0]
    if words == ("Intercept",):
        into.digits["Intercept se"] = numbers[1]


_SECTIONS: dict[str, Section] = {
    "Model Information": _model,
    "Class Level Information": _class,
    "Dimensions": _sizes,
    "Number of Observations": _sizes,
    "Iteration History": _history,
    "Covariance Parameter Estimates": _parameters,
    "Fit Statistics": _fit,
    "Null Model Likelihood Ratio Test": _null_model,
    "Solution for Fixed Effects": _effects,
    "Empirical Covariance Matrix for Fixed Effects": _empirical,
    "Type 3 Tests of Fixed Effects": _type3,
    "Least Squares Means": _means,
    "Differences of Least Squares Means": _differences,
    "Obs Effect Estimate StdErr DF tValue Probt": _more_digits,
    "Obs Parm Subject Group Estimate Alpha Lower Upper": _more_digits,
}
