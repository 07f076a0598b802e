"""Published results that disagree: reported wherever they bear on a study, never averaged away."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A conflict in the literature.

    Attributes
    ----------
    name : str
        Short name.
    statement : str
        What disagrees with what, for a reader.
    entries : tuple of str
        Ledger ids of the entries involved.
    subjects : frozenset of str
        Names of the treatments, instruments, conditions and subsystems that it bears on.
    """

    name: str
    statement: str
    entries: tuple[str, ...]
    subjects: frozenset[str]


DISAGREEMENTS: tuple[Disagreement, ...] = (
    Disagreement(
        "fis-version",
        "The published baseline median FIS of 36 is low for a 0 to 160 scale and the version is not "
        "stated in the abstract. Predictions are therefore shown for the FIS scored 0 to 160 and for the"
        " 21 items scored 0 to 84; neither converts into the other.",
        ("bose2018_ahsct_fis",),
        frozenset({"ahsct"}),
    ),
    Disagreement(
        "immune-reconstitution",
        "Fatigue fell after aHSCT in one small uncontrolled cohort. Pooled over studies of "
        "high-efficacy therapy it fell under continuous therapies and did not change significantly "
        "under immune-reconstituting ones. The two are not averaged here.",
        ("bose2018_ahsct_fis", "het_meta2025_fatigue"),
        frozenset({"ahsct", "alemtuzumab", "cladribine"}),
    ),
    Disagreement(
        "natalizumab-fatigue",
        "Fatigue improved under natalizumab in some cohorts and stayed as it was in others.",
        ("iaffaldano2012_natalizumab_fss", "svenningsson2013_tynergy", "penner2015_tynergy_depression_sleep"),
        frozenset({"natalizumab"}),
    ),
    Disagreement(
        "amantadine",
        "A network meta-analysis finds a gain under amantadine; the large crossover trial finds none "
        "over placebo.",
        ("nourbakhsh2021_triumphant", "nma_pharm_fatigue_2025"),
        frozenset({"amantadine"}),
    ),
    Disagreement(
        "exercise-cytokines",
        "Pooled over trials, exercise leaves IL-6 as it was and lowers TNF.",
        ("shobeiri2022_il6_tnf_exercise", "castellano_review_rows"),
        frozenset({"training", "aerobic_exercise", "exercise"}),
    ),
    Disagreement(
        "conduction-weakness",
        "Central motor conduction time is unrelated to weakness in one large series and related to it"
        " in small ones.",
        ("humm2003_cmct", "ingram1988_cmct", "lsmu2018_cmct"),
        frozenset({"conduction", "CMCT"}),
    ),
    Disagreement(
        "mecfs-cytokines",
        "Cytokines in ME/CFS rise with severity in one study, differ only early in another, and a "
        "review finds the whole inconclusive.",
        ("montoya2017_cytokines", "hornig2015_early_signature", "cfs_cytokine_review_inconclusive"),
        frozenset({"mecfs"}),
    ),
    Disagreement(
        "edss-fatigue",
        "Published correlations between EDSS and fatigue lie anywhere between 0.34 and 0.75.",
        ("rrms_fatigue_accelerometer_41", "fss_bdi_edss_120"),
        frozenset({"EDSS"}),
    ),
)


def disagreements_about(subjects: Iterable[str]) -> tuple[Disagreement, ...]:
    """Return the conflicts that bear on any of the named treatments, instruments or conditions.

    Examples
    --------
    >>> [found.name for found in disagreements_about(["ahsct"])]
    ['fis-version', 'immune-reconstitution']
    """
    wanted = frozenset(subjects)
    return tuple(found for found in DISAGREEMENTS if found.subjects & wanted)
