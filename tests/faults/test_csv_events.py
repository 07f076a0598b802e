"""Protects real data: wrong files of events and exposures are refused, with who, how many and the way out."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from lassitude.quantities.errors import RequestError
from lassitude.records.csv_study import read_csv_study
from lassitude.records.mapping import CsvMapping
from lassitude.study.data import StudyData
from lassitude.study.protocol import Protocol, parse_protocol, protocol_text
from tests.faults.designs import CROSSOVER

DATA = "subject,age,FIS.total@M0,FIS.total@M36,EDSS.total@M0\nP-01,31,36,23,4.5\nP-02,44,50,40,3\n"
EVENTS = (
    "subject,category,term,day,end_day,severity,reason\n"
    "P-01,relapse,,30,58,moderate,\n"
    "P-01,adverse_event,headache,12,,mild,\n"
    "P-02,relapse,relapse,200,,,\n"
)
EXPOSURES = (
    "subject,treatment,start_day,end_day,dose,dose_unit,adherence\n"
    "P-01,ahsct,0,5,200,mg,0.9\n"
    "P-02,AHSCT,0,5,200,mg,1\n"
    "P-02,fampridine,90,,20,mg,\n"
)
COUNTED = """
schema = "lassitude.protocol/1"
id = "counted"
title = "Relapses under two treatments"
populations.patients = { condition = "rrms", n = 40 }
design = { type = "parallel", allocation = { type = "simple" } }
[arms]
drug = { population = "patients", blinding = "open", treatments = [{ name = "modafinil", start_day = 0 }] }
placebo = { population = "patients", blinding = "none" }
[visits]
schedule = { M0 = "0 mo", M12 = "12 mo" }
measure = ["relapses"]
[analysis.rate]
type = "event-rate"
endpoint = "relapses.count"
events = "relapse"
reference = "placebo"
"""
WRONG_EVENTS = {
    "unknown subject": (
        ("P-02,relapse", "P-0Z,relapse"),
        "1 of 3 rows of events.csv belong to nobody in data.csv; the first is subject P-0Z, line 4. "
        "Did you mean 'P-02'? Correct the code, add the person to data.csv, or translate the code "
        "in the mapping: "
        'events.values.subject = { "P-0Z" = "..." }.',
    ),
    "no subject": (("P-02,", ","), "1 of 3 rows of events.csv have no subject; the first is line 4"),
    "unknown category": (
        ("P-02,relapse", "P-02,relapce"),
        "1 of 3 rows of events.csv have a category that there is not, such as 'relapce'; the first "
        "is subject "
        "P-02, line 4. Did you mean 'relapse'? Another word can be translated in the mapping: "
        'events.values.category = { "relapce" = "relapse" }.',
    ),
    "no category": (("P-02,relapse", "P-02,"), "1 of 3 rows of events.csv have no category"),
    "category not there": (("category", "kind"), "events.csv has no column category"),
    "unknown column": (
        ("severity", "severty"),
        "1 columns of events.csv are unknown; the first is 'severty'. Did you mean 'severity'? "
        "Name it in the "
        'mapping: events.columns = { "severty" = "severity" }.',
    ),
    "column twice by meaning": (
        ("end_day", "study_day"),
        "Columns 4 and 5 of events.csv mean the same (day)",
    ),
    "no term": (
        ("headache", ""),
        "1 of 3 rows of events.csv have no term; the first is subject P-01, line 3",
    ),
    "end before start": (
        ("30,58", "30,28"),
        "1 of 3 rows of events.csv end before they start (end_day before day); the first is subject P-01",
    ),
    "day absent": (
        (",200,", ",,"),
        "1 of 3 rows of events.csv have no day; the first is subject P-02, line 4",
    ),
    "day not a number": (
        (",200,", ",soon,"),
        "1 of 3 rows of events.csv have as day 'soon' or the like, which is not a number of days since day "
        "zero, within 100 years; the first is subject P-02, line 4.",
    ),
    "day with a limit": ((",200,", ",<200,"), "have as day '<200'"),
    "day of a spreadsheet": ((",200,", ",43831,"), "have as day '43831' or the like, which is not a number"),
    "end not a number": ((",58,", ",later,"), "have as end_day 'later'"),
    "date": ((",200,", ",2019-03-12,"), "1 of 3 rows of events.csv have a date as day; the first is subject"),
    "SAS date": ((",200,", ",12MAR2019,"), "have a date as day"),
    "the same twice": (
        ("P-02,relapse,relapse,200", "P-01,relapse,relapse,30"),
        "1 of 3 rows of events.csv share their subject, category, term, day with an earlier row; "
        "the first is "
        "subject P-01, line 4. That row is line 2.",
    ),
    "name of a person": (("reason", "Patient Name"), 'events.ignore = ["Patient Name"]'),
    "name as id": (("P-02,", "Svensson,"), "looks like a name"),
    "e-mail in a reason": ((",mild,", ",mild,call a.b@c.org"), "1 of 3 fields of the column reason"),
    "date in a term": (("headache", "headache since 2019-03-12"), "holds what looks like a date"),
    "telephone in a reason": ((",mild,", ",mild,ask 555 123 4567"), "holds what looks like a telephone"),
    "completion": (
        ("P-02,relapse,relapse", "P-02,disposition,Completed"),
        "1 of 3 rows of events.csv are a disposition of somebody who stayed",
    ),
    "left before it began": (
        ("P-02,relapse,relapse,200", "P-02,disposition,moved,-3"),
        "1 people left the study before day zero by events.csv and are in it by data.csv; the first is P-02",
    ),
    "ragged": (("P-02,relapse", "P-02,x,relapse"), "another number of fields"),
    "two decimal signs": ((",30,58,", ',"30,5",58.5,'), "with a comma ('30,5') and with a point"),
}
WRONG_EXPOSURES = {
    "unknown subject": (("P-01,ahsct", "P-09,ahsct"), "1 of 3 rows of exposures.csv belong to nobody in"),
    "no treatment": (("P-01,ahsct", "P-01,"), "1 of 3 rows of exposures.csv have no treatment"),
    "misspelled treatment": (
        ("P-01,ahsct", "P-01,ahscct"),
        "1 of 3 rows of exposures.csv name a treatment 'ahscct', which is none of the plan; the "
        "first is subject "
        "P-01, line 2. Did you mean 'ahsct'?",
    ),
    "no start": (("fampridine,90", "fampridine,"), "have no start_day; the first is subject P-02, line 4"),
    "end before start": (("ahsct,0,5", "ahsct,0,-5"), "(end_day before start_day)"),
    "date": (("fampridine,90", "fampridine,12.03.2019"), "have a date as start_day"),
    "percent": (
        (",0.9", ",90"),
        "1 of 3 rows of exposures.csv have as adherence '90' or the like, which is not a share from 0 to 1",
    ),
    "negative dose": (("5,200,mg,0.9", "5,-200,mg,0.9"), "which is not a number from 0 on"),
    "dose without a unit": (("5,200,mg,0.9", "5,200,,0.9"), "have a dose and no dose_unit"),
    "dose with its unit": (("5,200,mg,0.9", "5,200 mg,mg,0.9"), "have as dose '200 mg'"),
    "the same twice": (
        ("P-02,AHSCT,0", "P-01,AHSCT,0"),
        "share their subject, treatment, start_day, period with an earlier row",
    ),
    "period of no plan": (("adherence", "period"), "The plan has no periods"),
    "birth date": (("adherence", "birth date"), 'exposures.ignore = ["birth date"]'),
}


@pytest.fixture(scope="module")
def plan() -> Protocol:
    return parse_protocol(protocol_text("canadian-ahsct"), "canadian-ahsct.toml")


def read(
    folder: Path, plan: Protocol, *, data: str = DATA, events: str = EVENTS, exposures: str = EXPOSURES,
    mapping: str = "",
) -> StudyData:  # fmt: skip
    given = {"data.csv": data, "events.csv": events, "exposures.csv": exposures}
    for name, text in given.items():
        (folder / name).write_text(text)
    declared = CsvMapping.model_validate(tomllib.loads(mapping))
    try:
        files = (folder / "events.csv", folder / "exposures.csv")
        return read_csv_study(folder / "data.csv", plan, declared, *files)
    finally:
        assert {path.name: path.read_text() for path in folder.iterdir()} == given


def message(folder: Path, plan: Protocol, **given: str) -> str:
    with pytest.raises(RequestError) as raised:
        read(folder, plan, **given)
    return str(raised.value)


def test_the_files_that_the_others_spoil_are_good(tmp_path: Path, plan: Protocol) -> None:
    """Otherwise the cases below might all fail for one reason that none of them is about."""
    data = read(tmp_path, plan)
    assert (data.events.height, data.exposures.height) == (3, 3)


@pytest.mark.parametrize("case", WRONG_EVENTS)
def test_wrong_events_are_refused_with_the_way_out(case: str, tmp_path: Path, plan: Protocol) -> None:
    change, expected = WRONG_EVENTS[case]
    assert expected in message(tmp_path, plan, events=EVENTS.replace(*change))


@pytest.mark.parametrize("case", WRONG_EXPOSURES)
def test_wrong_exposures_are_refused_with_the_way_out(case: str, tmp_path: Path, plan: Protocol) -> None:
    change, expected = WRONG_EXPOSURES[case]
    assert expected in message(tmp_path, plan, exposures=EXPOSURES.replace(*change))


@pytest.mark.parametrize(
    ("secret", "place"),
    [("Svensson", "P-02"), ("a.b@c.org", "P-02"), ("a.b@c.org", "headache"), ("2019-03-12", "headache")],
)
def test_what_may_name_a_person_is_not_repeated(
    secret: str, place: str, tmp_path: Path, plan: Protocol
) -> None:
    """The message ends up in logs."""
    assert secret not in message(tmp_path, plan, events=EVENTS.replace(place, secret))


def test_all_problems_of_a_file_are_told_at_once(tmp_path: Path, plan: Protocol) -> None:
    said = message(tmp_path, plan, events=EVENTS.replace("30,58", "30,28").replace("headache", ""))
    assert "have no term" in said and "end before they start" in said


def test_who_left_by_one_file_and_stayed_by_the_other_is_named(tmp_path: Path, plan: Protocol) -> None:
    data = DATA.replace("age,", "subject_status,").replace(",31,", ",completed,").replace(",44,", ",,")
    plan = parse_protocol(
        protocol_text("canadian-ahsct").replace('covariates = ["age_years", ', "covariates = ["), "mine.toml"
    )
    events = EVENTS + "P-01,disposition,left the study,90,,,moved\n"
    assert (
        "1 people left the study by events.csv and did not by data.csv; the first is P-01, who "
        "left on day 90 "
        "and whose subject_status is 'completed'"
    ) in message(tmp_path, plan, data=data, events=events)


def test_a_number_for_missing_that_may_be_a_day_is_refused(tmp_path: Path, plan: Protocol) -> None:
    """-9 in a list of codes may be the ninth day before day zero: reading it either way could be wrong."""
    events = EVENTS.replace("30,58", "30,-9")
    said = message(tmp_path, plan, events=events, mapping="events.missing = [-9]")
    assert "-9 is declared as missing in every column of events.csv, and end_day may be -9" in said
    advice = said.partition("say so in the mapping: ")[2].partition("; name")[0]
    assert read(tmp_path, plan, events=events, mapping=advice).events["end_day"].to_list() == [None] * 3


@pytest.mark.parametrize(
    ("mapping", "expected"),
    [
        ('events.columns = { AETERM = "term" }', "events.columns in the mapping renames 'AETERM', which"),
        ("events.values.categry = {}", "events.values in the mapping names 'categry', which is no column"),
        ("exposures.missing = { dos = [-9] }", "names 'dos', which is no column of exposures. Did you mean"),
    ],
)
def test_a_mapping_of_what_is_not_there_is_refused(
    mapping: str, expected: str, tmp_path: Path, plan: Protocol
) -> None:
    assert expected in message(tmp_path, plan, mapping=mapping)


def test_a_file_without_any_treatment_of_the_plan_is_refused(tmp_path: Path, plan: Protocol) -> None:
    """Who stopped the planned treatment would be found in nobody, and nothing would say so."""
    said = message(tmp_path, plan, exposures=EXPOSURES.replace("ahsct", "drug A").replace("AHSCT", "drug A"))
    assert "3 of 3 rows of exposures.csv name no treatment of the arms of the plan (ahsct)" in said
    assert 'exposures.values.treatment = { "drug A" = "ahsct" }' in said


def test_another_treatment_with_a_name_that_is_near_can_be_declared(tmp_path: Path) -> None:
    """Armodafinil is not modafinil."""
    plan = parse_protocol(CROSSOVER, "crossover.toml")
    data = "subject,age,sequence,MFIS.total@BL,MFIS.total@P1-W5,MFIS.total@P2-W5\nP-01,31,DP,36,23,30\n"
    data += "P-02,44,PD,40,41,40\nP-03,44,DP,44,41,40\nP-04,44,PD,48,41,40\n"
    exposures = "subject,treatment,start_day,period\nP-01,modafinil,0,1\nP-02,armodafinil,0,P1\n"
    given = {"data": data, "events": "subject,category,day\n", "exposures": exposures}
    assert "Did you mean 'modafinil'?" in message(tmp_path, plan, **given)
    declared = 'exposures.values.treatment = { armodafinil = "armodafinil" }'
    had = read(tmp_path, plan, **given, mapping=declared).exposures
    assert had.select("treatment", "period").rows() == [("modafinil", "P1"), ("armodafinil", "P1")]
    unknown = exposures.replace(",1\n", ",7\n")
    assert "have a period that the plan has not, such as '7'" in message(
        tmp_path, plan, **(given | {"exposures": unknown})
    )


def test_an_event_that_is_nearly_one_of_an_estimand_is_refused(tmp_path: Path) -> None:
    """It would be found in nobody, and nothing would say so; capitals do not matter."""
    estimand = (
        '[estimands.alive]\ntreatments = { compared = ["drug"], reference = "placebo" }\n'
        'population = "everyone"\nvariable = { type = "event", event = "relapse" }\nsummary = '
        '"hazard-ratio"\n'
        '[estimands.alive.intercurrent]\n"rescue treatment" = { type = "treatment-policy" }\n'
        'death = { type = "treatment-policy" }\n'
    )
    plan = parse_protocol(COUNTED + estimand, "counted.toml")
    given = {
        "data": "subject,arm,relapses.count@M0\nP-01,drug,1\nP-02,placebo,2\n",
        "exposures": "subject,treatment,start_day\n",
    }
    events = "subject,category,term,day,reason\nP-01,intercurrent,Rescue_Treatment,9,\n"
    events += "P-02,disposition,left,30,DEATH\nP-02,adverse_event,deaths,3,\n"
    found = read(tmp_path, plan, events=events, **given).events
    assert found.select("term", "reason").rows() == [
        ("rescue treatment", None),
        ("left", "death"),
        ("deaths", None),
    ]
    wrong = events.replace("Rescue_Treatment", "rescue treatments").replace("DEATH", "deaths")
    said = message(tmp_path, plan, events=wrong, **given)
    assert "1 of 3 rows of events.csv name an event 'rescue treatments', which is none of the plan" in said
    advice = [line.partition("which it is: ")[2].partition(", or")[0] for line in said.splitlines()]
    assert advice[1] == 'events.values.reason = { "deaths" = "death" }'
    read(tmp_path, plan, events=wrong, mapping="\n".join(advice), **given)


def test_a_plan_about_events_is_refused_without_a_file_of_them(tmp_path: Path) -> None:
    """Nobody had an event, and nobody wrote any down, look the same in a table without rows."""
    plan = parse_protocol(COUNTED, "counted.toml")
    path = tmp_path / "data.csv"
    path.write_text("subject,arm,relapses.count@M0,relapses.count@M12\nP-01,drug,1,0\nP-02,placebo,2,1\n")
    with pytest.raises(
        RequestError, match=r"'rate' of the plan is about recorded events \(relapse\).*--events"
    ):
        read_csv_study(path, plan)
    nothing = tmp_path / "events.csv"
    nothing.write_text("subject,category,day\n")
    assert read_csv_study(path, plan, events=nothing).events.is_empty()
