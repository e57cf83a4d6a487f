"""The forms of the check, built from the release's questions; each answer is judged by the engine itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from crispy_forms.utils import render_field
from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from benefits.check import spelling
from benefits.check.faults import sentence
from benefits.eligibility.facts import FactType, Question
from benefits.eligibility.household import FaultError, typed_answer
from benefits.eligibility.rulebook import Audience
from benefits.publishing.content import QuestionContent, TermContent, Text

MAX_LENGTH = 200
UNKNOWN = "-"
UNKNOWN_LABEL = gettext_lazy("不清楚／暂不回答")
YES, NO = "yes", "no"
BOOLEANS = {YES: True, NO: False}
# No question's key has a hyphen, so neither name can be one.
ASKED = "asked-questions"
UNKNOWN_PREFIX = "unknown-"
# The switches of the display belong to the form, so that what was typed is not lost: templates/check/question.html.
FORM_ID = "questions"
_TITLES_SHOWN = 4
_INPUT_MODES = {FactType.DATE: "text", FactType.MONEY: "decimal", FactType.INTEGER: "numeric"}
_FORMATS = {
    FactType.DATE: gettext_lazy("年月日，例如 2024年2月29日 或 2024-2-29"),
    FactType.MONEY: gettext_lazy("金额（元），例如 1200 或 1,200.50"),
    FactType.INTEGER: gettext_lazy("数字，例如 1"),
}


@dataclass(frozen=True)
class Asked:
    """One question as it is put to a resident. `key` is its key among the answers ("children.0.childcare")."""

    key: str
    question: Question
    content: QuestionContent
    decides: tuple[Text, ...]
    terms: tuple[TermContent, ...]

    @property
    def name(self) -> str:
        """The field's name."""
        return self.question.key

    @property
    def is_typed(self) -> bool:
        """Whether the answer is typed, rather than chosen."""
        return self.question.type not in (FactType.BOOL, FactType.CHOICE, FactType.CHILDREN)

    @property
    def label(self) -> str:
        return str(self.content.label)

    @property
    def format(self) -> str:
        """How to write an answer that is typed."""
        return str(_FORMATS[self.question.type])

    @property
    def decided_words(self) -> str:
        """The first benefits that the question decides, and how many there are if there are more."""
        titles = _("、").join(map(str, self.decides[:_TITLES_SHOWN]))
        if len(self.decides) <= _TITLES_SHOWN:
            return titles
        return _("%(titles)s等%(count)s项") % {"titles": titles, "count": len(self.decides)}


class ChosenField(forms.CharField):
    """An answer to choose, 不清楚／暂不回答 among the choices."""

    widget = forms.RadioSelect

    def __init__(self, asked: Asked) -> None:
        super().__init__(label=str(asked.content.wording), help_text=str(asked.content.help), required=False)
        self.asked = asked
        self.values: dict[str, Any] = (
            {value: value for value in asked.question.values} if asked.question.type == FactType.CHOICE else BOOLEANS
        )
        self.widget.choices = [*_labels(asked), (UNKNOWN, UNKNOWN_LABEL)]

    def clean(self, value: Any) -> Any:
        """The answer as JSON; None for unknown."""
        if value == UNKNOWN:
            return None
        if value not in self.values:
            raise ValidationError(
                _("请为“%(label)s”选一个答案。不知道或不想说，请选“不清楚／暂不回答”。") % {"label": self.asked.label}
            )
        return self.values[value]


class TypedField(forms.CharField):
    """An answer to type. What is empty or does not fit is judged by the form, which knows the box beside it."""

    def __init__(self, asked: Asked) -> None:
        super().__init__(
            label=str(asked.content.wording), help_text=str(asked.content.help), required=False, strip=False
        )
        self.asked = asked
        self.widget.attrs = {"autocomplete": "off", "inputmode": _INPUT_MODES[asked.question.type]}

    def clean(self, value: Any) -> str:
        text = str(value or "")
        if len(text) > MAX_LENGTH:
            raise ValidationError(too_long(self.asked))
        return text


