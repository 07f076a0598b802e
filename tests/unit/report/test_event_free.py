"""Protects: curves free of an event are drawn with the numbers at risk, from the estimates alone."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from lassitude.report import draw, render
from lassitude.results import Arm, Endpoint, Estimate, Interval, Observed, Results, Study, Visit

SHARES = {"drug": (1.0, 0.9, 0.75), "placebo": (1.0, 0.8, 0.55)}
AT_RISK = {"drug": (40, 35, 29), "placebo": (41, 31, 20)}
VISITS = (Visit("M0", 0.0, "", ""), Visit("M6", 182.625, "", ""), Visit("M12", 365.25, "", ""))


@pytest.fixture
def results() -> Results:
    endpoint = Endpoint("relapses.count", "Relapses", "1", Interval(0, 9), "count")
    study = Study(
        "demo",
        "00",
        arms=(Arm("drug", "drug"), Arm("placebo", "placebo")),
        visits=VISITS,
        endpoints=(endpoint,),
    )
    found = []
    for arm, shares in SHARES.items():
        for visit, share, people in zip(VISITS, shares, AT_RISK[arm], strict=True):
            ends = Interval(share - 0.05, min(share + 0.05, 1.0))
            for name, value, interval in (("event_free_share", share, ends), ("at_risk_n", people, None)):
                observed = Observed(float(value), interval95=interval, n=people)
                found.append(
                    Estimate(f"relapses.count|{name}|{visit.label}|{arm}", "first", "1", observed=observed)
                )
    return Results("analysis", study, estimates=tuple(found))


def test_the_figure_holds_arms_visits_and_numbers_at_risk(results: Results) -> None:
    (figure,) = (one for one in draw(results) if one.name == "event-free")
    root = ElementTree.fromstring(figure.svg)
    words = [("".join(node.itertext())).strip() for node in root.iter("{http://www.w3.org/2000/svg}text")]
    assert [str(count) for counts in AT_RISK.values() for count in counts] == [
        word for word in words if word in {str(count) for counts in AT_RISK.values() for count in counts}
    ]
    assert {"drug", "placebo", "at risk", "Relapses"} <= set(words)
    assert "drug 75" in figure.alternative and "placebo 55" in figure.alternative


def test_the_page_shows_it_only_where_events_were_waited_for(results: Results) -> None:
    assert 'id="event-free"' in render(results)
    assert 'id="event-free"' not in render(Results("analysis", results.study))
