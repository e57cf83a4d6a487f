"""What the status of a document makes of the wording."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from benefits.eligibility.rulebook import PolicyStatus
from benefits.publishing.current import PublishedRelease
from benefits.publishing.standing import STANDINGS, notice


def _banner(release: PublishedRelease, status: PolicyStatus, **dates: date | None) -> str:
    (document,) = release.content.documents.values()
    said = notice(replace(document, **dates), status)
    return said.text.zh


def test_a_draft_says_so_to_the_letter(release: PublishedRelease) -> None:
    banner = _banner(release, PolicyStatus.CONSULTATION)
    assert banner.startswith(
        "本站所列措施出自《无锡市关于建立完善生育支持政策体系的若干措施（征求意见稿）》。"
        "这些措施尚未施行，内容可能修改或取消。自测结果仅供了解，不能作为申领依据。"
        "请以正式公布的文件和主管部门的答复为准。"
    )
    assert "2025年1月16日起征求意见。" in banner
    assert "正式文件尚未公布，核对于2026年11月23日。" in banner


def test_in_english_a_space_stands_between_the_sentences(release: PublishedRelease) -> None:
    (document,) = release.content.documents.values()
    english = notice(document, PolicyStatus.CONSULTATION).text.en
    assert "”. They are not in force and may be changed or withdrawn. Results are" in english


def test_every_status_has_its_wording() -> None:
    assert set(STANDINGS) == set(PolicyStatus)


@pytest.mark.parametrize("status", [status for status in PolicyStatus if status is not PolicyStatus.IN_FORCE])
def test_only_what_is_in_force_is_a_basis_for_a_claim(release: PublishedRelease, status: PolicyStatus) -> None:
    assert "不能作为申领依据" in _banner(release, status)


def test_in_force_the_banner_tells_since_when(release: PublishedRelease) -> None:
    banner = _banner(release, PolicyStatus.IN_FORCE, effective_from=date(2027, 1, 1))
    assert "自2027年1月1日起施行" in banner
    assert "尚未" not in banner


def test_a_sentence_without_its_date_is_left_out(release: PublishedRelease) -> None:
    banner = _banner(release, PolicyStatus.CONSULTATION, consultation_since=None)
    assert "起征求意见" not in banner
    assert "None" not in banner
