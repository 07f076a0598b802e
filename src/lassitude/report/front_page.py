"""What the front page tells of the shipped studies: predicted and published, misses first.

Every number comes from finished runs; what is kept of them is small enough to stand in the repository.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib import resources
from string import Template
from typing import Any

from lassitude.report import wording
from lassitude.report.markdown import table_rows

STUDIES = ("canadian-ahsct", "triumphant-ms", "mulero-exercise")
_MISSED, _FARTHEST = 2.5, 6
_FIS, _MFIS, _ISG = "FIS.total", "MFIS.total", "ISG.score"

Kept = Mapping[str, Any]
"""What is kept of a run; see :func:`kept_of`."""


def kept_of(results: Mapping[str, Any]) -> dict[str, Any]:
    """Take from the results of a run what the front page tells.

    Parameters
    ----------
    results : mapping
        What ``results.json`` holds.

    Examples
    --------
    >>> whole = {"study": {"id": "a"}, "seed": 1, "parameter_set": "b", "replicates": {"completed": 2},
    ...          "headline": {"hypothesis_variance_share": None}, "estimates": [], "attribution": [],
    ...          "published_directions": []}
    >>> kept_of(whole)["study"]
    'a'
    """
    told = {one["id"]: one for one in results["estimates"]}
    named = [name for name, one in told.items() if one["published"] or _is_told(name)]
    return {
        "study": results["study"]["id"],
        "seed": results["seed"],
        "parameter_set": results["parameter_set"],
        "repetitions": results["replicates"]["completed"],
        "on_hypotheses": results["headline"]["hypothesis_variance_share"],
        "estimates": {name: {**_spread(told[name]), **_published(told[name])} for name in named},
        "changes": {
            f"{one['endpoint']}|{one['arm']}|{one['part']}": _rounded(one["change"])
            for one in results["attribution"]
        },
        "directions": {one["estimate"]: one["agreement"] for one in results["published_directions"]},
    }


def predictions_section(kept: Mapping[str, Kept], misfit: Iterable[Mapping[str, Any]]) -> str:
    """Write what was predicted wrong and right.

    Parameters
    ----------
    kept : mapping of str to mapping
        What is kept of a run of each shipped study, by its name.
    misfit : iterable of mapping
        Numbers that the default set was fitted to, as ``set.json`` has them.
    """
    words = {"repetitions": str(kept[STUDIES[0]]["repetitions"]), **_not_met(misfit)}
    words["parameter_set"] = kept[STUDIES[0]]["parameter_set"].rpartition("-")[0]
    for told, name in zip((_canadian, _triumphant, _mulero), STUDIES, strict=True):
        words |= told(kept[name])
    return _filled("front_page.md", words)


def hypotheses_section(kept: Mapping[str, Kept]) -> str:
    """Write which share of the first figure's variance rests on hypotheses."""
    return _filled("front_page_hypotheses.md", {"share": _share(kept[STUDIES[0]])})


def _filled(template: str, words: Mapping[str, str]) -> str:
    page = resources.files("lassitude.report").joinpath("templates", template).read_text(encoding="utf-8")
    return Template(page).substitute(words).rstrip()


def _canadian(kept: Kept) -> dict[str, str]:
    rows = [
        ("median before", "median|M0|ahsct", 0),
        ("median at 36 months", "median|M36|ahsct", 0),
        ("change of the medians, %", "percent_change_of_medians|M36|ahsct", 0),
        ("people with 100% reduction", "complete_reduction_n|M36|ahsct", 0),
        ("RM-ANOVA, p", "rm_anova_p|M36|ahsct", 3),
    ]
    table = [
        (
            label,
            wording.number(kept["estimates"][f"{_FIS}|{name}"]["published"]),
            *(_judged(kept["estimates"][f"{scale}|{name}"], decimals) for scale in (_FIS, _MFIS)),
        )
        for label, name, decimals in rows
    ]
    found = kept["estimates"][f"{_FIS}|share_rm_anova_p_below_0.05|M36|ahsct"]["median"]
    age, edss = (
        kept["directions"][f"{_FIS}|slope:{one}|M36|ahsct"] for one in ("age_years", "EDSS.total@M0")
    )
    return {
        "canadian_inside": _inside(kept),
        "canadian_rows": table_rows(table),
        "anova_found": f"{found:.0%}",
        "agreeing_age": f"{age:.0%}",
        "agreeing_edss": f"{edss:.0%}",
        **_parts(kept, f"{_FIS}|ahsct", "canadian"),
    }


