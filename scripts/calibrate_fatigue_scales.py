"""Derive the numbers of the other fatigue scales, given those of the MFIS.

Run ``python scripts/calibrate_fatigue_scales.py``. What each scale is solved for stands beside its
parameters; ``scripts/calibrate_questionnaires.py`` has the method. Scales answered by the people who also
answered the MFIS stand where their MFIS mean puts them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from calibrate_questionnaires import (
    _GRID,
    _WEIGHT,
    Shift,
    between_forms,
    both_latents,
    healthy_mean,
    mfis_shift,
    moments,
    retest,
    solved,
)
from numpy.typing import NDArray
from scipy.stats import gamma

from lassitude.instruments.answering import form_thresholds
from lassitude.instruments.declarations import central
from lassitude.instruments.diaries import DAILY_ITEMS, DAYS, FSIQ_FORM, FsiqParameters
from lassitude.instruments.fatigue_impact import MFIS_FORM, MfisParameters
from lassitude.instruments.forms import Form
from lassitude.instruments.graded import reach_probabilities
from lassitude.instruments.health_status import SF36_FORM, Sf36Parameters
from lassitude.instruments.mood_scales import BDI_FORM, HADS_FORM, BdiParameters, HadsParameters
from lassitude.instruments.multiple_sclerosis_scales import FSMC_FORM, FsmcParameters
from lassitude.instruments.promis import PROMIS_FORM, T_SCORES, PromisParameters
from lassitude.instruments.severity_scales import (
    CHALDER_FORM,
    FSS_FORM,
    ChalderParameters,
    FssParameters,
)

SLOW_SD = 0.2958
"""Slow within-person SD at which the MFIS has its published ICC."""
COMMUNITY_MFIS, COMMUNITY_FSS = 44.2, 5.1
FSS_SD, FSS_ICC, FSS_WITH_MFIS = 0.7 / np.sqrt(1.0 - 0.751), 0.751, 0.68
GROUPS = {23.7: 0.182, 35.5: 0.239, 49.0: 0.216, 61.3: 0.201, 78.7: 0.161}
"""Mean FSMC at the start of treatment and share of people, by group of course (Englund 2024)."""
MFIS = (MFIS_FORM, central(MfisParameters))


def sum_probabilities(
    form: Form, chosen: Any, shift: Shift | None = None, items: tuple[int, ...] | None = None
) -> NDArray[np.float64]:
    """Return the probability of every sum, from all lowest answers, of items of one facet."""
    facet = next(one for one in form.facets if items is None or set(items) <= set(one.items))
    first = form.items.index(facet.items[0])
    thresholds = form_thresholds(form, chosen)[first : first + len(facet.items)]
    weights = [(s, getattr(chosen, w) if isinstance(w, str) else w) for s, w in facet.weights]
    share = getattr(chosen, facet.lasting) if facet.lasting else 0.0
    middle = np.sqrt(1.0 - share) * sum(w * (shift or {}).get(s, 0.0) for s, w in weights)
    latent = np.repeat((middle + _GRID)[:, None], len(thresholds), axis=1)
    reach = reach_probabilities(latent, chosen.discrimination, thresholds)
    one = np.ones((len(_GRID), len(thresholds), 1))
    answers = -np.diff(np.concatenate([one, reach, 0.0 * one], axis=-1), axis=-1)
    sums = np.ones((len(_GRID), 1))
    for item in range(answers.shape[1]):
        wider = np.zeros((len(_GRID), sums.shape[1] + answers.shape[2] - 1))
        for grade in range(answers.shape[2]):
            wider[:, grade : grade + sums.shape[1]] += sums * answers[:, item, grade, None]
        sums = wider
    return _WEIGHT @ sums


def fit_fss() -> FssParameters:
    """Solve the FSS for its mean beside the MFIS, its SD, its ICC and its correlation with the MFIS."""
    shift = mfis_shift(COMMUNITY_MFIS)

    def misfit(tried: FssParameters) -> list[float]:
        return [
            1.0 + moments(FSS_FORM, tried, shift=shift).mean / 9.0 - COMMUNITY_FSS,
            moments(FSS_FORM, tried).sd / 9.0 - FSS_SD,
            10.0 * (retest(FSS_FORM, tried, SLOW_SD, 183)[0] - FSS_ICC),
            10.0 * (between_forms((FSS_FORM, tried), MFIS) - FSS_WITH_MFIS),
        ]

    names = {"discrimination": (0.5, 5.0), "location": (-3.0, 2.0), "step": (0.05, 2.0)}
    return solved(central(FssParameters), {**names, "lasting_share": (0.0, 0.8)}, misfit)


def fit_fsmc() -> FsmcParameters:
    """Solve the FSMC for the mean and SD of the register, its alpha and its correlation with the MFIS."""
    people = sum(GROUPS.values())
    mean = sum(value * share for value, share in GROUPS.items()) / people
    between = sum(share * (value - mean) ** 2 for value, share in GROUPS.items()) / people

    def misfit(tried: FsmcParameters) -> list[float]:
        found = moments(FSMC_FORM, tried)
        return [
            20.0 + found.mean - mean,
            found.sd - np.sqrt(between / 0.95),
            100.0 * (found.reliability - 0.95),
            100.0 * (between_forms((FSMC_FORM, tried), MFIS) - 0.829),
        ]

    names = {"discrimination": (0.5, 6.0), "location": (-2.0, 2.0), "step": (0.05, 2.0)}
    return solved(central(FsmcParameters), {**names, "lasting_share": (0.0, 0.8)}, misfit)


def fit_promis() -> PromisParameters:
    """Solve the short form for the mean and SD of the T-score in US clinics."""
    shift, table = mfis_shift(COMMUNITY_MFIS), np.array(T_SCORES)

    def misfit(tried: PromisParameters) -> list[float]:
        chance = sum_probabilities(PROMIS_FORM, tried, shift)
        mean = float(chance @ table)
        return [mean - 57.7, float(np.sqrt(chance @ (table - mean) ** 2)) - 10.5]

    return solved(central(PromisParameters), {"location": (-2.0, 2.0), "step": (0.1, 2.0)}, misfit)


def fit_fsiq() -> FsiqParameters:
    """Solve the diary for the levels of an online community."""
    shift, scales = mfis_shift(COMMUNITY_MFIS), FSIQ_FORM.scales
    highest = 10.0 * DAYS * DAILY_ITEMS

    def level(tried: FsiqParameters, name: str) -> float:
        items = scales[name].items
        return 100.0 * moments(FSIQ_FORM, tried, items, shift).mean / (4.0 * len(items))

    def misfit(tried: FsiqParameters) -> list[float]:
        symptoms = moments(FSIQ_FORM, tried, scales["symptoms"].items, shift)
        return [
            100.0 * symptoms.mean / highest - 54.6,
            100.0 * symptoms.sd / highest - 17.8,
            level(tried, "physical") - 42.3,
            level(tried, "cognitive_emotional") - 43.4,
            level(tried, "coping") - 50.1,
        ]

    names = ("symptom_location", "physical_location", "cognitive_location", "coping_location")
    bounds = dict.fromkeys(names, (-2.0, 3.0)) | {"symptom_step": (0.05, 2.0)}
    return solved(central(FsiqParameters), bounds, misfit)


def fit_chalder() -> ChalderParameters:
    """Solve the Chalder scale for the community's mean and SD at the healthy latent mean, and alpha."""
    shift = both_latents(healthy_mean())

    def misfit(tried: ChalderParameters) -> list[float]:
        found = moments(CHALDER_FORM, tried, shift=shift)
        return [found.mean - 14.2, found.sd - 4.6, 50.0 * (found.reliability - 0.89)]

    names = {"discrimination": (0.5, 6.0), "location": (-3.0, 2.0), "step": (0.1, 4.0)}
    return solved(central(ChalderParameters), names, misfit)


