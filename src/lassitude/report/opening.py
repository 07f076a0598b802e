"""The top of the page: what was found, how much rests on hypotheses, and four numbers to judge it by."""

from __future__ import annotations

from dataclasses import dataclass

from lassitude.report import wording
from lassitude.report.comparisons import Comparison, leading_comparisons
from lassitude.report.courses import ends_of, value_of
from lassitude.report.inference import finding
from lassitude.report.rows import verdict
from lassitude.report.statistic_words import statistic
from lassitude.results import Estimate, Results, split_id


@dataclass(frozen=True, slots=True)
class Fact:
    """A number to judge the result by."""

    figure: str
    meaning: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Opening:
    """Sentences and facts of the top of the page."""

    sentences: tuple[str, ...]
    basis: str
    facts: tuple[Fact, ...]


def opening(results: Results) -> Opening:
    """Compose the top of the page.

    Parameters
    ----------
    results : Results
        The headline's own sentences are used where it has any.

    Returns
    -------
    Opening
        ``basis`` always says how much of the result rests on hypothesis-grade parameters, or that this
        was not computed.

    Examples
    --------
    >>> from lassitude.results import Study
    >>> opening(Results("prediction", Study("pilot", "00"))).basis
    'How much of this result rests on hypothesis-grade parameters was not computed.'
    """
    written = results.headline.text if results.headline else ()
    sentences = written or _compared(results) or _sentences(results)
    facts = (_inside(results), _share(results), _repetitions(results), _error(results))
    return Opening(sentences, _basis(results), tuple(fact for fact in facts if fact))


def _compared(results: Results) -> tuple[str, ...]:
    """Say how arms differ where any are compared, a sentence an endpoint, visit and reference."""
    grouped: dict[tuple[str, str, str, bool], list[Comparison]] = {}
    for one in leading_comparisons(results):
        key = (one.name.endpoint, one.name.visit, one.reference, one.adjusted)
        grouped.setdefault(key, []).append(one)
    sentences = []
    for (endpoint, visit, reference, adjusted), found in grouped.items():
        scored = wording.endpoint_of(results, endpoint).label
        adjustment = ", adjusted for the value before" if adjusted else ""
        told = "; ".join(_one_arm(results, one) for one in found)
        real = found[0].estimate.observed is not None
        unit = "" if real else wording.unit_of(found[0].estimate.id, found[0].estimate.unit)
        sentences.append(
            f"{scored} at {wording.visit_label(results, visit)}, against "
            f"{wording.arm_label(results, reference)}{adjustment}: {told}{f' {unit}' if unit else ''}."
        )
    if not sentences or results.kind == "analysis":
        return tuple(sentences)
    return (*sentences, "In brackets, intervals that hold 90% of repetitions.")


def _one_arm(results: Results, one: Comparison) -> str:
    if one.estimate.observed:
        told = finding(one.estimate)
    else:
        ends = ends_of(one.estimate)
        told = wording.with_interval(value_of(one.estimate), ends)
    published = one.estimate.published
    beside = f", published {wording.number(published.value)}" if published else ""
    stamp = f" ({published.label})" if published and published.label else ""
    return f"{wording.arm_label(results, one.name.arm)} {told}{beside}{stamp}"


def _sentences(results: Results) -> tuple[str, ...]:
    estimate = _headline_estimate(results)
    if estimate is None:
        kind = "prediction" if results.kind == "prediction" else "analysis of real data"
        return (f"A {kind} without a headline estimate.",)
    name = split_id(estimate.id)
    endpoint = wording.endpoint_of(results, name.endpoint)
    at = f" at {wording.visit_label(results, name.visit)}" if name.visit else ""
    whose = f", {wording.arm_label(results, name.arm)}" if len(results.study.arms) > 1 and name.arm else ""
    what = f"{statistic(name.statistic)} of {endpoint.label}{at}{whose}"
    unit = wording.unit_of(estimate.id, estimate.unit)
    sentences = [f"{what}: {_told(estimate, unit)}."]
    if estimate.published:
        told = wording.value(estimate.id, estimate.published.value)
        judged = verdict(estimate).replace(" ", " the ", 1)
        stamp = f", {estimate.published.label}" if estimate.published.label else ""
        told = f"{told} {unit}".rstrip()
        sentences.append(f"Published{stamp}: {told}{f', {judged} interval' if judged else ''}.")
    return tuple(sentences)


