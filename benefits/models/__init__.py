"""The records that staff keep: policy, departments, questions, rules; and the releases made from them."""

from benefits.models.changes import ChangedRecord, ChangeSet
from benefits.models.departments import Department
from benefits.models.examples import Example
from benefits.models.history import because
from benefits.models.loads import LoadedRecord
from benefits.models.policy import Commitment, Measure, MeasureDepartment, PolicyDocument
from benefits.models.questions import Choice, Question, Section, Term, known_facts
from benefits.models.releases import Release, ReleaseIsFinal
from benefits.models.remarks import Remark
from benefits.models.rules import Benefit, BenefitNote, Condition, Tier, TierAmount

__all__ = [
    "Benefit",
    "BenefitNote",
    "ChangeSet",
    "ChangedRecord",
    "Choice",
    "Commitment",
    "Condition",
    "Department",
    "Example",
    "LoadedRecord",
    "Measure",
    "MeasureDepartment",
    "PolicyDocument",
    "Question",
    "Release",
    "ReleaseIsFinal",
    "Remark",
    "Section",
    "Term",
    "Tier",
    "TierAmount",
    "because",
    "known_facts",
]
