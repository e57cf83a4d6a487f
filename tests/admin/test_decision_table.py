"""A benefit's page with its decision table, without scripts: shape, values, rows, faults, and who may do it."""

from __future__ import annotations

from datetime import date

import pytest
from django.conf import settings
from django.urls import reverse

from benefits.admin.decision_table import page as table_page
from benefits.admin.decision_table import saving
from benefits.admin.decision_table.drafts import draft_of
from benefits.admin.decision_table.moves import MAX_COLUMNS, MAX_TIERS
from benefits.admin.decision_table.typed import Cell, Column, Table, TypedAmount, TypedTier
from benefits.eligibility.lint import Finding
from benefits.models import Benefit, Condition, Department, Question, Tier, TierAmount, known_facts
from benefits.publishing.compile import compile_release
from tests import factories
from tests.admin.pages import EditedPage
from tests.sign_in import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client):
    signed_in(client, factories.UserFactory(publisher=True))
    return client


@pytest.fixture
def questions():
    """One question of each type, for the household and for a child, and what the engine needs."""
    asked = {
        "employment": factories.QuestionFactory(key="employment", label_zh="就业", choices=["employee", "flexible"]),
        "pregnant": factories.QuestionFactory(key="pregnant", label_zh="怀孕"),
        "order": factories.QuestionFactory(key="order", label_zh="第几孩", integer=True),
        "paid": factories.QuestionFactory(key="paid", label_zh="已缴社保费", money=True),
        "bought": factories.QuestionFactory(key="bought", label_zh="购房日期", date=True),
        "childcare": factories.QuestionFactory(
            key="childcare", label_zh="在托育", of_child=True, choices=["nursery", "kindergarten", "none"]
        ),
    }
    factories.QuestionFactory(children=True)
    factories.QuestionFactory(birth_date=True)
    factories.QuestionFactory(key="due_date", date=True, label_zh="预产期")
    return asked


@pytest.fixture
def benefit(questions):
    return factories.BenefitFactory(per_child=True)


def address(benefit: Benefit) -> str:
    return reverse("admin:benefits_benefit_change", args=[benefit.pk])


def opened(client, benefit: Benefit) -> EditedPage:
    return EditedPage(client, address(benefit))


def in_words(benefit: Benefit) -> list[str]:
    facts = known_facts()
    return [
        "；".join(row.in_words(facts) for row in tier.conditions.all())
        + " → "
        + "；".join(map(str, tier.amounts.all()))
        for tier in benefit.tiers.all()
    ]


def faults(page: EditedPage) -> dict[str, list[str]]:
    return {place.id: place.messages for place in page.answer.context["table"].places}


# Building


def test_a_new_benefit_is_saved_with_its_table_in_one_go(staff, questions):
    routing, department = factories.QuestionFactory(choices=["liangxi", "xishan"]), factories.DepartmentFactory()
    measure = factories.MeasureFactory()
    page = EditedPage(staff, reverse("admin:benefits_benefit_add"))
    page.type({"measure": str(measure.pk), "title_zh": "托育补助", "per": "child", "life_stage": "age_0_3"})
    page.type({"enquire_at": str(department.pk), "routing": str(routing.pk)})
    page.type({"summary_zh": "每月补助。", "for_whom_zh": "孩子。", "quotations": "全面落实生育津贴免申即享。"})
    page.type({"new-column": "childcare"}).press("add-column")
    page.type({"new-column": "age_months"}).press("add-column")
    page.type({"t0-c0-value": ["nursery", "kindergarten"], "t0-c1-operator": "at_most", "t0-c1-value": ["18", ""]})
    page.type({"t0-a0-kind": "monthly", "t0-a0-yuan": "500"}).press("copy-tier:0")
    page.type({"t1-c1-operator": "between", "t1-c1-value": ["19", "36"], "t1-a0-yuan": "1,300元"})
    assert page.save().status_code == 302
    benefit = Benefit.objects.get()
    assert benefit.key == f"measure-{measure.number}-1"
    assert in_words(benefit) == [
        "在托育 是其中之一 nursery的选项、kindergarten的选项；孩子月龄 不大于 18 → 每月金额 500.00元",
        "在托育 是其中之一 nursery的选项、kindergarten的选项；孩子月龄 在两者之间（含两端） 19-36 → 每月金额 1300.00元",
    ]


