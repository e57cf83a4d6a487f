"""What waits, remarks, and attesting in a real browser: found from the first page alone, and open to everybody."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from benefits.models import Benefit, Department, Remark
from benefits.publishing.changes import give_back, submit
from benefits.publishing.publish import publish
from tests import factories
from tests.browser import assert_accessible
from tests.sign_in import signed_in_page

pytestmark = pytest.mark.django_db
SIZES = [{"width": 1280, "height": 900}, {"width": 360, "height": 740}]


@pytest.fixture
def benefit(publishable):
    publishable.title_zh = "托育补贴"
    publishable.save()
    Department.objects.update(name_zh="市卫生健康委员会")
    publish("首次发布")
    return publishable


@pytest.fixture
def editor(benefit):
    return factories.UserFactory(is_editor=True, department=benefit.enquire_at, username="编辑")


@pytest.fixture
def busy(benefit, editor):
    """An editor and a publisher with something of every sort before them."""
    publisher = factories.UserFactory(publisher=True, username="发布")
    benefit.title_zh = "普惠托育补贴"
    benefit.review_by = timezone.localdate() - timedelta(days=3)
    benefit.save()
    change_set = submit(editor, {("benefit", benefit.key)}, "标题改得更清楚")
    give_back(publisher, change_set.pk, "请在说明里写上依据的文件和条款，再提交一次。")
    factories.RemarkFactory(record=benefit, author__username="区卫健委编辑")
    for number in range(7):
        factories.CommitmentFactory(
            measure=benefit.measure, owner=editor.department, title_zh=f"建成第{number + 1}个普惠托育机构"
        )
    other = factories.DepartmentFactory(name_zh="市教育局")
    another = factories.UserFactory(is_editor=True, department=other, username="教育局编辑")
    commitment = factories.CommitmentFactory(measure=benefit.measure, owner=other, title_zh="增加普惠学位")
    submit(another, {("commitment", commitment.key)}, "新的承诺")
    factories.RemarkFactory(record=factories.TermFactory(), text="这个解释太长了。")
    return {"editor": editor, "publisher": publisher, "auditor": factories.UserFactory(auditor=True)}


def opened(new_page, live_server, user, path, size):
    page = signed_in_page(new_page(viewport=size), user, live_server.url)
    page.goto(path)
    return page


def assert_nothing_is_cut_off(page):
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("size", SIZES, ids=["wide", "narrow"])
@pytest.mark.parametrize("role", ["editor", "publisher", "auditor"])
def test_the_first_page_is_open_to_everybody(new_page, live_server, busy, role, size):
    page = opened(new_page, live_server, busy[role], "/admin/", size)
    assert_accessible(page)
    assert_nothing_is_cut_off(page)


@pytest.mark.parametrize("size", SIZES, ids=["wide", "narrow"])
def test_the_pages_of_attesting_and_remarks_are_open_to_everybody(new_page, live_server, busy, benefit, size):
    page = opened(new_page, live_server, busy["editor"], reverse("admin:attest"), size)
    assert_accessible(page)
    assert_nothing_is_cut_off(page)
    page.get_by_role("button", name="勾选的都已核对").click()
    assert page.get_by_role("alert").is_visible()
    assert_accessible(page)
    page = opened(
        new_page,
        live_server,
        busy["publisher"],
        reverse("admin:benefits_remark_add", query={"kind": "benefit", "key": benefit.key}),
        size,
    )
    assert page.get_by_label("留言").is_visible()


def test_an_editor_finds_the_remark_answers_it_and_attests_the_benefit(new_page, live_server, busy, benefit):
    page = opened(new_page, live_server, busy["editor"], "/admin/", SIZES[0])
    page.locator("#waiting-remarks a").first.click()
    page.get_by_label("答复").fill("已按原文改正。")
    page.get_by_role("button", name="标为处理完毕").click()
    page.locator(".messagelist .success").wait_for()
    assert Remark.objects.get(kind="benefit").answer == "已按原文改正。"
    page.locator("#waiting-reviews-due").get_by_role("link", name="一起核对").click()
    page.get_by_label("普惠托育补贴", exact=True).check()
    page.get_by_role("button", name="勾选的都已核对").click()
    page.locator(".messagelist .success").wait_for()
    assert Benefit.objects.get(pk=benefit.pk).attested_on == timezone.localdate()
    assert not page.locator("#waiting-reviews-due").count()


def test_without_scripts_another_department_leaves_a_remark(new_page, live_server, benefit):
    user = factories.UserFactory(editor=True)
    page = signed_in_page(new_page(java_script_enabled=False), user, live_server.url)
    page.goto(reverse("admin:benefits_benefit_change", args=[benefit.pk]))
    page.get_by_role("link", name="给维护单位留言").click()
    assert "市卫生健康委员会" in page.locator("#content").inner_text()
    page.get_by_label("留言").fill("第二句与原文不一样。")
    page.get_by_role("button", name="送出留言").click()
    assert "第二句与原文不一样。" in page.locator(".remarks").inner_text()
