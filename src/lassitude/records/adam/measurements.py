"""ADQS and ADMS: one row a measurement, in the Basic Data Structure."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import polars as pl

from lassitude.instruments import INSTRUMENTS
from lassitude.quantities.units import written
from lassitude.records.adam.days import relative_day
from lassitude.records.adam.parameters import Parameter, codes
from lassitude.records.adam.subjects import identified
from lassitude.records.adam.variables import BDS, Dataset, dataset
from lassitude.study.analysis_plan import endpoints_of
from lassitude.study.calendar import calendar, sequences_of
from lassitude.study.data import StudyData
from lassitude.study.protocol import Protocol

QUESTIONNAIRES, OTHERS = "ADQS", "ADMS"
_LABELS = {QUESTIONNAIRES: "Questionnaires and Ratings Analysis", OTHERS: "Other Measurements Analysis"}
_STRUCTURE = "One record per subject per parameter per occasion"
_GIVEN = ("observed", "below_limit", "above_limit")


def measurements(data: StudyData, plan: Protocol) -> tuple[tuple[Dataset, ...], tuple[Parameter, ...]]:
    """Shape what was measured: instruments with items as ADQS, everything else as ADMS.

    Parameters
    ----------
    data : StudyData
        One replicate.
    plan : Protocol
        Its visits, its sequences of arms and the baselines of its analyses are used.

    Returns
    -------
    tuple of Dataset, tuple of Parameter
        Occasions without a value have no row. A value beyond a limit keeps its limit as text and has no
        number; none is imputed.

    Examples
    --------
    >>> from lassitude.study.data import StudyDescription
    >>> from lassitude.study.protocol import read_protocol
    >>> from lassitude.study.tables import table
    >>> who = {"replicate": [0, 0], "subject": ["P-01", "P-01"]}
    >>> people = {"replicate": [0], "subject": ["P-01"], "population": "patients", "arm": "ahsct",
    ...           "condition": "rrms", "sex": "female", "status": "completed"}
    >>> seen = who | {"instrument": "FIS", "part": "total", "visit": ["M0", "M6"], "day": [0.0, 180.0],
    ...               "value": [30.0, 22.0], "unit": "points", "status": "observed"}
    >>> tables = table("subjects", people), table("observations", seen)
    >>> made, _ = measurements(StudyData(StudyDescription("", "", {}, ""), *tables),
    ...                        read_protocol("canadian-ahsct"))
    >>> made[0].rows.select("PARAMCD", "AVISIT", "BASE", "CHG", "ABLFL").rows()
    [('FISTOTAL', 'M0', 30.0, None, 'Y'), ('FISTOTAL', 'M6', 30.0, -8.0, '')]
    """
    given = data.observations.filter(pl.col("status").is_in(_GIVEN))
    given = given.with_columns(endpoint=pl.col("instrument") + "." + pl.col("part"))
    found, parameters = [], []
    for name in (QUESTIONNAIRES, OTHERS):
        own = given.filter(pl.col("instrument").is_in(_instruments(given, name)))
        if own.height:
            named = _parameters(name, own, plan)
            parameters += named
            found.append(_measured(name, own, data, plan, named))
    return tuple(found), tuple(parameters)


def _instruments(given: pl.DataFrame, name: str) -> list[str]:
    """Tell instruments with items from others; one that the catalog does not know has none."""
    present = given["instrument"].unique().sort().to_list()
    asked = [one for one in present if one in INSTRUMENTS and INSTRUMENTS[one].tally is not None]
    return asked if name == QUESTIONNAIRES else [one for one in present if one not in asked]


def _parameters(name: str, own: pl.DataFrame, plan: Protocol) -> list[Parameter]:
    units = dict(own.group_by("endpoint").agg(pl.col("unit").first()).iter_rows())
    seen = own.group_by("endpoint").agg(pl.col("visit").drop_nulls().unique())
    visits = {endpoint: set(labels) for endpoint, labels in seen.iter_rows()}
    found = []
    for endpoint, code in codes(units).items():
        instrument, _, part = endpoint.partition(".")
        unit = written(units[endpoint])
        label = f"{instrument} {part.replace('_', ' ')}{f' ({unit})' if unit else ''}"
        found.append(Parameter(name, code, label, endpoint, _baseline(endpoint, visits[endpoint], plan)))
    return found


def _baseline(endpoint: str, held: Collection[str | None], plan: Protocol) -> str:
    """Return the visit that the plan's analyses measure change from, else the last one before treatment."""
    planned = [visit.label for visit in calendar(plan) if visit.day <= 0 and visit.label in held]
    starts: dict[str, set[str]] = {}
    for analysis in plan.analysis.values():
        start: str | None = getattr(analysis, "change_from", None)
        if start is not None and start in held:
            starts.setdefault(start, set()).update(one.endpoint for one in endpoints_of(analysis))
    own = [start for start, endpoints in starts.items() if endpoint in endpoints]
    common = list(starts) if len(starts) == 1 else []
    return (*own, *common, *planned[-1:], "")[0]