def _triumphant(kept: Kept) -> dict[str, str]:
    arms, estimates = ("placebo", "amantadine", "modafinil", "methylphenidate"), kept["estimates"]
    names = [("before", f"{_MFIS}|mean|BL|all", 1)]
    names += [(f"week 5, {arm}", f"{_MFIS}|mean|W5|{arm}", 1) for arm in arms]
    names += [("all four alike, p", f"{_MFIS}|treatment_p|W5|all", 3)]
    table = [
        (label, f"{wording.number(one['published'])} {one['stamp']}".rstrip(), _judged(one, decimals))
        for label, name, decimals in names
        for one in [estimates[name]]
    ]
    before, after = (estimates[f"{_MFIS}|mean|{one}"]["published"] for one in ("BL|all", "W5|placebo"))
    return {
        "triumphant_inside": _inside(kept),
        "triumphant_rows": table_rows(table),
        "placebo_published": wording.fixed(after - before, 1),
        "triumphant_share": _share(kept),
        **{arm: _interval(estimates[f"{_MFIS}|difference:placebo|W5|{arm}"], 1) for arm in arms[1:]},
        **_parts(kept, f"{_MFIS}|placebo", "placebo"),
    }


def _mulero(kept: Kept) -> dict[str, str]:
    before, after = (
        kept["directions"][f"{_ISG}|{one}|exercise/improvers"]
        for one in ("difference:controls|M0", "mean_change|M6")
    )
    return {
        "before_program": f"{before:.0%}",
        "after_program": f"{after:.0%}",
        "exercise": wording.fixed(kept["changes"][f"{_ISG}|exercise|therapy"]["median"], 2),
        "apart": _interval(kept["estimates"][f"{_ISG}|difference:controls|M0|exercise/improvers"], 2),
    }


def _not_met(misfit: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    known = [(one, told) for one in misfit if (told := one["simulated"] or one["emulated"])]
    missed = [pair for pair in known if abs(pair[1]["z"]) > _MISSED]
    missed.sort(key=lambda pair: -abs(pair[1]["z"]))
    table = [
        (
            one["pointer"].partition(":")[0],
            f"`{one['estimate'].replace('|', ' ')}`",
            wording.number(one["published"]),
            f"{wording.number(told['median'])} ({' to '.join(wording.number(edge) for edge in told['90%'])})",
            ("+" if told["z"] > 0 else "") + wording.fixed(told["z"], 1),
        )
        for one, told in missed[:_FARTHEST]
    ]
    return {
        "missed": str(len(missed)),
        "fitted": str(len(known)),
        "limit": str(_MISSED),
        "missed_rows": table_rows(table),
    }


def _share(kept: Kept) -> str:
    share = kept["on_hypotheses"]
    low, high = share["interval90"]
    return f"{share['median']:.0%} (90% interval {low:.0%} to {high:.0%})"


def _parts(kept: Kept, arm: str, name: str) -> dict[str, str]:
    return {
        f"{name}_{part}": wording.fixed(kept["changes"][f"{arm}|{part}"]["median"], 1)
        for part in ("total", "therapy", "natural_course", "regression_to_the_mean", "expectation")
    }


def _inside(kept: Kept) -> str:
    published = [one for one in kept["estimates"].values() if "published" in one]
    return f"{sum(one['inside'] for one in published)} of {len(published)}"


def _judged(one: Mapping[str, Any], decimals: int) -> str:
    return f"{_interval(one, decimals)} {'in' if one['inside'] else '**out**'}"


def _interval(one: Mapping[str, Any], decimals: int) -> str:
    low, high = (wording.fixed(edge, decimals) for edge in one["interval90"])
    return f"{wording.fixed(one['median'], decimals)} ({low} to {high})"


def _is_told(name: str) -> bool:
    """Tell whether the page quotes an estimate without a published number."""
    told = (
        "share_rm_anova_p_below_0.05|M36",
        "difference:placebo|W5|",
        "difference:controls|M0|exercise/improvers",
    )
    return name.partition("|")[2].startswith(told)


def _spread(one: Mapping[str, Any]) -> dict[str, Any]:
    return _rounded({name: one["predicted"][name] for name in ("median", "interval90")})


def _published(one: Mapping[str, Any]) -> dict[str, Any]:
    found = one["published"]
    if not found:
        return {}
    return {"published": found["value"], "inside": found["inside90"], "stamp": found.get("stamp", "")}


def _rounded(spread: Mapping[str, Any]) -> dict[str, Any]:
    """Keep a median and its 90% interval to six digits."""
    low, high = spread["interval90"] or (spread["median"],) * 2
    return {"median": _six(spread["median"]), "interval90": [_six(low), _six(high)]}


def _six(value: float) -> float:
    return float(f"{value:.6g}")
