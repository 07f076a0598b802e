"""Cytokines of monocytes and T cells: TNF and IL-6 in resting serum, TNF and IFN-gamma in stimulated blood.

All of them read the same activation of cells that also drives the sickness signal. Resting serum shows little
of it, because most of what differs between people there has other reasons; stimulated blood amplifies it.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lassitude.instruments.assays import reported
from lassitude.instruments.declarations import Instrument, central
from lassitude.instruments.graded import lasting_normals
from lassitude.instruments.parts import Observed, PartSpec, Signals
from lassitude.quantities.parameters import Parameters, derived, hypothesis, parameter
from lassitude.randomness.streams import Keys

TNF_AT_REST, IFN_GAMMA_AT_REST = 13.87, 18.0
"""Concentrations, pg/mL, at which stimulated production is the typical one; they only set its scale."""
_BLOOD_AND_BRAIN = "blood_csf_cytokine_correlation"
_NOISE = "SD of the log of what serum shows beside the activation that the brain answers to"
_LASTS = hypothesis("genes, kit and body mass stay, meals and the hour of the sample do not")
_LASTS_MEANING = "share of the variance of that noise that stays with the person"
_OWN = hypothesis("people differ about 1.6-fold in what their stimulated blood makes, readiness included")


class SerumTnfParameters(Parameters):
    """Noise and limit of TNF in resting serum."""

    noise: float = parameter(
        0.24,
        "1",
        bounds=(0.15, 0.7),
        source=derived(
            _BLOOD_AND_BRAIN,
            "correlation 0.30 of blood with cerebrospinal fluid, supposed to hold for the log of what the "
            "brain answers to, whose SD in untreated relapsing MS is 0.076: 0.076 sqrt(1 / 0.30^2 - 1)",
        ),
        meaning=_NOISE,
    )
    lasting_share: float = parameter(0.6, "1", bounds=(0.2, 0.9), source=_LASTS, meaning=_LASTS_MEANING)
    lower_limit: float = parameter(
        0.5,
        "pg/mL",
        bounds=(0.05, 2.0),
        source=hypothesis("usual order of magnitude; kits differ"),
        meaning="lowest concentration that is reported as a number",
    )


class SerumIl6Parameters(Parameters):
    """Noise and limit of IL-6 in resting serum."""

    noise: float = parameter(
        1.04,
        "1",
        bounds=(0.5, 1.5),
        source=derived(
            _BLOOD_AND_BRAIN,
            "correlation 0.26 of blood with cerebrospinal fluid, supposed to hold for the log of what the "
            "brain answers to, whose SD in untreated relapsing MS is 0.28: 0.28 sqrt(1 / 0.26^2 - 1)",
        ),
        meaning=_NOISE,
    )
    lasting_share: float = parameter(0.6, "1", bounds=(0.2, 0.9), source=_LASTS, meaning=_LASTS_MEANING)
    lower_limit: float = parameter(
        0.05,
        "pg/mL",
        bounds=(0.01, 0.4),
        source=hypothesis("usual order of magnitude of a high-sensitivity assay; kits differ"),
        meaning="lowest concentration that is reported as a number",
    )


class StimulatedParameters(Parameters):
    """How much stimulated whole blood makes, and how it follows the activation of its cells."""

    typical_tnf: float = parameter(
        228.0,
        "pg/mL",
        bounds=(100.0, 450.0),
        source=derived(
            "heesen2006_stimulated_cytokines", "mean of the people without fatigue, supposed to be at rest"
        ),
        meaning="mean TNF made by stimulated blood of cells at rest",
    )
    typical_ifn_gamma: float = parameter(
        28.0,
        "pg/mL",
        bounds=(10.0, 60.0),
        source=derived(
            "heesen2006_stimulated_cytokines", "mean of the people without fatigue, supposed to be at rest"
        ),
        meaning="mean interferon gamma made by stimulated blood of cells at rest",
    )
    tnf_gain: float = parameter(
        4.0,
        "1",
        bounds=(1.0, 10.0),
        source=hypothesis("primed cells answer a stimulus far more than they secrete at rest; size unknown"),
        meaning="log rise of stimulated TNF per log rise of TNF at rest",
    )
    ifn_gamma_gain: float = parameter(
        1.0,
        "1",
        bounds=(0.3, 3.0),
        source=hypothesis("production in proportion to the cells that make it"),
        meaning="log rise of stimulated interferon gamma per log rise of interferon gamma at rest",
    )
    noise: float = parameter(
        0.3, "1", bounds=(0.2, 0.9), source=_OWN, meaning="SD of the log beside activation and readiness"
    )
    lasting_share: float = parameter(0.6, "1", bounds=(0.2, 0.9), source=_LASTS, meaning=_LASTS_MEANING)


def mean_one_factor(log_sd: ArrayLike, z: NDArray[np.float64]) -> NDArray[np.float64]:
    """Turn standard normal numbers into factors with mean 1 and a given SD of their log.

    Examples
    --------
    >>> mean_one_factor(0.0, np.array([-1.0, 2.0]))
    array([1., 1.])
    """
    spread = np.asarray(log_sd, dtype=np.float64)
    return np.exp(spread * z - 0.5 * np.square(spread))


def assay_serum_tnf(
    chosen: SerumTnfParameters, signals: Signals, keys: Keys, occasion: ArrayLike
) -> dict[str, Observed]:
    """Measure TNF in resting serum.

    Parameters
    ----------
    chosen : SerumTnfParameters
        Noise and limit.
    signals : mapping of str to array of float, shape [...]
        ``tnf`` in pg/mL.
    keys : Keys
        Keys of the persons, of the same shape.
    occasion : int or array of int
        Day of the sample.

    Returns
    -------
    dict of str to Observed
        ``concentration`` in pg/mL; NaN with status ``below_limit`` under the limit.

    Examples
    --------
    >>> from lassitude.instruments.parts import STATUSES
    >>> from lassitude.randomness.streams import person_keys
    >>> none = {"tnf": np.array([0.0])}
    >>> seen = assay_serum_tnf(SerumTnfParameters(), none, person_keys(1, 0, [0]), 0)
    >>> STATUSES[seen["concentration"].status[0]]
    'below_limit'
    """
    z = lasting_normals(keys, "serum TNF", occasion, 0, chosen.lasting_share)
    return {"concentration": reported(signals["tnf"] * mean_one_factor(chosen.noise, z), chosen.lower_limit)}


def assay_serum_il6(
    chosen: SerumIl6Parameters, signals: Signals, keys: Keys, occasion: ArrayLike
) -> dict[str, Observed]:
    """Measure IL-6 in resting serum.

    Parameters
    ----------
    chosen : SerumIl6Parameters
        Noise and limit.
    signals : mapping of str to array of float, shape [...]
        ``il6`` in pg/mL.
    keys : Keys
        Keys of the persons, of the same shape.
    occasion : int or array of int
        Day of the sample.

    Returns
    -------
    dict of str to Observed
        ``concentration`` in pg/mL; NaN with status ``below_limit`` under the limit.
    """
    z = lasting_normals(keys, "serum IL-6", occasion, 0, chosen.lasting_share)
    return {"concentration": reported(signals["il6"] * mean_one_factor(chosen.noise, z), chosen.lower_limit)}


def stimulate_blood(
    chosen: StimulatedParameters, signals: Signals, keys: Keys, occasion: ArrayLike
) -> dict[str, Observed]:
    """Measure what whole blood makes when it is stimulated.

    ``made = typical readiness (concentration / concentration at rest)^gain * noise``

    Parameters
    ----------
    chosen : StimulatedParameters
        Typical production, gains and noise.
    signals : mapping of str to array of float, shape [...]
        ``tnf``, which follows the activation of monocytes, and ``ifn_gamma``, which follows effector cells,
        both in pg/mL; ``immune_readiness``, the lasting strength of the answer of both.
    keys : Keys
        Keys of the persons, of the same shape.
    occasion : int or array of int
        Day of the sample.

    Returns
    -------
    dict of str to Observed
        ``tnf`` and ``ifn_gamma`` in pg/mL; NaN where the signal is NaN.

    Examples
    --------
    >>> from lassitude.randomness.streams import person_keys
    >>> twice = {"tnf": np.array([13.87, 27.74]), "ifn_gamma": np.array([18.0, 18.0])}
    >>> twice["immune_readiness"] = np.ones(2)
    >>> made = stimulate_blood(StimulatedParameters(noise=0.0), twice, person_keys(1, 0, [0, 0]), 0)
    >>> made["tnf"].value, made["ifn_gamma"].value
    (array([ 228., 3648.]), array([28., 28.]))
    """
    monocytes = np.maximum(np.asarray(signals["tnf"], dtype=np.float64), 0.0) / TNF_AT_REST
    t_cells = np.maximum(np.asarray(signals["ifn_gamma"], dtype=np.float64), 0.0) / IFN_GAMMA_AT_REST
    ready = np.asarray(signals["immune_readiness"], dtype=np.float64)
    tnf, ifn_gamma = (
        ready
        * mean_one_factor(
            chosen.noise, lasting_normals(keys, "stimulated blood", occasion, which, chosen.lasting_share)
        )
        for which in (0, 1)
    )
    return {
        "tnf": Observed(chosen.typical_tnf * monocytes**chosen.tnf_gain * tnf),
        "ifn_gamma": Observed(chosen.typical_ifn_gamma * t_cells**chosen.ifn_gamma_gain * ifn_gamma),
    }


def _concentration(of: str) -> PartSpec:
    return PartSpec((0.0, math.inf), "pg/mL", "neutral", None, of)


CYTOKINE_ASSAYS = (
    Instrument(
        name="TNF",
        label="Tumor necrosis factor assay",
        version="immunoassay in resting serum",
        parts={"concentration": _concentration("tumor necrosis factor in serum")},
        reads=("tnf",),
        recall_days=0,
        rights="free",
        source=("blood_csf_cytokine_correlation",),
        assumed=("serum is to what the brain answers to as blood is to cerebrospinal fluid", "lower limit"),
        parameters=central(SerumTnfParameters),
        respond=assay_serum_tnf,
    ),
    Instrument(
        name="IL-6",
        label="Interleukin-6 assay",
        version="high-sensitivity immunoassay in resting serum",
        parts={"concentration": _concentration("interleukin 6 in serum")},
        reads=("il6",),
        recall_days=0,
        rights="free",
        source=("blood_csf_cytokine_correlation",),
        assumed=("serum is to what the brain answers to as blood is to cerebrospinal fluid", "lower limit"),
        parameters=central(SerumIl6Parameters),
        respond=assay_serum_il6,
    ),
    Instrument(
        name="stimulated-cytokines",
        label="Cytokines of stimulated whole blood",
        version="TNF and interferon gamma made by whole blood under a stimulus",
        parts={
            "tnf": _concentration("TNF made by stimulated blood"),
            "ifn_gamma": _concentration("interferon gamma made by stimulated blood"),
        },
        reads=("tnf", "ifn_gamma", "immune_readiness"),
        recall_days=0,
        rights="free",
        source=("heesen2006_stimulated_cytokines",),
        assumed=(
            "TNF follows the activation of monocytes and interferon gamma the number of effector cells",
            "gains and noise; stimulus and incubation are not modeled",
            "one lasting readiness of monocytes and T cells, which also primes microglia",
        ),
        parameters=central(StimulatedParameters),
        respond=stimulate_blood,
    ),
)
