"""The words of a release against how residents may be spoken to (contract: content).

Only our own wording is judged. Quotations, titles in 《》, and what stands in “” as it does in a measure are the
document's words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from functools import cache
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db.models import Field
from django.utils.translation import gettext as _

from benefits.eligibility.lint import Finding, Place
from benefits.eligibility.rulebook import PolicyStatus, Rulebook
from benefits.publishing.content import Content, MeasureContent, Text
from benefits.publishing.places import model_of, place_of, records
from benefits.publishing.standing import STANDINGS

LONGEST_QUESTION = 30
LONGEST_SENTENCE = 40

# What no page promises, whatever the status: a result says what may be, and the department decides.
PROMISES = re.compile(
    r"""
    您符合
    | (?<!不)(?:可以|可|能够|能)领取
    | (?<!不)(?<!不能)(?<!无法)(?<!不作)保证(?![金书人])
    | (?<!不)一定(?!的?(?:比例|条件|期限|时间|数量|数额|额度|金额|幅度|范围|规模|程度|标准|年限|年龄|区域))
    | 必定 | 必将 | 肯定(?:能|会|可以)
    | (?:立即|立刻|马上|点击)(?:申请|申领|领取|办理)
    | \byou\ (?:qualify|are\ eligible|are\ entitled|will\ (?:get|receive)) \b
    | (?<!not\ )(?<!no\ )\bguarantee
    | \b(?:apply|claim)\ (?:it\ )?now \b
    """,
    re.VERBOSE | re.IGNORECASE,
)
# What is said only of a document in force.
CLAIMS = re.compile(
    r"""
    (?<!不)可(?:以|按规定)?(?:申请|申领|享受|享有|获得|报销|提取)
    | 有权(?:申请|申领|领取|享受|享有|获得)
    | (?<!没有)(?<![尚暂]无)(?:申请|申领|办理|受理)(?:入口|网址|链接|窗口|平台)
    | (?:网上|在线|线上|扫码)(?:申请|申领|领取|办理)
    | (?<!未)(?:已|已经|正在|开始)(?:施行|实施|执行|生效|发放)
    | 即日起
    | \b(?:you\ can|you\ may|how\ to|where\ to)\ (?:apply|claim) \b
    | \bapply\ (?:online|here|at) \b
    | \b(?:is|are)\ (?:now\ )?in\ force \b
    """,
    re.VERBOSE | re.IGNORECASE,
)
# What is said only of a draft.
DRAFT = re.compile(
    r"征求意见|尚未(?:施行|公布)|拟(?:发放|给予|减免|支付|提高|由)|consultation draft|not (?:yet )?in force",
    re.IGNORECASE,
)
_HTTP = re.compile(r"http://\S*", re.IGNORECASE)
_TITLE = re.compile(r"《[^》]*》")
_QUOTED = re.compile(r"“([^”]*)”")
_SENTENCE = re.compile(r"[^。！？!?\n]+")

# Of each kind the fields that are our own wording.
OWN = {
    "section": {"title"},
    "question": {"wording", "label", "help", "why", "choices"},
    "term": {"explanation"},
    "benefit": {"title", "summary", "for_whom", "papers", "how_to_claim"},
    "benefitnote": {"text"},
    "commitment": {"title", "progress"},
}
_VERBATIM = {("measure", "text"), ("measure", "text_en"), ("policydocument", "preamble"), ("policydocument", "closing")}


class _Said(NamedTuple):
    """One thing said of a record: the field, its name for staff, the columns it is kept in, and the words."""

    field: str
    name: str
    columns: tuple[str, str]
    text: Text

    def by_column(self) -> Iterator[tuple[str, str]]:
        """The Chinese and the English words, with the column of each."""
        return zip(self.columns, (self.text.zh, self.text.en), strict=True)


def wording_findings(rulebook: Rulebook, words: Content) -> Iterator[Finding]:
    """Everything wrong with the words, record by record."""
    statuses = _statuses(rulebook, words)
    source = "\n".join(measure.text for measure in words.measures.values())
    for kind, key, record in records(words):
        place = place_of(words, kind, key)
        said = list(_said(kind, record))
        yield from _refused(kind, record, said, place)
        yield from _insecure(kind, record, said, place)
        yield from _english_missing(record, said, place)
        for each in said:
            if each.field in OWN.get(kind, ()):
                yield from _judged(each, statuses[kind, key], source, place)


def _statuses(rulebook: Rulebook, words: Content) -> Mapping[tuple[str, str | int], PolicyStatus | None]:
    """The status that each record's words must go with; none where they belong to documents of several."""
    documents = {document.key: document.status for document in rulebook.documents}
    measures = {measure.number: documents.get(measure.document) for measure in rulebook.measures}
    benefits = {benefit.key: measures.get(benefit.measure) for benefit in rulebook.benefits}
    # What belongs to no document goes with all of them: it may only be taken to task for words of a draft.
    shared = PolicyStatus.IN_FORCE if {*documents.values()} == {PolicyStatus.IN_FORCE} else None
    return (
        {(kind, key): shared for kind, key, _record in records(words)}
        | {("benefit", key): benefits.get(key) for key in words.benefits}
        | {("benefitnote", key): benefits.get(note.benefit) for key, note in words.notes.items()}
    )


