"""Days since day zero as relative days of CDISC, which has no day 0."""

from __future__ import annotations

import polars as pl


def relative_day(day: pl.Expr) -> pl.Expr:
    """Turn days since day zero into relative days: day zero is 1, the day before is -1.

    Examples
    --------
    >>> pl.DataFrame({"day": [-0.5, 0.0, 0.9, 14.0]}).select(relative_day(pl.col("day")))["day"].to_list()
    [-1, 1, 1, 15]
    """
    whole = day.floor().cast(pl.Int64)
    return pl.when(whole >= 0).then(whole + 1).otherwise(whole)