def _headline_estimate(results: Results) -> Estimate | None:
    if results.headline is None:
        return None
    return results.estimate(results.headline.estimate)


def _told(estimate: Estimate, unit: str) -> str:
    parts = []
    if estimate.predicted:
        ends = wording.range_of(estimate.id, estimate.predicted.interval90)
        spread = f" (90% of repetitions: {ends})" if ends else ""
        parts.append(
            f"predicted {wording.value(estimate.id, estimate.predicted.median)} {unit}".rstrip() + spread
        )
    if estimate.observed:
        ends = wording.range_of(estimate.id, estimate.observed.interval95)
        spread = f" (95% interval: {ends})" if ends else ""
        parts.append(
            f"observed {wording.value(estimate.id, estimate.observed.estimate)} {unit}".rstrip() + spread
        )
    return ", ".join(parts) or "no value"


def _basis(results: Results) -> str:
    share = results.headline.hypothesis_variance_share if results.headline else None
    if results.kind == "analysis" and share is None:
        return "These are estimates from real data; they do not depend on parameters of the model."
    if share is None:
        known = results.evidence
        unknown = "how much of this result rests on hypothesis-grade parameters was not computed."
        if known is None:
            return unknown.capitalize()
        total = known.sourced + known.derived + known.hypothesis
        return f"{known.hypothesis} of its {total} parameters are assumed, not measured; {unknown}"
    ends = wording.percent_interval(share.interval90)
    spread = f" (90% interval: {ends})" if ends else ""
    return (
        f"{wording.percent(share.median)}{spread} of this result's variance rests on hypothesis-grade "
        "parameters: values assumed, not measured."
    )


def _inside(results: Results) -> Fact | None:
    sources: dict[str, set[str]] = {}
    for estimate in results.estimates:
        if estimate.published:
            sources.setdefault(estimate.published.source, set()).add(split_id(estimate.id).endpoint)
    verdicts = [verdict(estimate) for estimate in results.estimates if estimate.published]
    judged = [found for found in verdicts if found]
    if not judged:
        return None
    inside, unjudged = sum(found.startswith("inside") for found in judged), len(verdicts) - len(judged)
    level = "95%" if any("95" in found for found in judged) else "90%"
    scorings = max(map(len, sources.values()))
    details = (
        f"{len(sources)} {'number' if len(sources) == 1 else 'numbers'}, {scorings} scorings"
        if scorings > 1
        else "",
        f"{unjudged} {'has' if unjudged == 1 else 'have'} no interval to be judged by" if unjudged else "",
        "a miss is shown as a miss" if inside < len(judged) else "",
        _fitted(results),
    )
    meaning = f"published numbers inside the {level} interval"
    return Fact(f"{inside} of {len(verdicts)}", meaning, "; ".join(filter(None, details)))


def _fitted(results: Results) -> str:
    published = [estimate.published for estimate in results.estimates if estimate.published]
    fitted = sum(bool(one.label) for one in published)
    return f"{fitted} may have been fitted: agreement would be no test" if fitted else ""


def _share(results: Results) -> Fact | None:
    share = results.headline.hypothesis_variance_share if results.headline else None
    if share is None:
        return None
    ends = wording.percent_interval(share.interval90)
    return Fact(
        wording.percent(share.median),
        "of the result's variance rests on hypotheses",
        ends and f"90% interval {ends}",
    )


def _repetitions(results: Results) -> Fact | None:
    done = results.replicates
    if done is None or results.kind == "analysis":
        return None
    failed = "none failed" if done.failed == 0 else f"{done.failed} failed"
    if results.kind == "power":
        return Fact(str(done.completed), "virtual trials of every size", f"{done.requested} requested")
    return Fact(
        str(done.completed), "virtual repetitions of the study", f"{done.requested} requested, {failed}"
    )


def _error(results: Results) -> Fact | None:
    if results.numerics is None or not results.numerics.step_halving:
        return None
    worst = max(results.numerics.step_halving, key=lambda one: one.relative_error / one.bar)
    judged = "inside" if all(one.inside for one in results.numerics.step_halving) else "OUTSIDE"
    return Fact(
        f"{100 * worst.relative_error:.2g}%",
        "largest numerical error when the time step is halved",
        f"{judged} the {100 * worst.bar:.2g}% bar",
    )
