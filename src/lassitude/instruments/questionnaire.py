"""From a form to an instrument of the catalog."""

from __future__ import annotations

from functools import partial

from lassitude.instruments.answering import respond_to_form
from lassitude.instruments.declarations import Instrument, Retest
from lassitude.instruments.forms import Form, form_parts, tally_form
from lassitude.instruments.missing import HalfRule, MissingRule, NoTotalIfAnyMissing
from lassitude.quantities.parameters import Parameters
from lassitude.quantities.signals import SIGNALS

NO_RULE_FOUND = "no official rule for missing items was found; the rule is declared and recorded"
EVEN_STEPS = "equal steps between answers and even spread of items"
LONGEST_RECALL = 28


def questionnaire(
    form: Form,
    parameters: Parameters,
    *,
    label: str,
    version: str,
    recall_days: int,
    rights: str,
    source: tuple[str, ...],
    assumed: tuple[str, ...],
    missing_rules: tuple[MissingRule, ...] = (NoTotalIfAnyMissing(), HalfRule()),
    retests: tuple[Retest, ...] = (),
) -> Instrument:
    """Make an instrument of a form; the words are those of :class:`Instrument`.

    Examples
    --------
    >>> from lassitude.instruments.fatigue_impact import MFIS_FORM, MfisParameters
    >>> made = questionnaire(MFIS_FORM, MfisParameters(), label="", version="", recall_days=28,
    ...     rights="", source=(), assumed=())
    >>> made.reads
    ('fatigue_physical', 'fatigue_cognitive')
    """
    return Instrument(
        name=form.name,
        label=label,
        version=version,
        parts=form_parts(form),
        reads=tuple(name for name in SIGNALS if name in form.signals()),
        recall_days=recall_days,
        rights=rights,
        source=source,
        assumed=assumed,
        parameters=parameters,
        respond=partial(respond_to_form, form),
        tally=partial(tally_form, form),
        missing_rules=missing_rules,
        form=form,
        retests=retests,
    )