class QuestionLayout:
    """Draws one question, with the box 不清楚／暂不回答 beside an answer to type."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked

    def render(self, form: forms.Form, context: Any, template_pack: str, **kwargs: Any) -> str:
        unknown = form[UNKNOWN_PREFIX + self.asked.name] if self.asked.is_typed else None
        return render_field(
            self.asked.name,
            form,
            context,
            template=f"{template_pack}/question.html",
            template_pack=template_pack,
            extra_context={"asked": self.asked, "asked_name": ASKED, "unknown": unknown},
        )


class QuestionsForm(forms.Form):
    """Some questions on one page. Once valid, `given` holds the answers as JSON and `declined` the keys without."""

    use_required_attribute = False
    submit: str | Promise = gettext_lazy("保存并继续")

    def __init__(self, asked: Iterable[Asked], on: date, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.asked = tuple(asked)
        self.on = on
        self.given: dict[str, Any] = {}
        self.declined: set[str] = set()
        for item in self.asked:
            if item.is_typed:
                self.fields[item.name] = TypedField(item)
                self.fields[UNKNOWN_PREFIX + item.name] = forms.BooleanField(label=UNKNOWN_LABEL, required=False)
            else:
                self.fields[item.name] = ChosenField(item)
        self.helper = FormHelper()
        self.helper.form_id = FORM_ID
        self.helper.layout = Layout(*map(QuestionLayout, self.asked))
        self.helper.attrs = {"novalidate": True}
        self.helper.add_input(Submit("continue", self.submit))

    def clean(self) -> dict[str, Any]:
        for item in self.asked:
            if item.name in self.cleaned_data:
                self._take(item)
        return self.cleaned_data

    def refuse_too_long(self, names: Iterable[str]) -> None:
        """Say again of texts that were too long to be kept."""
        for item in self.asked:
            if item.name in names:
                self.errors.pop(item.name, None)
                self.add_error(item.name, too_long(item))

    def judge(self, item: Asked, value: Any) -> None:
        """Raises FaultError if the engine refuses the value."""
        typed_answer(item.question, value, self.on)

    def _take(self, item: Asked) -> None:
        """One answer, given or declined, or what is wrong with it."""
        value = self._typed(item) if item.is_typed else self.cleaned_data[item.name]
        if item.name in self.errors:
            return
        if value is None:
            self.declined.add(item.key)
            return
        try:
            self.judge(item, value)
        except FaultError as error:
            self.add_error(item.name, sentence(error.fault, item.label, value))
        else:
            self.given[item.key] = value

    def _typed(self, item: Asked) -> Any:
        text = self.cleaned_data[item.name]
        is_unknown = self.cleaned_data[UNKNOWN_PREFIX + item.name]
        if text.strip() and is_unknown:
            self.add_error(
                item.name, _("“%(label)s”请只留一样：填写答案，或勾选“不清楚／暂不回答”。") % {"label": item.label}
            )
        elif not text.strip() and not is_unknown:
            self.add_error(
                item.name, _("请填写“%(label)s”。不知道或不想说，请勾选“不清楚／暂不回答”。") % {"label": item.label}
            )
        return None if is_unknown else spelling.read(item.question.type, text)


class ChildrenForm(QuestionsForm):
    """Whether there are any children. Each is then added on a page of its own."""

    def judge(self, item: Asked, value: Any) -> None:
        """Either answer will do."""


class StartForm(forms.Form):
    """Who asks, and the consent."""

    use_required_attribute = False
    audience = forms.ChoiceField(
        label=gettext_lazy("您是谁？"),
        help_text=gettext_lazy("单位为员工查询的，请先征得本人同意，不要填写能认出她的信息。"),
        widget=forms.RadioSelect,
        initial=Audience.RESIDENT,
        choices=[
            (Audience.RESIDENT.value, gettext_lazy("居民，为自己家看")),
            (Audience.EMPLOYER.value, gettext_lazy("用人单位")),
            (Audience.INSTITUTION.value, gettext_lazy("托育机构")),
        ],
        error_messages={
            "required": gettext_lazy("请选择您是谁。"),
            "invalid_choice": gettext_lazy("请从列出的3项中选择您是谁。"),
        },
    )
    consent = forms.BooleanField(
        label=gettext_lazy("我已阅读以上说明，同意为这次自测处理我填写的信息，包括其中的敏感个人信息。"),
        error_messages={"required": gettext_lazy("要开始自测，请先勾选同意。不同意也可以查阅全部措施。")},
    )

    def __init__(self, *, is_at_counter: bool, **kwargs: Any) -> None:
        """`is_at_counter`: staff fill it in, and whoever is in front of them has to agree."""
        super().__init__(**kwargs)
        if is_at_counter:
            self.fields["audience"].label = _("为谁自测？")
            self.fields["consent"].label = _(
                "以上说明已经念给本人听。本人同意为这次自测处理所填的信息，包括其中的敏感个人信息。"
            )
        self.helper = FormHelper()
        self.helper.form_id = FORM_ID
        self.helper.layout = Layout("audience", "consent")
        self.helper.form_action = "check:start"
        self.helper.attrs = {"novalidate": True}
        self.helper.add_input(Submit("begin", _("开始自测")))


def too_long(asked: Asked) -> str:
    return _("“%(label)s”太长，没有保留。最多写%(maximum)s个字，请缩短后再填。") % {
        "label": asked.label,
        "maximum": MAX_LENGTH,
    }


def initial_of(asked: Iterable[Asked], answers: Mapping[str, Any], declined: Iterable[str]) -> dict[str, Any]:
    """What a form shows at first: each answer already given, and each 不清楚／暂不回答. `answers` by full key."""
    initial: dict[str, Any] = {}
    for item in asked:
        if item.key in declined:
            initial[UNKNOWN_PREFIX + item.name if item.is_typed else item.name] = True if item.is_typed else UNKNOWN
        elif item.key in answers:
            initial[item.name] = _shown(item.question.type, answers[item.key])
    return initial


def _shown(kind: FactType, value: Any) -> Any:
    match kind:
        case FactType.BOOL | FactType.CHILDREN:
            return YES if value else NO
        case FactType.DATE:
            return date_format(date.fromisoformat(value), _("Y年n月j日"))
        case _:
            return value


def _labels(asked: Asked) -> list[tuple[str, str]]:
    match asked.question.type:
        case FactType.BOOL:
            return [(YES, _("是")), (NO, _("否"))]
        case FactType.CHILDREN:
            return [(YES, _("有孩子")), (NO, _("没有孩子"))]
        case _:
            return [(value, str(asked.content.choices[value])) for value in asked.question.values]
