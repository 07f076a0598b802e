"""``audit``: grades, claims, deviations, loop gains and units of the model as it stands."""

from __future__ import annotations

from lassitude.results.audit import Audit


def audit(parameters: str | None = None) -> Audit:
    """Audit the model and a set of its parameters.

    Parameters
    ----------
    parameters : str, optional
        Name of a shipped parameter set, ``declared``, or a folder with one; the default set otherwise.

    Returns
    -------
    Audit
        Also when something is wrong; ask ``passed``.

    Raises
    ------
    RequestError
        If there is no such set.

    Examples
    --------
    >>> audit("declarde")
    Traceback (most recent call last):
    lassitude.quantities.errors.RequestError: There is no parameter set 'declarde'. Did you mean...
    """
    from lassitude.population.parameter_sets import default_set, parameter_set_named
    from lassitude.prediction.auditing import audited

    return audited(default_set() if parameters is None else parameter_set_named(parameters))