def test_one_press_of_a_button_saves_nothing_and_refuses_nothing(staff, benefit):
    page = opened(staff, benefit).type({"title_zh": "", "new-column": "employment"}).press("add-column")
    assert page.fields["title_zh"] == [""]
    assert page.fields["c0-fact"] == ["employment"]
    assert "errornote" not in page.text
    assert not Tier.objects.exists()


def test_each_button_does_what_it_says(staff, benefit):
    for kind in ("in_kind", "as_regulated"):
        factories.TierAmountFactory(tier=factories.TierFactory(benefit=benefit, amount=None), kind=kind)
    first, second = benefit.tiers.all()
    page = opened(staff, benefit)

    def ids() -> list[str]:
        return [page.fields[f"t{number}-id"][0] for number in range(9) if f"t{number}-id" in page.fields]

    page.press("raise-tier:1")
    assert ids() == [str(second.pk), str(first.pk)]
    page.press("lower-tier:0")
    assert ids() == [str(first.pk), str(second.pk)]
    page.press("copy-tier:0")
    assert ids() == [str(first.pk), "", str(second.pk)]
    assert page.fields["t1-a0-kind"] == ["in_kind"]
    page.press("remove-tier:0")
    assert ids() == ["", str(second.pk)]
    page.press("add-tier")
    assert ids() == ["", str(second.pk), ""]
    page.type({"new-column": "pregnant"}).press("add-column")
    page.type({"t0-c0-value": "true"}).press("remove-column:0")
    assert "c0-fact" not in page.fields
    page.press("add-amount:1")
    assert page.fields["t1-a1-kind"] == [""]
    page.press("remove-amount:1:0")
    assert page.fields["t1-a0-kind"] == [""]


def test_the_work_goes_on_where_the_button_has_led(staff, benefit):
    page = opened(staff, benefit).press("add-tier")
    assert 'id="t0" tabindex="-1" autofocus' in page.text
    assert "已加上第1档。" in page.text


@pytest.mark.parametrize(
    "action", ["raise-tier:0", "lower-tier:9", "copy-tier:-1", "remove-amount:0", "drop-table", "add-tier:9999999", ""]
)
def test_a_button_that_the_table_does_not_have_does_nothing(staff, benefit, action):
    factories.TierFactory(benefit=benefit)
    page = opened(staff, benefit)
    before = dict(page.fields)
    page.press(action or ":")
    assert {name: value for name, value in page.fields.items() if name[0] == "t"} == {
        name: value for name, value in before.items() if name[0] == "t"
    }


def test_a_table_as_large_as_it_may_be_is_saved_within_the_limits_of_a_request(staff, benefit):
    cells = tuple(Cell("one_of", ("nursery", "kindergarten", "none")) for _ in range(MAX_COLUMNS))
    tiers = (TypedTier(cells, (TypedAmount(kind="in_kind"),)),) * MAX_TIERS
    saving.save(
        benefit, draft_of(Table((Column("childcare", "childcare"),) * MAX_COLUMNS, tiers), known_facts(), "child").tiers
    )
    page = opened(staff, benefit)
    assert sum(map(len, page.fields.values())) < settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
    assert page.save().status_code == 302
    page = opened(staff, benefit).press("add-tier")
    assert f"最多{MAX_TIERS}档" in page.text


# Controls