def _said(kind: str, record: Any) -> Iterator[_Said]:
    """The record's words in two languages, a question's choices among them."""
    columns = _columns(kind)
    for spec in fields(record):
        match getattr(record, spec.name):
            case Text() as text:
                pair = (f"{spec.name}_zh", f"{spec.name}_en")
                yield _Said(spec.name, str(columns[pair[0]].verbose_name), pair, text)
            case Mapping() as choices:
                for key, text in choices.items():
                    yield _Said(spec.name, _("选项“%s”") % (text.zh or key), (spec.name, spec.name), text)


@cache
def _columns(kind: str) -> Mapping[str, Field]:
    """The model's columns, but for those that refer to other records."""
    return {field.name: field for field in model_of(kind)._meta.concrete_fields if not field.is_relation}


def _refused(kind: str, record: Any, said: Iterable[_Said], place: Place) -> Iterator[Finding]:
    """What the portal would not take today: nothing where words must stand, too many of them, no https address."""
    columns = _columns(kind)
    plain = [(spec.name, getattr(record, spec.name)) for spec in fields(record) if spec.name in columns]
    values = [(name, value) for name, value in plain if isinstance(value, str)]
    for column, value in [*values, *(pair for each in said if each.field != "choices" for pair in each.by_column())]:
        try:
            columns[column].clean(value, None)
        except ValidationError as error:
            yield place.error(_("：").join((f"“{columns[column].verbose_name}”", "".join(error.messages))), column)


def _insecure(kind: str, record: Any, said: Iterable[_Said], place: Place) -> Iterator[Finding]:
    plain = [(spec.name, getattr(record, spec.name)) for spec in fields(record) if (kind, spec.name) not in _VERBATIM]
    # An address by itself has its own validator.
    values = [(name, value) for name, value in plain if isinstance(value, str) and name != "website"]
    for column, value in [*values, *(pair for each in said for pair in each.by_column())]:
        for link in _HTTP.findall(value):
            yield place.error(_("网址 %s 不安全。请改用以 https:// 开头的网址。") % link, column)


def _english_missing(record: Any, said: Iterable[_Said], place: Place) -> Iterator[Finding]:
    missing = [(each.name, each.columns[1]) for each in said if each.text.zh and not each.text.en]
    if isinstance(record, MeasureContent) and not record.text_en:
        missing.append((str(_columns("measure")["text"].verbose_name), "text_en"))
    if missing:
        names = _("、").join(name for name, _column in missing)
        yield place.warning(_("缺少英文：%s。请补上。") % names, missing[0][1])


def _judged(said: _Said, status: PolicyStatus | None, source: str, place: Place) -> Iterator[Finding]:
    """Our own words, in both languages, against what may be said."""
    for column, text in said.by_column():
        own = own_words(text, source)
        for promise in PROMISES.finditer(own):
            message = _("“%(field)s”里的“%(words)s”是许诺，不能对居民这样说。请改写，例如用“可能符合”。")
            yield place.error(message % {"field": said.name, "words": promise.group().strip()}, column)
        for claim in CLAIMS.finditer(own) if status not in (None, PolicyStatus.IN_FORCE) else ():
            message = _("“%(field)s”里的“%(words)s”只能用于正在施行的文件，而文件的状态是“%(status)s”。请改写或删去。")
            standing = STANDINGS[status].name
            yield place.error(
                message % {"field": said.name, "words": claim.group().strip(), "status": standing}, column
            )
        for draft in DRAFT.finditer(own) if status is PolicyStatus.IN_FORCE else ():
            message = _("“%(field)s”里的“%(words)s”是草案的说法，而文件正在施行。请改写。")
            yield place.warning(message % {"field": said.name, "words": draft.group()}, column)
    yield from _too_long(said, source, place)


def _too_long(said: _Said, source: str, place: Place) -> Iterator[Finding]:
    longest = LONGEST_QUESTION if said.field == "wording" else LONGEST_SENTENCE
    for sentence in too_long(own_words(said.text.zh, source), longest):
        message = _("“%(field)s”里有一句%(length)s个字，最好不超过%(longest)s个字：%(sentence)s")
        parts = {"field": said.name, "length": _length(sentence), "longest": longest, "sentence": sentence}
        yield place.warning(message % parts, said.columns[0])


def too_long(text: str, longest: int = LONGEST_SENTENCE) -> Iterator[str]:
    """The sentences of a Chinese text that are longer than so many characters."""
    for sentence in _SENTENCE.findall(text):
        if _length(sentence) > longest:
            yield sentence.strip()


def _length(sentence: str) -> int:
    return len(re.sub(r"\s", "", sentence))


def own_words(text: str, source: str = "") -> str:
    """The text without titles in 《》, and without what stands in “” as it does in the source."""
    text = _TITLE.sub("", text)
    return _QUOTED.sub(lambda quoted: "" if quoted[1] in source else quoted[0], text)
