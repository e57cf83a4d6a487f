"""The records that staff keep: policy, departments, questions, rules; and the releases made from them."""

from benefits.models.departments import Department
from benefits.models.loads import LoadedRecord
from benefits.models.policy import Commitment, Measure, MeasureDepartment, PolicyDocument
from benefits.models.questions import Choice, Question, Section, Term, known_facts
from benefits.models.releases import Release, ReleaseIsFinal
from benefits.models.rules import Benefit, Condition, Tier, TierAmount

__all__ = [
    "Benefit",
    "Choice",
    "Commitment",
    "Condition",
    "Department",
    "LoadedRecord",
    "Measure",
    "MeasureDepartment",
    "PolicyDocument",
    "Question",
    "Release",
    "ReleaseIsFinal",
    "Section",
    "Term",
    "Tier",
    "TierAmount",
    "known_facts",
]