def test_facts_are_grouped_by_section_and_those_no_condition_may_use_are_not_offered(staff, benefit):
    section = Question.objects.get(key="employment").section
    section.title_zh = "工作情况"
    section.save()
    page = opened(staff, benefit)
    groups = {
        group.label: [option.key for option in group.options] for group in page.answer.context["table"].new_columns
    }
    assert groups["工作情况"] == ["employment"]
    assert "age_months" in groups["系统算出的事项"]
    offered = {key for keys in groups.values() for key in keys}
    assert not offered & {"due_date", "children"}
    page.type({"per": "household"}).press("refresh")
    offered = {option.key for group in page.answer.context["table"].new_columns for option in group.options}
    assert "employment" in offered
    assert not offered & {"childcare", "age_months"}


@pytest.mark.parametrize(
    ("fact", "typed", "saved"),
    [
        ("pregnant", {"value": "false"}, "怀孕：否"),
        ("employment", {"value": ["employee"]}, "就业 是 employee的选项"),
        ("employment", {"operator": "is_not", "value": ["employee"]}, "就业 不是 employee的选项"),
        ("order", {"operator": "at_least", "value": ["２", ""]}, "第几孩 不小于 2"),
        ("order", {"operator": "one_of", "value": ["1、3", ""]}, "第几孩 是其中之一 1、3"),
        (
            "paid",
            {"operator": "between", "value": ["1,000", "2000.50"]},
            "已缴社保费 在两者之间（含两端） 1000-2000.50",
        ),
        ("bought", {"operator": "before", "value": ["2026-01-01", ""]}, "购房日期 早于 2026-01-01"),
        (
            "bought",
            {"operator": "on_or_after", "value": ["2026-01-01", ""], "parameter": "policy_published_on"},
            "购房日期 当日或之后 文件正式公布之日",
        ),
    ],
)
def test_each_type_of_fact_is_typed_in_its_own_control(staff, benefit, fact, typed, saved):
    page = opened(staff, benefit).press("add-tier").type({"new-column": fact}).press("add-column")
    page.type({f"t0-c0-{name}": value for name, value in typed.items()}).type({"t0-a0-kind": "in_kind"})
    assert page.save().status_code == 302
    assert in_words(benefit) == [f"{saved} → 服务或权利（没有金额）"]
    before = compile_release()
    assert opened(staff, benefit).save().status_code == 302
    assert compile_release() == before


def test_a_column_whose_fact_is_changed_is_emptied_and_never_saved_unseen(staff, benefit):
    tier = factories.TierFactory(benefit=benefit)
    factories.ConditionFactory(tier=tier, fact="employment", operator="is", value="employee")
    page = opened(staff, benefit).type({"c0-fact": "childcare"})
    page.save()
    assert faults(page) == {"c0": ["事项换了，这一列的条件已清空，请重新填写。"]}
    assert str(tier.conditions.get()) == "employment 是 employee"
    assert "t0-c0-value" not in page.fields
    assert page.type({"t0-c0-value": ["none"]}).save().status_code == 302
    assert str(tier.conditions.get()) == "childcare 是 none"


def test_what_cannot_be_used_any_more_is_shown_and_stays_until_it_is_changed(staff, benefit):
    tier = factories.TierFactory(benefit=benefit)
    for fact, operator, value in [
        ("vanished", "at_least", "3"),
        ("employment", "one_of", "employee, retired"),
        ("pregnant", "is_not", "maybe"),
        ("children", "is", "2"),
    ]:
        factories.ConditionFactory(tier=tier, fact=fact, operator=operator, value=value)
    page = opened(staff, benefit)
    assert '<option value="vanished" selected>vanished（不能用）</option>' in page.text
    assert page.fields["t0-c1-value"] == ["employee", "retired"]
    page.save()
    assert set(faults(page)) == {"c0", "t0-c1", "t0-c2", "c3"}
    assert [str(row) for row in tier.conditions.all()] == [
        "vanished 不小于 3",
        "employment 是其中之一 employee, retired",
        "pregnant 不是 maybe",
        "children 是 2",
    ]
    for _column in range(3):
        page.press("remove-column:0" if page.fields["c0-fact"] != ["employment"] else "remove-column:1")
    assert page.type({"t0-c0-value": ["employee"]}).save().status_code == 302
    assert in_words(benefit) == ["就业 是 employee的选项 → 服务或权利（没有金额）"]


