"""How a policy document's status is worded: a draft is never shown as an entitlement.

Every word that depends on the status stands in this one table, so that staff who set a document in force change all
of the wording, on page and paper, without a line of code.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from benefits.eligibility.rulebook import PolicyStatus
from benefits.publishing.content import DocumentContent, Text, paragraph


@dataclass(frozen=True, slots=True)
class Standing:
    """One status in words: its name, what stands before an amount, and what is said where the text is silent."""

    name: Text
    verb: Text
    silent: Text
    caution: Text
    sentences: tuple[Text, ...]


_NO_CLAIM = Text(
    "自测结果仅供了解，不能作为申领依据。请以正式公布的文件和主管部门的答复为准。",
    "Results are for information only and are no basis for a claim. "
    "Only the final published text and the answer of the responsible department count.",
)
_GUIDE = Text("自测结果供参考，以主管部门的审核为准。", "Results are a guide; the responsible department decides.")
_FILE_SILENT = Text("文件未写明", "Not stated in the document")
_FROM = Text("本站所列措施出自《{title}》。", "The measures on this site come from “{title}”.")

STANDINGS: dict[PolicyStatus, Standing] = {
    PolicyStatus.CONSULTATION: Standing(
        name=Text("征求意见稿，尚未施行", "Consultation draft, not in force"),
        verb=Text("拟", "Proposed: "),
        silent=Text("征求意见稿未写明", "Not stated in the consultation draft"),
        caution=_NO_CLAIM,
        sentences=(
            _FROM,
            Text("这些措施尚未施行，内容可能修改或取消。", "They are not in force and may be changed or withdrawn."),
            _NO_CLAIM,
            Text("{since}起征求意见。", "Out for consultation since {since}."),
            Text(
                "正式文件尚未公布，核对于{checked}。",
                "The final text has not been published (last checked on {checked}).",
            ),
        ),
    ),
    PolicyStatus.PUBLISHED: Standing(
        name=Text("已公布，尚未施行", "Published, not yet in force"),
        verb=Text("将", "Planned: "),
        silent=_FILE_SILENT,
        caution=_NO_CLAIM,
        sentences=(
            _FROM,
            Text("文件已于{published}公布。", "It was published on {published}."),
            Text("自{effective}起施行，目前尚未施行。", "It takes effect on {effective} and is not yet in force."),
            _NO_CLAIM,
        ),
    ),
    PolicyStatus.IN_FORCE: Standing(
        name=Text("正在施行", "In force"),
        verb=Text("", ""),
        silent=_FILE_SILENT,
        caution=_GUIDE,
        sentences=(
            _FROM,
            Text("文件自{effective}起施行。", "It has been in force since {effective}."),
            _GUIDE,
        ),
    ),
    PolicyStatus.SUSPENDED: Standing(
        name=Text("暂停执行", "Suspended"),
        verb=Text("原定", "Formerly planned: "),
        silent=_FILE_SILENT,
        caution=_NO_CLAIM,
        sentences=(
            _FROM,
            Text("这些措施目前暂停执行。", "They are suspended at present."),
            _NO_CLAIM,
        ),
    ),
    PolicyStatus.EXPIRED: Standing(
        name=Text("已经失效", "Expired"),
        verb=Text("原定", "Formerly: "),
        silent=_FILE_SILENT,
        caution=_NO_CLAIM,
        sentences=(
            _FROM,
            Text("文件已于{expires}失效。", "It expired on {expires}."),
            _NO_CLAIM,
        ),
    ),
}


@dataclass(frozen=True, slots=True)
class Notice:
    """The banner of one document: its status as a headline, and what that means for whoever reads."""

    headline: Text
    sentences: tuple[Text, ...]

    @property
    def text(self) -> Text:
        """All that it says."""
        return paragraph(self.sentences)


def day_words(day: date) -> Text:
    """A day in words: 2025年1月16日."""
    return Text(f"{day.year}年{day.month}月{day.day}日", f"{day.day} {day:%B} {day.year}")


@lru_cache(maxsize=64)
def notice(document: DocumentContent, status: PolicyStatus) -> Notice:
    """The banner of a document; a sentence whose date is not known is left out."""
    standing = STANDINGS[status]
    return Notice(standing.name, tuple(_sentences(standing, document)))


def _sentences(standing: Standing, document: DocumentContent) -> Iterator[Text]:
    days = {
        "since": document.consultation_since,
        "checked": document.checked_on,
        "published": document.published_on,
        "effective": document.effective_from,
        "expires": document.expires_on,
    }
    known = {name: day_words(day) for name, day in days.items() if day is not None}
    zh = {name: words.zh for name, words in known.items()} | {"title": document.title.zh}
    en = {name: words.en for name, words in known.items()} | {"title": document.title.en}
    for sentence in standing.sentences:
        try:
            yield Text(sentence.zh.format(**zh), sentence.en.format(**en))
        except KeyError:
            continue
