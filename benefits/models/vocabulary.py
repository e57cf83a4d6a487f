"""The engine's closed vocabularies in Chinese, as the choices of database fields."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeAlias

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from benefits.eligibility.facts import PARAMETERS, FactType, Operator, Scope
from benefits.eligibility.rulebook import AmountKind, Audience, Basis, Firmness, PolicyStatus

Choices: TypeAlias = list[tuple[str, str | Promise]]


def _choices(labels: dict[StrEnum, str | Promise]) -> Choices:
    # Plain strings, so that migrations do not depend on the engine's classes.
    return [(member.value, label) for member, label in labels.items()]


SCOPES = _choices({Scope.HOUSEHOLD: _("家庭"), Scope.CHILD: _("每个孩子")})
FACT_TYPES = _choices(
    {
        FactType.BOOL: _("是或否"),
        FactType.CHOICE: _("选项"),
        FactType.INTEGER: _("整数"),
        FactType.MONEY: _("金额（元）"),
        FactType.DATE: _("日期"),
        FactType.CHILDREN: _("孩子名单"),
    }
)
OPERATORS = _choices(
    {
        Operator.IS: _("是"),
        Operator.IS_NOT: _("不是"),
        Operator.ONE_OF: _("是其中之一"),
        Operator.AT_LEAST: _("不小于"),
        Operator.AT_MOST: _("不大于"),
        Operator.BETWEEN: _("在两者之间（含两端）"),
        Operator.ON_OR_AFTER: _("当日或之后"),
        Operator.BEFORE: _("早于"),
    }
)
AMOUNT_KINDS = _choices(
    {
        AmountKind.ONE_OFF: _("一次性金额"),
        AmountKind.MONTHLY: _("每月金额"),
        AmountKind.CEILING: _("限额"),
        AmountKind.PERCENT: _("按比例"),
        AmountKind.IN_KIND: _("服务或权利（没有金额）"),
        AmountKind.AS_REGULATED: _("按规定（文件没有写明金额）"),
    }
)
BASES = _choices({Basis.PAID: _("支付额"), Basis.ELIGIBLE_COSTS: _("符合规定的费用")})
AUDIENCES = _choices(
    {Audience.RESIDENT: _("居民"), Audience.EMPLOYER: _("用人单位"), Audience.INSTITUTION: _("托育机构")}
)
FIRMNESSES = _choices(
    {
        Firmness.STATED: _("文件明确"),
        Firmness.ENCOURAGED: _("鼓励，以所在区为准"),
        Firmness.EXPLORING: _("试点探索"),
    }
)
POLICY_STATUSES = _choices(
    {
        PolicyStatus.CONSULTATION: _("征求意见"),
        PolicyStatus.PUBLISHED: _("已公布，尚未施行"),
        PolicyStatus.IN_FORCE: _("施行中"),
        PolicyStatus.SUSPENDED: _("暂停执行"),
        PolicyStatus.EXPIRED: _("已失效"),
    }
)
PARAMETER_LABELS = {"policy_published_on": _("文件正式公布之日")}
PARAMETER_CHOICES: Choices = [(key, PARAMETER_LABELS.get(key, key)) for key in PARAMETERS]


class LifeStage(models.TextChoices):
    """When in a family's life a benefit matters; results are grouped by it."""

    BEFORE_PREGNANCY = "before_pregnancy", _("孕前")
    PREGNANCY = "pregnancy", _("孕期和生育")
    AGE_0_3 = "age_0_3", _("0至3岁")
    SCHOOL_AGE = "school_age", _("上学年龄")
    HOME_TAX = "home_tax", _("住房和税收")


class District(models.TextChoices):
    """The eight districts of Wuxi that have a government answering for a benefit."""

    LIANGXI = "liangxi", _("梁溪区")
    XISHAN = "xishan", _("锡山区")
    HUISHAN = "huishan", _("惠山区")
    BINHU = "binhu", _("滨湖区")
    XINWU = "xinwu", _("新吴区")
    JINGKAI = "jingkai", _("经开区")
    JIANGYIN = "jiangyin", _("江阴市")
    YIXING = "yixing", _("宜兴市")