def test_a_fact_that_a_tier_uses_twice_has_two_columns(staff, benefit):
    tier = factories.TierFactory(benefit=benefit)
    for operator, value in (("at_least", "6"), ("at_most", "9")):
        factories.ConditionFactory(tier=tier, fact="age_months", operator=operator, value=value)
    page = opened(staff, benefit)
    assert (page.fields["c0-fact"], page.fields["c1-fact"]) == (["age_months"], ["age_months"])
    assert page.type({"t0-c1-value": ["12", ""]}).save().status_code == 302
    assert in_words(benefit) == ["孩子月龄 不小于 6；孩子月龄 不大于 12 → 服务或权利（没有金额）"]


# Faults


@pytest.mark.parametrize(
    ("fact", "typed", "place", "reason"),
    [
        ("agee", {"operator": "is", "value": "true"}, "c0", "“agee”不能作条件"),
        ("due_date", {"operator": "before", "value": "2026-01-01"}, "c0", "不能作条件"),
        ("", {"operator": "is", "value": "1"}, "c0", "请选这一列的事项"),
        ("employment", {"operator": "at_least", "value": "employee"}, "t0-c0", "可以用：是、不是、是其中之一"),
        ("employment", {"operator": "one_of", "value": ["retired"]}, "t0-c0", "“retired”不合适"),
        ("employment", {"operator": "is_not", "value": ["employee", "flexible"]}, "t0-c0", "“不是”只能勾一项"),
        ("order", {"operator": "at_least", "value": ["", ""]}, "t0-c0", "请填要比较的值"),
        ("order", {"operator": "at_least", "value": ["11", ""]}, "t0-c0", "11 超出范围"),
        ("order", {"operator": "", "value": ["2", ""]}, "t0-c0", "请选怎样比较"),
        ("order", {"operator": "between", "value": ["3", ""]}, "t0-c0", "请填两端"),
        ("order", {"operator": "between", "value": ["3", "2"]}, "t0-c0", "前一个值比后一个大"),
        ("bought", {"operator": "before", "value": ["2026-13-01", ""]}, "t0-c0", "请填日期"),
        ("bought", {"operator": "before", "parameter": "election_day"}, "t0-c0", "没有叫“election_day”的文件参数"),
        ("order", {"operator": "drop", "value": ["1", ""]}, "t0-c0", "不能这样比较"),
        ("vanished" * 20, {"value": "1" * 400}, "c0", "不能作条件"),
    ],
)
def test_a_bad_condition_is_refused_at_its_cell(staff, benefit, fact, typed, place, reason):
    page = opened(staff, benefit).press("add-tier").type({"c0-fact": fact, "c0-was": fact, "t0-a0-kind": "in_kind"})
    page.type({f"t0-c0-{name}": value for name, value in typed.items()})
    assert page.save().status_code == 200
    assert list(faults(page)) == [place]
    assert reason in faults(page)[place][0]
    assert f'<div id="{place}-faults" data-follows><ul class="errorlist"><li>' in page.text
    assert page.fields["c0-fact"] == [fact]
    assert not Condition.objects.exists()


