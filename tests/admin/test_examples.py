"""Example households in the admin: in words, with how each stands, and edited without a line of data."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from benefits.models import Benefit, Example, Question, TierAmount
from tests.browser import assert_accessible
from tests.factories import (
    BenefitFactory,
    ConditionFactory,
    ExampleFactory,
    QuestionFactory,
    TierAmountFactory,
    TierFactory,
    UserFactory,
)
from tests.sign_in import signed_in, signed_in_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def allowance(db: None) -> Benefit:
    """500 yuan a month for whoever is pregnant, once."""
    QuestionFactory(children=True)
    QuestionFactory(birth_date=True)
    QuestionFactory(key="pregnant", label_zh="怀孕")
    benefit = BenefitFactory(key="allowance", title_zh="孕期补助", measure__number=9)
    tier = TierFactory(benefit=benefit, amount=None)
    ConditionFactory(tier=tier, fact="pregnant")
    TierAmountFactory(tier=tier, monthly=True)
    return benefit


@pytest.fixture
def subsidy(allowance: Benefit) -> Benefit:
    """A service for each child under three, of the same measure."""
    benefit = BenefitFactory(
        key="subsidy", title_zh="托育服务", per="child", measure=allowance.measure, routing=allowance.routing
    )
    tier = TierFactory(benefit=benefit)
    ConditionFactory(tier=tier, fact="age_months", operator="at_most", value="35")
    return benefit


def example(benefit: Benefit, **fields: Any) -> Example:
    given = {
        "name": "怀孕，每月500元",
        "household": {"pregnant": True},
        "expect": {benefit.key: {"status": "eligible", "monthly": 500, "missing": [benefit.routing.key]}},
    }
    return ExampleFactory(measure=benefit.measure, **(given | fields))


@pytest.fixture
def publisher(client: Client) -> Client:
    return signed_in(client, UserFactory(publisher=True))


def url(page: str, *args: Any) -> str:
    return reverse(f"admin:benefits_example_{page}", args=args)


def text(response: Any) -> str:
    return response.content.decode()


def fields_of(client: Client, row: Example) -> dict[str, Any]:
    """What a browser would send of the page as it opens."""
    page = client.get(url("change", row.pk)).context
    form = page["adminform"].form
    fields = {"loaded": page["concurrent"].token}
    fields |= {field.html_name: field.value() for field in form if field.name != "expect"}
    for line in form.fields["expect"].rows:
        typed = line.typed
        fields |= {f"expect-{line.name}-{part}": getattr(typed, part) for part in ("status", "kind", "figure")}
    return {name: value for name, value in fields.items() if value is not None}


def saved(client: Client, row: Example, **changes: Any) -> Any:
    return client.post(url("change", row.pk), fields_of(client, row) | changes)


def errors(response: Any) -> dict[str, list[str]]:
    return response.context["adminform"].form.errors


def of(benefit: str, **parts: str) -> dict[str, str]:
    return {f"expect-{benefit}-{part}": value for part, value in parts.items()}


def test_the_list_says_how_each_stands_and_is_filtered_by_measure(publisher, allowance):
    example(allowance)
    example(allowance, name="不会通过", expect={allowance.key: {"status": "not_eligible"}})
    page = text(publisher.get(url("changelist") + f"?measure__id__exact={allowance.measure.pk}"))
    assert "示例家庭都是虚构的" in page
    assert "不要录入真实的家庭" in page
    assert page.count(">通过<") == 1
    assert "不通过：孕期补助：预期可能不符合，得到可能符合" in page


def test_the_list_takes_the_same_queries_however_long_it_is(publisher, allowance, django_assert_max_num_queries):
    example(allowance)
    publisher.get(url("changelist"))
    for _number in range(5):
        example(allowance)
    with django_assert_max_num_queries(35):
        publisher.get(url("changelist"))


def test_a_measure_shows_its_examples_those_that_fail_first(publisher, allowance):
    passing = example(allowance)
    failing = example(allowance, name="不会通过", expect={allowance.key: {"status": "not_eligible"}})
    page = text(publisher.get(reverse("admin:benefits_measure_change", args=[allowance.measure.pk])))
    assert page.index(url("change", failing.pk)) < page.index(url("change", passing.pk))
    assert "孕期补助：预期可能不符合，得到可能符合" in page
    assert f"{url('changelist')}?measure__id__exact={allowance.measure.pk}" in page


def test_the_page_tells_household_expectation_and_standing_in_words(publisher, subsidy, allowance):
    row = example(
        allowance,
        household={"pregnant": True, "children": [{"birth_date": "2025-03-24"}]},
        expect={"allowance": {"monthly": 600}, "subsidy": {"children": [{"in_kind": True, "candidates": 1}]}},
    )
    page = text(publisher.get(url("change", row.pk)))
    assert "<dt>怀孕</dt>" in page
    assert "2025年3月24日" in page
    assert "不通过" in page
    assert "孕期补助：预期每月600元，得到每月500元" in page
    assert "托育服务 · 孩子1" in page
    assert "另外核对：1种可能的标准" in page
    assert f"{reverse('check:trial')}?example={row.key}" in page
    assert "in_kind&quot;" not in page


def test_a_new_example_begins_in_a_trial(publisher, client):
    assert publisher.get(url("add")).url == reverse("check:trial")
    assert signed_in(client, UserFactory(auditor=True)).get(url("add")).status_code == 403


def test_saved_unchanged_it_stays_as_it_was_and_leaves_no_mark(publisher, allowance):
    row = example(allowance, totals={"one_off": "0.00", "monthly": "500.00"})
    assert saved(publisher, row).status_code == 302
    again = Example.objects.get()
    assert (again.expect, again.totals) == (row.expect, row.totals)
    assert again.history.count() == 1


def test_an_amount_is_changed_with_a_reason_that_the_history_keeps(publisher, allowance):
    row = example(allowance)
    response = saved(publisher, row, **of("allowance", figure="６００"), reason="标准提高到600元")
    assert response.status_code == 302
    again = Example.objects.get()
    assert again.expect == {
        "allowance": {"status": "eligible", "monthly": "600.00", "missing": [allowance.routing.key]}
    }
    assert again.history.first().history_change_reason == "标准提高到600元"


def test_a_changed_expectation_without_a_reason_is_refused_and_what_was_typed_stays(publisher, allowance):
    row = example(allowance)
    response = saved(publisher, row, **of("allowance", figure="600"))
    assert list(errors(response)) == ["reason"]
    assert 'value="600"' in text(response)
    assert Example.objects.get().expect == row.expect


def test_wording_is_changed_without_a_reason(publisher, allowance):
    row = example(allowance)
    assert saved(publisher, row, name="怀孕的居民", source="（九）").status_code == 302
    assert Example.objects.get().name == "怀孕的居民"


def test_another_status_drops_what_said_how_the_old_one_came_about(publisher, allowance):
    row = example(
        allowance,
        expect={"allowance": {"status": "eligible", "monthly": 500, "missing": [], "governments": [], "candidates": 1}},
    )
    saved(publisher, row, **of("allowance", status="undetermined", kind="", figure=""), reason="试一试")
    assert Example.objects.get().expect == {"allowance": {"status": "undetermined", "governments": []}}


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ({"kind": "in_kind"}, {"in_kind": True}),
        ({"kind": "amount", "figure": ""}, {"amount": None}),
        ({"kind": "percent", "figure": "80%"}, {"percent": 80}),
        ({"kind": "ceiling", "figure": "1,200元"}, {"ceiling": "1200.00"}),
        ({"kind": "one_off", "figure": "5000.5"}, {"one_off": "5000.50"}),
        ({"kind": "", "figure": "12"}, {}),
    ],
)
def test_every_kind_of_amount_can_be_expected(publisher, allowance, typed, expected):
    row = example(allowance, expect={"allowance": {"status": "eligible", "monthly": 500}})
    response = saved(publisher, row, **of("allowance", **typed), reason="试一试")
    assert response.status_code == 302, errors(response)
    assert Example.objects.get().expect == {"allowance": {"status": "eligible"} | expected}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"kind": "monthly", "figure": ""}, "“孕期补助”请填金额（元）"),
        ({"kind": "monthly", "figure": "五百"}, "“孕期补助”请填金额（元）"),
        ({"kind": "monthly", "figure": "-5"}, "“孕期补助”请填金额（元）"),
        ({"kind": "monthly", "figure": "1.234"}, "“孕期补助”请填金额（元）"),
        ({"kind": "percent", "figure": "101"}, "应在1到100之间"),
        ({"kind": "percent", "figure": "0"}, "应在1到100之间"),
        ({"kind": "percent", "figure": "9" * 5000}, "应在1到100之间"),
        ({"kind": "gold"}, "请从列出的选项中选择"),
        ({"status": "perhaps"}, "请从列出的选项中选择"),
        ({"status": "", "kind": "", "figure": ""}, "请至少对一项待遇写明预期"),
    ],
)
def test_a_bad_expectation_is_refused_at_its_field_and_by_its_row(publisher, allowance, typed, said):
    row = example(allowance)
    response = saved(publisher, row, **of("allowance", **typed), reason="试一试")
    assert said in errors(response)["expect"][0]
    assert Example.objects.get().expect == row.expect


def test_children_are_expected_one_by_one(publisher, subsidy, allowance):
    row = example(
        allowance,
        household={"children": [{"birth_date": "2025-03-24"}, {"birth_date": "2015-03-24"}]},
        expect={"allowance": {"status": "undetermined"}},
    )
    changes = {
        **of("subsidy", status="eligible"),
        **of("subsidy.0", status="eligible", kind="in_kind"),
        **of("subsidy.1", status="not_eligible"),
    }
    assert saved(publisher, row, **changes, reason="加上孩子").status_code == 302
    again = Example.objects.get()
    assert again.expect == {
        "allowance": {"status": "undetermined"},
        "subsidy": {
            "status": "eligible",
            "children": [{"status": "eligible", "in_kind": True}, {"status": "not_eligible"}],
        },
    }
    assert ">通过<" in text(publisher.get(url("change", row.pk)))


def test_what_is_expected_of_unknown_children_stays_with_another_status(publisher, subsidy, allowance):
    row = example(allowance, household={}, expect={"subsidy": {"status": "undetermined", "children": None}})
    saved(publisher, row, **of("subsidy", status="not_eligible"), reason="试一试")
    assert Example.objects.get().expect == {"subsidy": {"status": "not_eligible", "children": None}}


@pytest.mark.parametrize(
    ("totals", "field"), [({"total_one_off": "5"}, "total_monthly"), ({"total_monthly": "-1"}, "total_monthly")]
)
def test_totals_are_two_sums_or_none(publisher, allowance, totals, field):
    response = saved(publisher, example(allowance), **totals, reason="试一试")
    assert field in errors(response)
    assert Example.objects.get().totals is None


def test_totals_are_set_and_taken_away(publisher, allowance):
    row = example(allowance)
    saved(publisher, row, total_one_off="0", total_monthly="500", reason="加上合计")
    assert Example.objects.get().totals == {"one_off": "0.00", "monthly": "500.00"}
    saved(publisher, Example.objects.get(), total_one_off="", total_monthly="", reason="不核对合计")
    assert Example.objects.get().totals is None


def test_a_day_before_a_child_was_born_is_refused_at_its_field(publisher, allowance):
    row = example(allowance, household={"children": [{"birth_date": "2025-03-24"}]})
    assert "孩子1的出生日期" in errors(saved(publisher, row, on="2025-03-23"))["on"][0]
    assert saved(publisher, row, on="2025-03-24").status_code == 302


def test_an_example_that_never_was_right_opens_and_is_left_as_it_is(publisher, allowance):
    row = example(
        allowance,
        household={"no_such": 1, "children": 3},
        expect={"allowance": {"colour": "red"}, "gone": {"status": "eligible"}},
    )
    page = text(publisher.get(url("change", row.pk)))
    assert "没有叫“gone”的待遇" in page
    assert saved(publisher, row, name="另一个名字").status_code == 302
    assert Example.objects.get().expect == row.expect
    saved(publisher, Example.objects.get(), **of("gone", status=""), reason="没有了")
    assert Example.objects.get().expect == {"allowance": {"colour": "red"}}


def test_rules_half_written_do_not_close_the_page(publisher, allowance):
    row = example(allowance)
    Question.objects.filter(key="pregnant").update(type="money")
    page = text(publisher.get(url("change", row.pk)))
    assert "有的待遇规则还没有写完" in page
    assert publisher.get(url("changelist")).status_code == 200


def test_an_editor_changes_those_of_their_measures_and_reads_the_others(client, allowance):
    other = BenefitFactory(routing=allowance.routing)
    own, strange = example(allowance), example(other)
    signed_in(client, UserFactory(is_editor=True, department=allowance.enquire_at))
    assert saved(client, own, name="改了").status_code == 302
    page = text(client.get(url("change", strange.pk)))
    assert 'name="_save"' not in page
    assert "可能符合、每月500元" in page
    assert "monthly" not in page
    assert client.post(url("change", strange.pk), {"name": "改了"}).status_code == 403


def test_two_people_on_one_example_see_each_other_s_changes_in_words(publisher, allowance):
    row = example(allowance)
    opened = fields_of(publisher, row)
    saved(publisher, row, **of("allowance", figure="600"), total_one_off="0", total_monthly="600", reason="标准提高")
    page = publisher.post(url("change", row.pk), opened | of("allowance", figure="700") | {"reason": "标准又提高"})
    told = {line.label: (line.before, line.now) for line in page.context["concurrent"].conflict.lines}
    assert told["预期"] == (
        "孕期补助：可能符合、每月500元、还需要回答：" + allowance.routing.label_zh,
        "孕期补助：可能符合、每月600元、还需要回答：" + allowance.routing.label_zh,
    )
    assert told["预期合计"] == ("（没有）", "合计：一次性0元、每月600元")
    assert 'value="700"' in text(page)


def test_a_rule_changed_shows_at_once_which_examples_fail(publisher, allowance):
    row = example(allowance)
    assert ">通过<" in text(publisher.get(url("change", row.pk)))
    TierAmount.objects.update(yuan="600")
    assert "预期每月500元，得到每月600元" in text(publisher.get(url("change", row.pk)))


@pytest.mark.parametrize("width", [1280, 360])
def test_the_pages_are_accessible_and_stay_within_the_window(new_page, live_server, subsidy, allowance, width):
    row = example(
        allowance,
        household={"pregnant": True, "children": [{"birth_date": "2025-03-24"}]},
        expect={"allowance": {"monthly": 600, "missing": []}, "subsidy": {"children": [{"in_kind": True}]}},
    )
    page = new_page(viewport={"width": width, "height": 900})
    signed_in_page(page, UserFactory(publisher=True), live_server.url)
    page.goto(url("change", row.pk))
    main = page.locator("#content-main")
    assert main.evaluate("node => node.scrollWidth <= window.innerWidth")
    for control in page.locator(".expecting select, .expecting input").all():
        assert control.bounding_box()["height"] >= 44
    assert_accessible(page, within="body")


def test_an_expectation_is_changed_in_a_browser_by_choosing(new_page, live_server, allowance):
    row = example(allowance)
    page = new_page()
    signed_in_page(page, UserFactory(publisher=True), live_server.url)
    page.goto(url("change", row.pk))
    group = page.get_by_role("group", name="孕期补助")
    group.get_by_label("结论").select_option(label="可能不符合")
    group.get_by_label("标准", exact=True).select_option(label="不核对")
    page.get_by_label("改动理由").fill("怀孕不再补助")
    page.get_by_role("button", name="保存", exact=True).click()
    page.locator(".messagelist .success").wait_for()
    assert Example.objects.get().expect == {"allowance": {"status": "not_eligible"}}
