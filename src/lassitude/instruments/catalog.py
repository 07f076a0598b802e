"""All instruments that the platform knows, and how to find one by name."""

from __future__ import annotations

from functools import partial

from lassitude.instruments.assays import (
    ASSAY_PARTS,
    GENE_SCORE_PARTS,
    AssayParameters,
    GeneScoreParameters,
    assay_interferon_gamma,
    score_stimulated_genes,
)
from lassitude.instruments.counts import (
    RELAPSE_PARTS,
    SCAN_PARTS,
    RelapseParameters,
    ScanParameters,
    count_relapses,
    read_scan,
)
from lassitude.instruments.daily_life import (
    STEPS_PARTS,
    WORK_PARTS,
    StepsParameters,
    WorkParameters,
    ask_about_work,
    count_steps,
)
from lassitude.instruments.declarations import Instrument, central
from lassitude.instruments.examination import (
    EdssParameters,
    examination_parts,
    examine,
    tally_examination,
)
from lassitude.instruments.missing import HalfRule, NoTotalIfAnyMissing
from lassitude.instruments.questionnaires import (
    FIS_FORM,
    MFIS_FORM,
    FisParameters,
    MfisParameters,
    form_parts,
    respond_to_form,
    tally_form,
)
from lassitude.quantities.errors import RequestError, did_you_mean
from lassitude.quantities.parameters import Declaration, declarations

_FATIGUE = ("fatigue_physical", "fatigue_cognitive")
_NO_RULE_FOUND = "no official rule for missing items was found; the rule is declared and recorded"

_ALL = (
    Instrument(
        name="FIS",
        label="Fatigue Impact Scale",
        version="40 items, 0 to 4",
        parts=form_parts(FIS_FORM),
        reads=_FATIGUE,
        recall_days=28,
        rights="wording restricted by its authors; item numbers and rules only",
        source=("doi:10.1093/clinids/18.supplement_1.s79", "fatigue_scale_cutoffs_table"),
        assumed=(
            "all item parameters, taken over from the modified form",
            "psychosocial items load equally on both latents",
            "four weeks of recall",
            _NO_RULE_FOUND,
        ),
        parameters=central(FisParameters),
        respond=partial(respond_to_form, FIS_FORM),
        tally=partial(tally_form, FIS_FORM),
        missing_rules=(NoTotalIfAnyMissing(), HalfRule()),
    ),
    Instrument(
        name="MFIS",
        label="Modified Fatigue Impact Scale",
        version="21 items, 0 to 4",
        parts=form_parts(MFIS_FORM),
        reads=_FATIGUE,
        recall_days=28,
        rights="unclear; item numbers and rules only",
        source=("learmonth2013_psychometrics", "ziemssen2008_ga_mfis", "amtmann_maf_fss_mfis_irt"),
        assumed=(
            "equal steps between answers and even spread of items",
            "psychosocial items load equally on both latents",
            "answers of one person on two days share nothing but the latents",
            _NO_RULE_FOUND,
        ),
        parameters=central(MfisParameters),
        respond=partial(respond_to_form, MFIS_FORM),
        tally=partial(tally_form, MFIS_FORM),
        missing_rules=(NoTotalIfAnyMissing(), HalfRule()),
    ),
    Instrument(
        name="EDSS",
        label="Expanded Disability Status Scale",
        version="Kurtzke 1983; functional systems as in Neurostatus 04/10.2, walking range 0 to 9",
        parts=examination_parts(),
        reads=("disability",),
        recall_days=0,
        rights="scale published; Neurostatus forms are licensed; scores and rules only",
        source=("doi:10.1208/s12248-016-9977-z", "doi:10.1212/wnl.33.11.1444"),
        assumed=(
            "the ambulation item of the published curves counts walking range",
            "share of an item's residual that lasts",
            "all items follow one latent",
        ),
        parameters=central(EdssParameters),
        respond=examine,
        tally=tally_examination,
        missing_rules=(NoTotalIfAnyMissing(),),
    ),
    Instrument(
        name="relapses",
        label="Clinical relapses since the previous visit",
        version="as reported",
        parts=RELAPSE_PARTS,
        reads=("relapses",),
        recall_days=0,
        rights="free",
        source=(),
        assumed=("every relapse is reported and none is added",),
        parameters=central(RelapseParameters),
        respond=count_relapses,
    ),
    Instrument(
        name="MRI",
        label="Lesion counts on magnetic resonance images",
        version="one reader",
        parts=SCAN_PARTS,
        reads=("enhancing_lesions", "new_lesions"),
        recall_days=0,
        rights="free",
        source=(),
        assumed=("sensitivity of the reader", "no lesion is counted that is not there"),
        parameters=central(ScanParameters),
        respond=read_scan,
    ),
    Instrument(
        name="IFNG",
        label="Interferon-gamma assay",
        version="immunoassay in blood",
        parts=ASSAY_PARTS,
        reads=("ifn_gamma",),
        recall_days=0,
        rights="free",
        source=(),
        assumed=("coefficient of variation", "lower limit"),
        parameters=central(AssayParameters),
        respond=assay_interferon_gamma,
    ),
    Instrument(
        name="ISG",
        label="Interferon-stimulated-gene score",
        version="mean log2 expression in healthy SD",
        parts=GENE_SCORE_PARTS,
        reads=("type1_interferon_activity",),
        recall_days=0,
        rights="free",
        source=(),
        assumed=("healthy spread", "background", "measurement error"),
        parameters=central(GeneScoreParameters),
        respond=score_stimulated_genes,
    ),
    Instrument(
        name="steps",
        label="Daily steps of a worn device",
        version="mean of the worn days of one week",
        parts=STEPS_PARTS,
        reads=("daily_steps",),
        recall_days=7,
        rights="free",
        source=("clemes_pedometer_days_icc", "clemes2012_pedometer_reactivity", "block2017_fitbit_ms"),
        assumed=("share of worn days", "least number of days", "the device's error lasts"),
        parameters=central(StepsParameters),
        respond=count_steps,
    ),
    Instrument(
        name="work",
        label="Working or not",
        version="one question",
        parts=WORK_PARTS,
        reads=(*_FATIGUE, "disability", "mood"),
        recall_days=0,
        rights="free",
        source=("france2015_employment", "rooney2019_prevalence"),
        assumed=("weights of fatigue, disability and mood", "return to work is as easy as leaving it"),
        parameters=central(WorkParameters),
        respond=ask_about_work,
    ),
)

INSTRUMENTS: dict[str, Instrument] = {one.name: one for one in _ALL}


def instrument(name: str) -> Instrument:
    """Find an instrument by its name.

    Parameters
    ----------
    name : str
        One of the keys of :data:`INSTRUMENTS`; capital letters matter.

    Returns
    -------
    Instrument
        Frozen.

    Raises
    ------
    RequestError
        If there is none of that name; the message names the nearest.

    Examples
    --------
    >>> instrument("MFIS").parts["total"].range
    (0.0, 84.0)
    """
    if name not in INSTRUMENTS:
        raise RequestError(f"There is no instrument {name!r}.{did_you_mean(name, INSTRUMENTS)}")
    return INSTRUMENTS[name]


def assumptions(one: Instrument) -> tuple[Declaration, ...]:
    """List the declared numbers of an instrument's response model, named ``instrument.parameter``.

    Examples
    --------
    >>> [declared.name for declared in assumptions(instrument("EDSS"))]
    ['EDSS.lasting_share']
    """
    return tuple(declarations(type(one.parameters), one.name))