@pytest.mark.parametrize(
    ("typed", "field", "reason"),
    [
        ({"kind": "monthly"}, "yuan", "“每月金额”要填这一项"),
        ({"kind": "monthly", "yuan": "abc"}, "yuan", "数字"),
        ({"kind": "monthly", "yuan": "NaN"}, "yuan", "数字"),
        ({"kind": "monthly", "yuan": "0"}, "yuan", "0.01"),
        ({"kind": "monthly", "yuan": "1.005"}, "yuan", "2"),
        ({"kind": "ceiling", "yuan": "5"}, "basis", "要填这一项"),
        ({"kind": "percent", "percent": "101", "of": "paid"}, "percent", "100"),
        ({"kind": "percent", "percent": "80", "of": "employment"}, "of", "不是金额问题"),
        ({"kind": "gift"}, "kind", "请选标准的种类"),
        ({"yuan": "500"}, "kind", "请选标准的种类"),
        ({"kind": "in_kind", "valid_from": "someday"}, "valid_from", "日期"),
        ({"kind": "in_kind", "valid_from": "2026-02-01", "valid_until": "2026-01-31"}, "valid_until", "不能早于"),
    ],
)
def test_a_bad_amount_is_refused_at_its_field(staff, benefit, typed, field, reason):
    page = opened(staff, benefit).press("add-tier")
    page.type({f"t0-a0-{name}": value for name, value in typed.items()})
    assert page.save().status_code == 200
    assert list(faults(page)) == [f"t0-a0-{field}"]
    assert reason in faults(page)[f"t0-a0-{field}"][0]
    assert not TierAmount.objects.exists()


def test_fields_that_the_kind_does_not_need_are_not_in_its_way(staff, benefit):
    page = opened(staff, benefit).press("add-tier").type({"t0-a0-kind": "in_kind", "t0-a0-yuan": "500"})
    assert page.save().status_code == 302
    assert TierAmount.objects.get().yuan is None


def test_two_amounts_on_one_day_are_refused_where_the_second_begins(staff, benefit):
    tier = factories.TierFactory(benefit=benefit, amount=None)
    factories.TierAmountFactory(tier=tier, monthly=True, valid_until=date(2026, 12, 31))
    page = opened(staff, benefit).press("add-amount:0")
    page.type({"t0-a1-kind": "monthly", "t0-a1-yuan": "600", "t0-a1-valid_from": "2026-12-31"}).save()
    assert faults(page) == {"t0-a1-valid_from": ["与前面一个标准的有效日期重叠。同一天只能有一个标准。"]}
    assert page.type({"t0-a1-valid_from": "2027-01-01"}).save().status_code == 302
    assert [row.yuan for row in tier.amounts.all()] == [500, 600]


def test_a_tier_ends_no_earlier_than_it_begins(staff, benefit):
    tier = factories.TierFactory(benefit=benefit)
    page = opened(staff, benefit).type({"t0-valid_from": "2026-02-01", "t0-valid_until": "2026-01-31"})
    page.save()
    assert faults(page) == {"t0-valid_until": ["截止日不能早于生效日。"]}
    assert page.type({"t0-valid_until": "2026-02-01"}).save().status_code == 302
    tier.refresh_from_db()
    assert tier.valid_until == date(2026, 2, 1)


def test_a_benefit_with_conditions_on_children_cannot_become_one_of_the_household(staff, benefit):
    factories.ConditionFactory(
        tier=factories.TierFactory(benefit=benefit), fact="age_months", operator="at_most", value="18"
    )
    page = opened(staff, benefit).type({"per": "household"})
    assert page.save().status_code == 200
    assert "每个孩子" in faults(page)["c0"][0]
    benefit.refresh_from_db()
    assert benefit.per == "child"


# Words and findings


def test_the_table_in_words_stands_beside_it(staff, benefit):
    page = opened(staff, benefit).press("add-tier").press("add-tier")
    page.type({"new-column": "childcare"}).press("add-column").type({"new-column": "age_months"}).press("add-column")
    page.type({"t0-c0-value": ["nursery", "none"], "t0-c1-operator": "at_most", "t0-c1-value": ["18", ""]})
    page.type({"t0-a0-kind": "monthly", "t0-a0-yuan": "500", "t0-valid_from": "2026-03-01"})
    page.type({"t1-c1-operator": "at_most"}).press("refresh")
    assert page.answer.context["table"].sentences == [
        ("第1档", "在托育为nursery的选项或none的选项；孩子不超过18个月 → 拟每月给予500元（自2026年3月1日起）"),
        ("第2档", "孩子月龄：（没填好） → （还没有标准）"),
    ]


