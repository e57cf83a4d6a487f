"""The staff's pages in a real browser: nothing that the Content-Security-Policy refuses."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests import factories
from tests.sign_in import signed_in_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff_page(page, live_server):
    """A page on which a member of staff has signed in."""
    return signed_in_page(page, factories.UserFactory(publisher=True), live_server.url)


def test_a_department_is_found_by_typing_in_a_measure_s_list(staff_page):
    measure = factories.MeasureFactory()
    factories.DepartmentFactory(name_zh="市医保局")
    staff_page.goto(reverse("admin:benefits_measure_change", args=[measure.pk]))
    staff_page.locator("#listed_departments-group .add-row a").click()
    staff_page.locator("#listed_departments-0 .select2-selection").click()
    staff_page.locator(".select2-search__field").fill("医保")
    staff_page.locator(".select2-results__option", has_text="市医保局").click()
    staff_page.get_by_role("button", name="保存", exact=True).click()
    staff_page.locator(".messagelist .success").wait_for()
    assert [listed.department.name_zh for listed in measure.listed_departments.all()] == ["市医保局"]


@pytest.mark.parametrize("model", ["department", "policydocument", "measure", "commitment", "question", "benefit"])
def test_pages_of_staff_break_no_rule_of_the_browser(staff_page, model):
    staff_page.goto(reverse(f"admin:benefits_{model}_changelist"))
    staff_page.goto(reverse(f"admin:benefits_{model}_add"))
    assert staff_page.locator("#content h1").inner_text()


def test_the_sign_in_page_has_our_mark_and_asks_for_nothing_that_is_not_there(page):
    page.goto(reverse("admin:login"))
    assert page.locator("link[rel=icon]").get_attribute("href").endswith(".svg")
