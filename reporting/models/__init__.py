from reporting.models.indicator import Baseline, Indicator, Target
from reporting.models.plan import (
    ContactInvitation,
    Evaluation,
    Measure,
    MeasurePart,
    MeasureVersion,
    Plan,
    PlanDecision,
    PlanFigure,
)
from reporting.models.progress import (
    CoordinationItem,
    EnteredValue,
    EntryEvidence,
    Finding,
    ProgressCall,
    ProgressEntry,
)
from reporting.models.quality import QualityReading, TallyAlarm
from reporting.models.report import EditionChange, Report, ReportDefinition, ReportFigure, ReportFile, ReportSection

__all__ = [
    "Baseline",
    "ContactInvitation",
    "CoordinationItem",
    "EditionChange",
    "EnteredValue",
    "EntryEvidence",
    "Evaluation",
    "Finding",
    "Indicator",
    "Measure",
    "MeasurePart",
    "MeasureVersion",
    "Plan",
    "PlanDecision",
    "PlanFigure",
    "ProgressCall",
    "ProgressEntry",
    "QualityReading",
    "Report",
    "ReportDefinition",
    "ReportFigure",
    "ReportFile",
    "ReportSection",
    "TallyAlarm",
    "Target",
]
