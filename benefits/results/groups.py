"""The groups of a results page: by what came out, or for whom a benefit is, and within by stage of life."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from benefits.eligibility.assess import BenefitAssessment, Status
from benefits.eligibility.rulebook import Audience
from benefits.results.cards import ResultCard, result_card
from benefits.results.reasons import Narrator

LIFE_STAGES = {
    "before_pregnancy": gettext_lazy("孕前"),
    "pregnancy": gettext_lazy("孕期和生育"),
    "age_0_3": gettext_lazy("0至3岁"),
    "school_age": gettext_lazy("成长和上学"),
    "home_tax": gettext_lazy("住房和税收"),
}
_ONE = gettext_lazy("只差1个条件")
_SEVERAL = gettext_lazy("差2个或更多条件")
_NONE_TODAY = gettext_lazy("今天没有可用的标准")
EVERYONE = "everyone"
NEARLY = "nearly"


class GroupKind(NamedTuple):
    """A group as such. `is_brief`: one line each, which opens to the reasons; `shows_status`: it mixes outcomes.

    `is_short_on_paper`: the clause and the particulars stay on the website, so that the sheet stays one to carry.
    """

    key: str
    title: str | Promise
    intro: str | Promise
    is_brief: bool = False
    shows_status: bool = False
    is_short_on_paper: bool = False


class Stage(NamedTuple):
    """The cards of one stage of life; in the groups of what is not met, those equally far from it."""

    title: str | Promise
    cards: list[ResultCard]


class Group(NamedTuple):
    """The cards that came out alike, by stage."""

    kind: GroupKind
    stages: list[Stage]
    size: int


_ELIGIBLE = GroupKind(
    Status.ELIGIBLE,
    gettext_lazy("可能符合"),
    gettext_lazy("按您的回答，条件都已满足。是否适用以主管部门答复为准。"),
)
_UNDETERMINED = GroupKind(
    Status.UNDETERMINED,
    gettext_lazy("还需要确认"),
    gettext_lazy("还差一些信息，暂时不能判断。每一项都写明还要知道什么。"),
    is_brief=True,
)
_NEARLY = GroupKind(
    NEARLY,
    gettext_lazy("差一点就可能符合"),
    gettext_lazy("现在可能不符合。下面的情况改变后，结果可能不同。"),
    is_short_on_paper=True,
)
_NOT_ELIGIBLE = GroupKind(
    Status.NOT_ELIGIBLE,
    gettext_lazy("可能不符合"),
    gettext_lazy("差得少的在前。每一项都写明原因，也可以修改回答。"),
    is_brief=True,
    is_short_on_paper=True,
)
_TO_PASS_ON = (
    GroupKind(
        Audience.EMPLOYER,
        gettext_lazy("可以告诉您的单位"),
        gettext_lazy("这些事项由用人单位办理，您可以转告单位。"),
        is_brief=True,
        shows_status=True,
    ),
    GroupKind(
        Audience.INSTITUTION,
        gettext_lazy("面向托育机构"),
        gettext_lazy("这些事项由托育机构办理，列在这里供您了解。"),
        is_brief=True,
        shows_status=True,
        is_short_on_paper=True,
    ),
)


def _everyone(title: str | Promise) -> GroupKind:
    return GroupKind(EVERYONE, title, gettext_lazy("原文没有写条件，不用回答问题。"), is_brief=True)


# A resident is also told what to pass on; an employer or an institution sees what is theirs alone.
GROUPS = {
    Audience.RESIDENT: (
        _ELIGIBLE,
        _UNDETERMINED,
        _NEARLY,
        _everyone(gettext_lazy("面向所有家庭")),
        *_TO_PASS_ON,
        _NOT_ELIGIBLE,
    ),
    Audience.EMPLOYER: (_ELIGIBLE, _UNDETERMINED, _NEARLY, _everyone(gettext_lazy("面向所有用人单位")), _NOT_ELIGIBLE),
    Audience.INSTITUTION: (
        _ELIGIBLE,
        _UNDETERMINED,
        _NEARLY,
        _everyone(gettext_lazy("面向所有托育机构")),
        _NOT_ELIGIBLE,
    ),
}


def groups(narrator: Narrator, results: Iterable[BenefitAssessment], audience: Audience) -> tuple[Group, ...]:
    """The groups that have any benefit, in order."""
    sorted_out: dict[str, list[ResultCard]] = {}
    for result in results:
        card = result_card(narrator, result)
        sorted_out.setdefault(_group_of(result, card, audience), []).append(card)
    return tuple(
        Group(kind, _arranged(kind, same), len(same)) for kind in GROUPS[audience] if (same := sorted_out.get(kind.key))
    )


def _group_of(result: BenefitAssessment, card: ResultCard, audience: Audience) -> str:
    benefit = result.benefit
    if benefit.audience is not audience:
        return benefit.audience
    if result.status is Status.ELIGIBLE and not any(tier.conditions for tier in benefit.tiers):
        return EVERYONE
    return NEARLY if card.ways else result.status


def _arranged(kind: GroupKind, cards: list[ResultCard]) -> list[Stage]:
    return _by_distance(cards) if kind.key in (NEARLY, Status.NOT_ELIGIBLE) else _stages(cards)


def _stages(cards: list[ResultCard]) -> list[Stage]:
    by_stage: dict[str, list[ResultCard]] = {key: [] for key in LIFE_STAGES}
    for card in cards:
        by_stage[card.leaflet.life_stage].append(card)
    return [Stage(LIFE_STAGES[key], same) for key, same in by_stage.items() if same]


def _by_distance(cards: list[ResultCard]) -> list[Stage]:
    """The nearest first: what lacks one condition, several, or any tier of this day."""
    one, several, none = Stage(_ONE, []), Stage(_SEVERAL, []), Stage(_NONE_TODAY, [])
    for card in cards:
        stage = none if card.distance is None else one if card.distance.conditions == 1 else several
        stage.cards.append(card)
    several.cards.sort(key=lambda card: card.distance)
    return [stage for stage in (one, several, none) if stage.cards]
