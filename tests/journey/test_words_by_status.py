"""Every page that a resident may see says where the document stands, and no more than that allows, in each status."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone, translation

from benefits.eligibility.rulebook import PolicyStatus
from benefits.models import Release
from benefits.publishing import tone
from benefits.publishing.content import Text
from benefits.publishing.current import PublishedRelease, current_release
from tests.check.conversation import Resident, text_of
from tests.check.test_pdf import PDF, press, told_by  # noqa: F401 - a fixture
from tests.conftest import Policy
from tests.english import Reader, follow

TODAY = timezone.localdate
HOUSEHOLD: dict[str, Any] = {
    "district": "xinwu",
    "permanent_resident": True,
    "wuxi_hukou": True,
    "household_category": "low_income",
    "pregnant": True,
    "medical_insurance": "resident",
    "employment": "not_working",
    "bought_new_home": True,
    "home_purchase_date": "2026-01-02",
    "children": [
        {"birth_date": "2025-03-24", "childcare": "inclusive_nursery"},
        {"birth_date": "2024-05-31", "childcare": "none"},
    ],
}
PAGES = {
    "/",
    "/measures/9/",
    "/departments/xinwu/",
    "/check/",
    "/check/step/pregnancy/",
    "/check/answers/",
    "/check/results/",
    "/check/results/print/",
    "/check/results/timeline/",
    "/check/what-if/",
    "/check/code/",
    "/check/open/",
    "/check/reopened/",
    "/check/reopened/again/",
    "/check/clear/",
}
DRAFT_AND_LAW = (PolicyStatus.CONSULTATION, PolicyStatus.IN_FORCE)
# The source in every status; the translation and the file in the two that differ most, since each walk takes seconds.
WALKED = [*((status, "zh-hans") for status in PolicyStatus), *((status, "en") for status in DRAFT_AND_LAW)]
# Terms that many do not know (content 6), and what a page says where they stand.
TERMS = ("低保边缘家庭", "刚性支出困难家庭", "参保地", "普惠托育机构", "常住人口", "托幼一体")
COOKIE = "小文件"
# What lists answers and benefits by name, each beside a link to where it is told with its terms, and the paper of
# those who were told.
NAMING = re.compile("/departments/|/check/(?:answers|what-if|results/print)/")
# An amount that somebody may be given, or a government that would answer: what the status' verb stands before.
WITH_VERB = {
    "zh-hans": ("(?:一次性给予|每月给予|最高支付)[0-9]", r"由\w{2,9}?(?:人民政府|管委会)负责"),
    "en": ("(?:up to )?[0-9,]+ yuan(?:, once| paid)",),
}
# Days of a document that is a draft no more.
PAST = re.compile("开始征求意见|征求意见截止")
VERBS = {
    PolicyStatus.CONSULTATION: Text("拟", "Proposed: "),
    PolicyStatus.PUBLISHED: Text("将", "Planned: "),
    PolicyStatus.IN_FORCE: Text(),
    PolicyStatus.SUSPENDED: Text("原定", "Formerly planned: "),
    PolicyStatus.EXPIRED: Text("原定", "Formerly: "),
}


@pytest.fixture
def release(request: pytest.FixtureRequest, db: None, real_policy: Policy) -> PublishedRelease:
    """The real thirteen measures, their document in one of the statuses, as staff would set it."""
    content, status = deepcopy(real_policy.content), request.param
    [document], [said] = content["rulebook"]["documents"], content["content"]["documents"]
    document["status"] = status
    if status is not PolicyStatus.CONSULTATION:
        said["title"] = {
            "zh": "无锡市关于建立完善生育支持政策体系的若干措施",
            "en": "Measures of Wuxi on Birth Support",
        }
        said["citation"] = "《无锡市人民政府公报》"
        effective = TODAY() + timedelta(days=9 if status is PolicyStatus.PUBLISHED else -9)
        said |= {"published_on": "2026-11-01", "effective_from": effective.isoformat()}
        document["parameters"]["policy_published_on"] = "2026-11-01"
        # As staff are warned, the help of this question speaks of the draft.
        [purchase] = [each for each in content["content"]["questions"] if each["key"] == "home_purchase_date"]
        purchase["help"] = {"zh": "合同上的签订日期。", "en": "The day on which the contract was signed."}
    if status is PolicyStatus.EXPIRED:
        said["expires_on"] = (TODAY() - timedelta(days=1)).isoformat()
    Release.objects.create(number=1, content=content, published_at=timezone.now(), checksum="", note="")
    return current_release()


@pytest.mark.parametrize(("release", "language"), WALKED, indirect=["release"])
def test_every_page_says_where_the_document_stands_and_no_more_than_that(
    release: PublishedRelease, language: str
) -> None:
    reader = Reader()
    reader.cookies["language"] = language
    with translation.override(language):
        seen = list(walked(reader))
        assert {path for path, _html in seen} >= PAGES
        judge = Judge(release, language)
        assert [path for path, html in seen if judge.with_verb.search(judge.one_line(text_of(html)))]
        found = {path: wrong for path, html in seen if (wrong := set(judge.wrong(text_of(html))))}
    assert not found, "\n".join(f"{path}: {' | '.join(wrong)}" for path, wrong in found.items())


@pytest.mark.usefixtures("press")
@pytest.mark.parametrize("release", DRAFT_AND_LAW, indirect=True)
def test_the_pdf_says_so_too(release: PublishedRelease, client: Client, tmp_path: Path) -> None:
    file = tmp_path / "sheet.pdf"
    file.write_bytes(at_results(client).opens(PDF).response.content)
    assert not set(Judge(release, "zh-hans").wrong(told_by("pdftotext", file)))


def test_a_term_is_explained_on_every_page_that_has_it(published: Release) -> None:
    judge = Judge(current_release(), "zh-hans")
    terms = current_release().content.terms.values()
    explained = {term.name.zh: term.explanation.zh for term in terms if term.name.zh in TERMS} | {"cookie": COOKIE}
    assert set(explained) == {*TERMS, "cookie"}
    unexplained = {
        f"{path} {name}"
        for path, html in walked(Reader())
        if not NAMING.match(path)
        for name, explanation in explained.items()
        if name in (text := judge.own(text_of(html))) and explanation not in text
    }
    assert not unexplained


def at_results(client: Client) -> Resident:
    """The family, who decline whatever else is asked."""
    resident = Resident(client).has(household=HOUSEHOLD)
    while resident.opens("/check/results/").asked:
        resident.walk()
    return resident


def walked(reader: Reader) -> Iterator[tuple[str, str]]:
    """Every page as it stands on the way of somebody who knows nothing, and of a family, with its path."""
    Resident(reader).begin().walk()
    yield from taken(reader)
    resident = at_results(reader)
    follow(reader, "/")
    reader.get("/check/results/print/?answers=0")
    resident.opens("/check/code/")
    code = re.findall(r"readonly [^>]*>([^<]+)</textarea>", resident.html)[0]
    resident.send("/check/open/", {"code": code}).opens("/check/reopened/again/")
    yield from taken(reader)
    resident.opens("/check/what-if/question/?change=children.1.childcare").answer(childcare="inclusive_nursery")
    resident.walk()
    yield from taken(reader)


def taken(reader: Reader) -> list[tuple[str, str]]:
    """The pages that the reader was given since, with their paths."""
    pages = [(address.partition(" ")[2], html) for address, html in reader.pages.items()]
    reader.pages.clear()
    return pages


class Judge:
    """What pages of a release must say in a language, and must not."""

    def __init__(self, release: PublishedRelease, language: str) -> None:
        """`language` must be the active one."""
        content, [document] = release.content, release.rulebook.documents
        self.status = document.status
        verbs = [verb.zh if language == "zh-hans" else verb.en for verb in VERBS.values()]
        self.verb = verbs[list(VERBS).index(self.status)]
        before = "|".join(sorted(filter(None, verbs)))
        self.with_verb = re.compile(f"({before})?(?:{'|'.join(WITH_VERB[language])})")
        # Chinese sets no spaces, and a PDF breaks its lines anywhere.
        self.space = "" if language == "zh-hans" else " "
        [notice] = release.notices
        self.required = [str(notice.headline), *map(str, notice.sentences)]
        quoting = (*content.benefits.values(), *content.commitments.values())
        quoted = {quotation for record in quoting for quotation in record.quotations}
        quoted |= {measure.text_en for measure in content.measures.values()}
        self.quoted = sorted(map(self.one_line, quoted), key=len, reverse=True)

    def wrong(self, said: str) -> Iterator[str]:
        """What the words of a page lack, and what they must not say."""
        text = self.one_line(said)
        yield from (f"lacks {words}" for words in self.required if self.one_line(words) not in text)
        own = tone.own_words(self.own(said))
        yield from (f"promises {words.group()}" for words in tone.PROMISES.finditer(own))
        if self.status is PolicyStatus.IN_FORCE:
            drafted = tone.DRAFT.finditer(PAST.sub("", own))
            yield from (f"calls it a draft: {words.group()}" for words in drafted)
        else:
            yield from (f"claims {words.group()}" for words in tone.CLAIMS.finditer(own))
        for words in self.with_verb.finditer(own):
            if (words[1] or "") != self.verb:
                yield f"does not say “{self.verb}”: {words.group()}"

    def own(self, said: str) -> str:
        """The words of a page without those of the document."""
        text = self.one_line(said)
        for quotation in self.quoted:
            text = text.replace(quotation, " ")
        return text

    def one_line(self, text: str) -> str:
        """The words as they are compared."""
        return self.space.join(text.split())