def test_the_words_follow_the_standing_of_the_document(staff, benefit):
    document = benefit.measure.document
    document.status, document.published_on, document.effective_from = "in_force", "2026-01-01", "2026-02-01"
    document.save()
    tier = factories.TierFactory(benefit=benefit, amount=None)
    factories.TierAmountFactory(tier=tier, monthly=True)
    assert opened(staff, benefit).answer.context["table"].sentences == [("第1档", "不设条件 → 每月给予500元")]


def test_a_contradiction_is_shown_where_it_stands_while_it_is_typed_and_may_be_saved(staff, benefit):
    page = opened(staff, benefit).press("add-tier").type({"new-column": "age_months"}).press("add-column")
    page.type({"t0-c0-operator": "at_most", "t0-c0-value": ["36", ""], "t0-a0-kind": "in_kind"}).press("copy-tier:0")
    page.type({"t1-c0-operator": "between", "t1-c0-value": ["3", "6"]}).press("refresh")
    first, second = page.answer.context["table"].tiers
    assert first.findings == []
    assert "都先符合第1档" in second.findings[0].message
    page.type({"t1-c0-value": ["37", "40"]}).press("refresh")
    assert page.answer.context["table"].tiers[1].findings == []
    page.type({"new-column": "age_months"}).press("add-column")
    page.type({"t1-c1-operator": "at_least", "t1-c1-value": ["41", ""]}).press("refresh")
    _first, second = page.answer.context["table"].tiers
    assert "永远不会成立" in second.cells[1].findings[0].message
    assert page.save().status_code == 302


def test_findings_stand_at_their_tier_and_their_cell_and_do_not_stop_saving(staff, benefit, monkeypatch):
    found = [
        Finding("", "与第1档重复。", True, "benefit", benefit.key, 2, ""),
        Finding("", "没有这样的孩子。", True, "benefit", benefit.key, 1, "conditions.1"),
        Finding("", "从来用不到。", False, "benefit", benefit.key, 1, "amounts.1"),
        Finding("", "核对日期已过。", False, "benefit", benefit.key, None, "review_by"),
    ]
    monkeypatch.setattr(table_page, "findings_of", lambda *_draft: found)
    for _number in range(2):
        tier = factories.TierFactory(benefit=benefit)
        factories.ConditionFactory(tier=tier, fact="age_months", operator="at_most", value="18")
    # A column that the first tier leaves empty: its only condition stands in the second.
    factories.ConditionFactory(tier=tier, fact="pregnant", order=0)
    page = opened(staff, benefit)
    first, second = page.answer.context["table"].tiers
    assert first.cells[1].findings == [found[1]]
    assert first.amounts[0].findings == [found[2]]
    assert second.findings == [found[0]]
    assert "改好之前不能提交审核。表里的矛盾不妨碍先保存" in page.text
    assert "核对日期已过。" in page.text
    assert page.save().status_code == 302


def test_nothing_is_found_while_something_is_not_filled_in(staff, benefit):
    page = opened(staff, benefit).press("add-tier").type({"t0-a0-kind": "monthly"}).press("refresh")
    assert "都填对后，这里会显示检查结果" in page.text
    assert faults(page) == {}


def test_a_wrong_value_is_named_while_it_is_being_typed(staff, benefit):
    page = opened(staff, benefit).press("add-tier").type({"new-column": "order"}).press("add-column")
    page.type({"t0-c0-operator": "at_least", "t0-c0-value": ["99", ""]}).press("refresh")
    assert list(faults(page)) == ["t0-c0"]


# Rows


