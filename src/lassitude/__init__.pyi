from .prediction.single_arm import SingleArm as SingleArm
from .records.mapping import CsvMapping as CsvMapping
from .results.document import Results as Results
from .study.data import StudyData as StudyData
from .study.data import read_study as read_study
from .study.protocol import Protocol as Protocol
from .study.protocol import read_protocol as read_protocol
from .workflows.analyze import analyze as analyze
from .workflows.attribute import StudyAttribution as StudyAttribution
from .workflows.attribute import attribute as attribute
from .workflows.attribute import attribute_study as attribute_study
from .workflows.audit import audit as audit
from .workflows.calibrate import Calibrated as Calibrated
from .workflows.calibrate import calibrate as calibrate
from .workflows.evidence import AddedEvidence as AddedEvidence
from .workflows.evidence import add_evidence as add_evidence
from .workflows.export import export as export
from .workflows.exported import Exported as Exported
from .workflows.finished import FinishedRun as FinishedRun
from .workflows.finished import read_run as read_run
from .workflows.power import power as power
from .workflows.run import run as run
from .workflows.scoreboard import scoreboard as scoreboard
from .workflows.selftest import Selftest as Selftest
from .workflows.selftest import selftest as selftest
from .workflows.sensitivity import sensitivity as sensitivity

__version__: str