def fit_vitality() -> Sf36Parameters:
    """Solve vitality for the mean of people who are not ill, at the healthy latent mean."""
    shift = both_latents(healthy_mean())
    items = SF36_FORM.scales["vitality"].items

    def misfit(tried: Sf36Parameters) -> list[float]:
        return [100.0 - 5.0 * moments(SF36_FORM, tried, items, shift).mean - 72.3]

    return solved(central(Sf36Parameters), {"vitality_location": (-3.0, 3.0)}, misfit)


def fit_hads() -> HadsParameters:
    """Solve the HADS for alpha and the share of people with MS at 8 or above."""

    def misfit(tried: HadsParameters) -> list[float]:
        above = sum_probabilities(HADS_FORM, tried)[8:].sum()
        return [50.0 * (moments(HADS_FORM, tried).reliability - 0.825), 50.0 * (above - 0.306)]

    return solved(central(HadsParameters), {"discrimination": (0.3, 5.0), "location": (-1.0, 3.0)}, misfit)


def fit_bdi() -> BdiParameters:
    """Solve the BDI-II for alpha and the share above 18.5, by a gamma curve of its mean and SD."""

    def misfit(tried: BdiParameters) -> list[float]:
        found = moments(BDI_FORM, tried)
        above = gamma.sf(18.5, (found.mean / found.sd) ** 2, scale=found.sd**2 / found.mean)
        return [50.0 * (found.reliability - 0.89), 50.0 * (float(above) - 0.255)]

    return solved(
        central(BdiParameters), {"discrimination": (0.3, 5.0), "mood_location": (-1.0, 4.0)}, misfit
    )