def test_rows_are_changed_where_they_stand(staff, benefit):
    tiers = [factories.TierFactory(benefit=benefit, amount=None) for _ in range(3)]
    for tier in tiers:
        factories.ConditionFactory(tier=tier, fact="age_months", operator="at_most", value="18")
        factories.ConditionFactory(tier=tier, fact="pregnant")
        factories.TierAmountFactory(tier=tier, monthly=True)
    first, second, third = tiers
    conditions = {row.pk for row in second.conditions.all()}
    page = opened(staff, benefit).press("remove-tier:0").press("raise-tier:1")
    page.type({"t1-c0-value": ["20", ""], "t1-a0-yuan": "700"})
    assert page.save().status_code == 302
    assert list(benefit.tiers.values_list("pk", "order")) == [(third.pk, 1), (second.pk, 2)]
    assert {row.pk for row in second.conditions.all()} == conditions
    assert str(second.conditions.first()) == "age_months 不大于 20"
    assert second.amounts.get().yuan == 700
    assert [entry.history_type for entry in Tier.history.filter(id=first.pk)] == ["-", "+"]
    assert [entry.value for entry in Condition.history.filter(tier_id=second.pk, fact="age_months")] == ["20", "18"]
    assert Condition.history.filter(tier_id=third.pk).count() == 2


def test_a_page_saved_as_it_was_leaves_no_mark_in_the_history(staff, policy):
    before = compile_release()
    models = (Benefit, Tier, Condition, TierAmount)
    marks = [model.history.count() for model in models]
    for benefit in Benefit.objects.filter(measure__number=9):
        assert opened(staff, benefit).save().status_code == 302
    assert [model.history.count() for model in models] == marks
    assert compile_release() == before


def test_another_benefit_s_rows_are_out_of_reach(staff, benefit):
    other = factories.TierFactory(benefit__per_child=True, amount=None)
    amount = factories.TierAmountFactory(tier=other, monthly=True)
    page = opened(staff, benefit).press("add-tier")
    page.type({"t0-id": str(other.pk), "t0-a0-id": str(amount.pk), "t0-a0-kind": "in_kind"})
    assert page.save().status_code == 302
    amount.refresh_from_db()
    assert (amount.kind, amount.tier_id, other.benefit.tiers.get()) == ("monthly", other.pk, other)
    assert benefit.tiers.get().pk != other.pk


@pytest.mark.parametrize(
    "typed",
    [
        {"t5-id": ["x"], "t5-a9-kind": ["in_kind"]},
        {"t999-id": ["9" * 30], "t999-a0-kind": ["in_kind"]},
        {"t0-id": ["1", "2"], "c7-fact": ["pregnant"], "t0-c7-value": ["tr\x00ue"], "t0-a0-kind": ["in_kind"]},
        {"t0-c3-value": ["1"] * 50, "c0-was": ["x"], "t0-a0-kind": ["in_kind"], "t-1-id": ["1"], "t0-id": []},
    ],
)
def test_a_table_that_was_tampered_with_is_read_as_far_as_it_goes(staff, benefit, typed):
    tier = factories.TierFactory(benefit=benefit)
    page = opened(staff, benefit)
    page.fields = {name: value for name, value in page.fields.items() if name[0] not in "tc" or name == "title_zh"}
    page.fields |= typed | {"table-end": ["1"]}
    assert page.save().status_code in (200, 302)
    assert Tier.objects.filter(benefit=benefit).exists() or not Tier.objects.filter(pk=tier.pk).exists()


def test_a_request_cut_short_takes_no_tier_away(staff, benefit):
    tier = factories.TierFactory(benefit=benefit)
    page = opened(staff, benefit)
    page.fields = {name: value for name, value in page.fields.items() if not name.startswith(("t0", "table-end"))}
    assert page.save().status_code == 302
    assert benefit.tiers.get() == tier


def test_more_tiers_than_a_request_can_hold_are_refused(staff, benefit):
    page = opened(staff, benefit)
    page.type({f"t{number}-id": "" for number in range(MAX_TIERS + 1)})
    assert page.save().status_code == 200
    assert list(faults(page)) == ["table"]
    assert not Tier.objects.exists()