def _measured(
    name: str, own: pl.DataFrame, data: StudyData, plan: Protocol, parameters: list[Parameter]
) -> Dataset:
    rows = _placed(own, data, plan, {one.source: one for one in parameters})
    own_base = pl.when(pl.col("baseline")).then(pl.col("aval")).max().over("subject", "code")
    later = pl.coalesce(pl.col("place") > pl.col("start"), pl.col("day") > 0)
    shaped = rows.select(
        **identified(plan.id),
        TRTP=_treatment(plan),
        APERIOD=pl.col("period").str.extract(r"(\d+)").cast(pl.Int64),
        PARAM=pl.col("label"),
        PARAMCD=pl.col("code"),
        AVISIT=pl.when(pl.col("place").is_not_null()).then(pl.col("visit")),
        AVISITN=pl.col("place"),
        ADY=relative_day(pl.col("day")),
        AVAL=pl.col("aval"),
        AVALC=_as_text(),
        BASE=own_base,
        CHG=pl.when(later).then(pl.col("aval") - own_base),
        ABLFL=pl.when(pl.col("baseline")).then(pl.lit("Y")),
        ANL01FL=pl.when(pl.col("place").is_not_null() & pl.col("in_arm")).then(pl.lit("Y")),
        DTYPE=pl.lit(None, pl.String),
        ASEQ=pl.int_range(1, pl.len() + 1).over("subject"),
    )
    kept = shaped if shaped["APERIOD"].is_not_null().any() else shaped.drop("APERIOD")
    return dataset(name, _LABELS[name], _STRUCTURE, BDS, kept)


def _placed(
    own: pl.DataFrame, data: StudyData, plan: Protocol, parameters: Mapping[str, Parameter]
) -> pl.DataFrame:
    """Add to each measurement its parameter, its place in time, its number and whether it is the baseline."""
    places = {visit.label: place for place, visit in enumerate(calendar(plan))}

    def told(values: dict[str, str]) -> pl.Expr:
        return pl.col("endpoint").replace_strict(values, return_dtype=pl.String)

    def placed(visit: str) -> pl.Expr:
        return pl.col(visit).replace_strict(places, default=None, return_dtype=pl.Int64)

    people = data.subjects.select("subject", "sequence", "arm", in_arm=pl.col("status") != "screen_failed")
    rows = own.join(people, on="subject").with_columns(
        code=told({key: one.code for key, one in parameters.items()}),
        label=told({key: one.label for key, one in parameters.items()}),
        first=told({key: one.baseline for key, one in parameters.items()}),
        place=placed("visit"),
        aval=pl.when(pl.col("status") == "observed").then(pl.col("value")),
    )
    at_first = (pl.col("visit") == pl.col("first")).fill_null(False)
    found = rows.with_columns(start=placed("first"), baseline=at_first & pl.col("aval").is_not_null())
    return found.sort("subject", "code", "day", "place", nulls_last=True)


def _treatment(plan: Protocol) -> pl.Expr:
    """Return the arm of the period, of the whole study, or nothing before the first period."""
    by_period = [
        (name, f"P{number + 1}", arm)
        for name, arms in sequences_of(plan).items()
        for number, arm in enumerate(arms)
    ]
    found = pl.when(pl.col("sequence").is_null()).then(pl.col("arm"))
    for name, period, arm in by_period:
        found = found.when((pl.col("sequence") == name) & (pl.col("period") == period)).then(pl.lit(arm))
    return found


def _as_text() -> pl.Expr:
    """Write a value as its shortest text, or the limit that it lies beyond."""

    def short(column: str) -> pl.Expr:
        return pl.col(column).map_elements(lambda value: f"{value:.10g}", return_dtype=pl.String)

    status = pl.col("status")
    return (
        pl.when(status == "below_limit")
        .then("<" + short("limit"))
        .when(status == "above_limit")
        .then(">" + short("limit"))
        .otherwise(short("value"))
    )
