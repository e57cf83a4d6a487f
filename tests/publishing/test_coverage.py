"""How much of a measure's text is quoted, sentence by sentence."""

from __future__ import annotations

import pytest

from benefits.publishing.coverage import Coverage, quotation_coverage, uncovered_sentences
from tests.factories import BenefitFactory, CommitmentFactory, MeasureFactory

TEXT = "完善制度。落实“津贴”，建成中心。（责任单位：市医保局等。）"


@pytest.mark.parametrize(
    ("quotations", "uncovered"),
    [
        ([], ["完善制度。", "落实“津贴”，建成中心。"]),
        (["完善制度"], ["落实“津贴”，建成中心。"]),
        (["完善制度。", "落实“津贴”", "建成中心。"], []),
        (["完善制度。落实“津贴”，建成中心"], []),
        (["完善制度。", "落实“津贴”，建成中"], ["落实“津贴”，建成中心。"]),
    ],
)
def test_a_sentence_is_covered_when_every_word_of_it_is_quoted(quotations, uncovered):
    assert uncovered_sentences(TEXT, quotations) == uncovered


@pytest.mark.django_db
def test_benefits_and_commitments_cover_together(django_assert_num_queries):
    measure = MeasureFactory(number=3, text=TEXT)
    BenefitFactory(measure=measure, quotations="完善制度。")
    assert quotation_coverage() == Coverage(2, ((3, "落实“津贴”，建成中心。"),))
    CommitmentFactory(measure=measure, quotations="落实“津贴”，\n建成中心。")
    with django_assert_num_queries(3):
        coverage = quotation_coverage()
    assert (coverage.covered, coverage.percent, coverage.uncovered) == (2, 100, ())


def test_almost_all_is_not_all():
    assert Coverage(1000, ((1, "一句。"),)).percent == 99
    assert Coverage(0, ()).percent == 100