def test_the_page_takes_the_same_queries_however_long_the_table_is(staff, benefit, django_assert_max_num_queries):
    def queries(number: int) -> None:
        factories.ConditionFactory.create_batch(number, tier=factories.TierFactory(benefit=benefit), fact="pregnant")
        factories.TierFactory.create_batch(number, benefit=benefit)
        with django_assert_max_num_queries(50):
            opened(staff, benefit)
        page = opened(staff, benefit)
        with django_assert_max_num_queries(60):
            page.press("refresh")

    queries(1)
    queries(9)


# Rights


def test_an_editor_of_another_department_reads_the_table_and_cannot_touch_it(client, benefit):
    tier = factories.TierFactory(benefit=benefit)
    signed_in(client, factories.UserFactory(editor=True))
    answer = client.get(address(benefit))
    assert "第1档" in answer.content.decode()
    assert 'name="table-do"' not in answer.content.decode()
    assert 'name="_save"' not in answer.content.decode()
    post = {"table-end": "1", "table-do": "refresh"}
    assert client.post(address(benefit), post).status_code == 403
    assert client.post(reverse("admin:benefits_benefit_table", args=[benefit.pk]), post).status_code == 403
    assert benefit.tiers.get() == tier


def test_the_preview_is_for_those_who_may_save(client, benefit):
    preview = reverse("admin:benefits_benefit_table", args=[benefit.pk])
    new = reverse("admin:benefits_benefit_new_table")
    assert client.post(preview).status_code == 302
    signed_in(client, factories.UserFactory(auditor=True))
    assert client.post(preview).status_code == 403
    assert client.post(new).status_code == 403
    signed_in(client, factories.UserFactory(publisher=True))
    assert client.get(preview).status_code == 405
    assert client.post(preview).status_code == 200
    assert client.post(new, {"table-do": "add-tier", "table-end": "1"}).status_code == 200
    assert client.post(reverse("admin:benefits_benefit_table", args=["x"])).status_code == 404
    assert client.post(reverse("admin:benefits_benefit_table", args=[benefit.pk + 999])).status_code == 404


def test_an_editor_s_new_benefit_is_their_department_s_and_stays_so(client, questions):
    editor = factories.UserFactory(editor=True)
    signed_in(client, editor)
    other = factories.DepartmentFactory()
    benefit = factories.BenefitFactory(enquire_at=editor.department)
    page = opened(client, benefit)
    assert "owner" not in page.fields
    page.type({"enquire_at": str(other.pk), "owner": str(other.pk)})
    assert page.save().status_code == 302
    benefit.refresh_from_db()
    assert (benefit.enquire_at, benefit.owner) == (other, editor.department)


def test_a_benefit_made_by_an_editor_is_kept_by_their_department(client, questions):
    editor = factories.UserFactory(editor=True)
    signed_in(client, editor)
    routing = factories.QuestionFactory(choices=["liangxi", "xishan"])
    measure = factories.MeasureDepartmentFactory(department=editor.department).measure
    page = EditedPage(client, reverse("admin:benefits_benefit_add"))
    page.type({"measure": str(measure.pk), "title_zh": "新", "life_stage": "age_0_3", "key": "new-one"})
    page.type({"enquire_at": str(factories.DepartmentFactory().pk), "routing": str(routing.pk)})
    page.type({"summary_zh": "有。", "for_whom_zh": "人。", "quotations": "全面落实生育津贴免申即享。"})
    assert page.save().status_code == 302
    assert Benefit.objects.get(key="new-one").owner == editor.department


def test_a_publisher_gives_a_benefit_to_another_department(staff, benefit):
    other = factories.DepartmentFactory()
    assert opened(staff, benefit).type({"owner": str(other.pk)}).save().status_code == 302
    benefit.refresh_from_db()
    assert benefit.owner == other
    assert Department.objects.filter(owned_benefits=benefit).exists()


def test_a_key_that_is_taken_is_refused_at_its_field(staff, benefit):
    other = factories.BenefitFactory()
    page = opened(staff, benefit).type({"key": other.key})
    assert page.save().status_code == 200
    assert list(page.answer.context["adminform"].form.errors) == ["key"]
