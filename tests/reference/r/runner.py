"""Run an R script on tables and read the numbers that it gives."""

from __future__ import annotations

import csv
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

PACKAGES = ("MASS", "afex", "emmeans", "lme4", "lmerTest", "nlme", "pbkrtest", "survival")

_HEAD = """
options(warn = 1, digits = 17, contrasts = c("contr.treatment", "contr.poly"))
answers <- list()
give <- function(name, value) {
  value <- as.numeric(value)
  names <- if (length(value) == 1) name else paste0(name, "[", seq_along(value) - 1, "]")
  answers[[length(answers) + 1]] <<- data.frame(name = names, value = format(value, digits = 17))
}
for (file in list.files(pattern = "[.]csv$"))
  assign(sub("[.]csv$", "", file), read.csv(file, stringsAsFactors = TRUE))
"""
_FOOT = """
write.csv(do.call(rbind, answers), "answers.out", row.names = FALSE)
"""

Columns = Mapping[str, Sequence[object]]


def lacking_packages(rscript: str) -> str:
    """Return the packages that R does not have, in words; "" for none."""
    asked = ", ".join(f"{name!r}" for name in PACKAGES)
    program = f"all <- c({asked}); cat(all[!sapply(all, requireNamespace, quietly = TRUE)])"
    return subprocess.run(
        [rscript, "--vanilla", "-e", program], capture_output=True, text=True, check=True
    ).stdout.strip()


def run_r(rscript: str, folder: Path, script: str, tables: Mapping[str, Columns]) -> dict[str, float]:
    """Run a script in a folder that holds the tables.

    Parameters
    ----------
    rscript : str
        The program.
    folder : Path
        Empty; written to.
    script : str
        Finds each table as a data frame by its name, words as factors, and names its answers by
        ``give(name, numbers)``; several numbers under one name are called ``name[0]``, ``name[1]``...
    tables : mapping of str to mapping of str to sequence
        Columns of one length by table; None is missing.

    Raises
    ------
    AssertionError
        If R stops, with what it said.
    """
    for name, columns in tables.items():
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            rows = csv.writer(file)
            rows.writerow(columns)
            rows.writerows(
                [
                    "NA" if value is None else repr(value) if isinstance(value, float) else value
                    for value in row
                ]
                for row in zip(*columns.values(), strict=True)
            )
    (folder / "script.R").write_text(_HEAD + script + _FOOT, encoding="utf-8")
    done = subprocess.run([rscript, "--vanilla", "script.R"], cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-3000:]
    with (folder / "answers.out").open(newline="", encoding="utf-8") as file:
        return {row["name"]: float(row["value"].replace("NA", "nan")) for row in csv.DictReader(file)}
