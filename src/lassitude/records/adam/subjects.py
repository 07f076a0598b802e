"""ADSL: one row a person, screened out or not."""

from __future__ import annotations

import polars as pl

from lassitude.records.adam.variables import ADSL_COURSE, ADSL_PERSON, Dataset, Variable, dataset
from lassitude.study.calendar import sequences_of
from lassitude.study.data import StudyData
from lassitude.study.protocol import Protocol

_BETWEEN = " - "


def subject_level(data: StudyData, plan: Protocol) -> Dataset:
    """Shape the people of a study as ADSL.

    Parameters
    ----------
    data : StudyData
        One replicate.
    plan : Protocol
        Its id and its sequences of arms are used.

    Returns
    -------
    Dataset
        Variables for which a study has nothing at all, such as a site, are left out.

    Examples
    --------
    >>> from lassitude.study.data import StudyDescription
    >>> from lassitude.study.protocol import read_protocol
    >>> from lassitude.study.tables import table
    >>> person = {"replicate": [0], "subject": ["P-01"], "population": "patients", "arm": "ahsct",
    ...           "condition": "rrms", "sex": "female", "age_years": 34.6, "status": "completed"}
    >>> data = StudyData(StudyDescription("", "", {}, ""), table("subjects", person), pl.DataFrame())
    >>> subject_level(data, read_protocol("canadian-ahsct")).rows.select("USUBJID", "AGE", "EOSSTT").row(0)
    ('canadian-ahsct-P-01', 34, 'COMPLETED')
    """
    orders = {name: _BETWEEN.join(arms) for name, arms in sequences_of(plan).items()}
    sequence, arm, status = pl.col("sequence"), pl.col("arm"), pl.col("status")
    planned = pl.coalesce(sequence.replace_strict(orders, default=None, return_dtype=pl.String), arm)
    out = status == "screen_failed"
    treated = by_period(plan)
    rows = data.subjects.select(
        **identified(plan.id),
        SITEID=pl.col("site"),
        AGE=pl.col("age_years").floor(),
        AGEU=pl.when(pl.col("age_years").is_not_null()).then(pl.lit("YEARS")),
        AAGE=pl.col("age_years"),
        SEX=pl.col("sex").replace_strict({"female": "F", "male": "M"}, default="U"),
        CONDIT=pl.col("condition"),
        ARM=pl.when(out).then(pl.lit("Screen Failure")).otherwise(planned),
        TRTSEQP=sequence.replace_strict(orders, default=None, return_dtype=pl.String),
        **{one.name: pl.when(~out).then(arms) for one, arms in treated.items()},
        ITTFL=_flag(~out & (sequence.is_not_null() | arm.is_not_null())),
        SAFFL=_flag(pl.col("subject").is_in(data.exposures["subject"].implode())),
        COMPLFL=_flag(status == "completed"),
        EOSSTT=status.replace_strict(
            {"completed": "COMPLETED", "withdrawn": "DISCONTINUED"}, default=None, return_dtype=pl.String
        ),
        DCSREAS=pl.when(status == "withdrawn").then(pl.col("status_reason")),
        SCRFREAS=pl.when(out).then(pl.col("status_reason")),
    )
    permissible = ("SITEID", "TRTSEQP", "DCSREAS", "SCRFREAS")
    absent = [name for name in permissible if rows[name].is_null().all()]
    absent += [] if data.exposures.height else ["SAFFL"]
    known = (*ADSL_PERSON, *treated, *ADSL_COURSE)
    return dataset("ADSL", "Subject-Level Analysis", "One record per subject", known, rows.drop(absent))


def by_period(plan: Protocol) -> dict[Variable, pl.Expr]:
    """Return the planned treatment of every period: of the only one, where a study has none.

    Examples
    --------
    >>> from lassitude.study.protocol import read_protocol
    >>> [one.name for one in by_period(read_protocol("triumphant-ms"))]
    ['TRT01P', 'TRT02P', 'TRT03P', 'TRT04P']
    """
    orders = sequences_of(plan)
    periods = max((len(arms) for arms in orders.values()), default=1)
    found: dict[Variable, pl.Expr] = {}
    for number in range(periods):
        arms = {name: order[number] for name, order in orders.items() if len(order) > number}
        own = pl.col("sequence").replace_strict(arms, default=None, return_dtype=pl.String)
        told = f"TRT{number + 1:02d}P", f"Planned Treatment for Period {number + 1:02d}"
        variable = Variable(*told, "string", "Assigned", "arm of the period")
        found[variable] = own if number else pl.coalesce(own, "arm")
    return found


def identified(study: str) -> dict[str, pl.Expr]:
    """Return what names a person in every data set.

    Examples
    --------
    >>> pl.DataFrame({"subject": ["P-01"]}).select(**identified("pilot")).row(0)
    ('pilot', 'pilot-P-01', 'P-01')
    """
    subject = pl.col("subject")
    return {"STUDYID": pl.lit(study), "USUBJID": pl.lit(f"{study}-") + subject, "SUBJID": subject}


def _flag(held: pl.Expr) -> pl.Expr:
    return pl.when(held).then(pl.lit("Y")).otherwise(pl.lit("N"))
