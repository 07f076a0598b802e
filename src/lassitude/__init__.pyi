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
from .workflows.export import Exported as Exported
from .workflows.export import export as export
from .workflows.finished import FinishedRun as FinishedRun
from .workflows.finished import read_run as read_run
from .workflows.power import power as power
from .workflows.run import run as run
from .workflows.selftest import Selftest as Selftest
from .workflows.selftest import selftest as selftest

__version__: str