FITS: Mapping[str, tuple[Callable[[], Any], tuple[str, ...]]] = {
    "FSS": (fit_fss, ("discrimination", "location", "step", "lasting_share")),
    "FSMC": (fit_fsmc, ("discrimination", "location", "step", "lasting_share")),
    "PROMIS-Fatigue-8a": (fit_promis, ("location", "step")),
    "FSIQ-RMS": (
        fit_fsiq,
        ("symptom_location", "symptom_step", "physical_location", "cognitive_location", "coping_location"),
    ),
    "Chalder": (fit_chalder, ("discrimination", "location", "step")),
    "SF-36": (fit_vitality, ("vitality_location",)),
    "HADS-D": (fit_hads, ("discrimination", "location")),
    "BDI-II": (fit_bdi, ("discrimination", "mood_location")),
}
"""By instrument: how its numbers are solved, and which."""


def main() -> None:
    """Print derived and frozen numbers, and what they foretell that was not solved for."""
    for name, (fit, numbers) in FITS.items():
        found = fit()
        for number in numbers:
            frozen = getattr(central(type(found)), number)
            print(f"{name:18s} {number:20s} derived {getattr(found, number):7.4f}   frozen {frozen:7.4f}")
    fss = (FSS_FORM, central(FssParameters))
    print("FSS at latent 0:", 1.0 + moments(*fss).mean / 9.0, "reliability", moments(*fss).reliability)
    print("FSS after a week:", retest(*fss, SLOW_SD, 7)[0], "at the ceiling:", sum_probabilities(*fss)[-1])
    fsmc = (FSMC_FORM, central(FsmcParameters))
    print("FSMC with FSS:", between_forms(fsmc, fss), "retest after two weeks:", retest(*fsmc, SLOW_SD, 14))
    bdi = (BDI_FORM, central(BdiParameters))
    print("BDI with MFIS and FSS:", between_forms(bdi, MFIS), between_forms(bdi, fss), moments(*bdi))
    chalder = (CHALDER_FORM, central(ChalderParameters))
    print("Chalder at latent 0:", moments(*chalder).mean, "after two weeks:", retest(*chalder, SLOW_SD, 14))


if __name__ == "__main__":
    main()
