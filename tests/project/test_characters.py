"""U+0000, which PostgreSQL does not keep, is no failure of ours wherever it is sent."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from benefits.publishing.changes import submit
from benefits.publishing.publish import publish
from tests import factories
from tests.accounts.conftest import PASSWORD
from tests.sign_in import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def changed(publishable):
    """A benefit with a change that is not submitted yet."""
    publish("首次发布")
    publishable.title_zh = "改过的标题"
    publishable.save()
    return publishable


@pytest.fixture
def staff(changed):
    return signed_in(Client(raise_request_exception=False), factories.UserFactory(publisher=True))


def assert_no_failure(response):
    """Refused in words on PostgreSQL, if not at its field before; what SQLite keeps is at most shown again."""
    assert response.status_code < 500
    if response.status_code == 400:
        assert "这次提交无法处理" in response.content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "/admin/benefits/benefit/?key=%00",
        "/admin/benefits/benefit/?q=%00",
        "/admin/benefits/benefit/?%00=x",
        "/admin/benefits/benefit/%00/change/",
        "/admin/autocomplete/?term=%00&app_label=benefits&model_name=commitment&field_name=measure",
        "/admin/history/?text=%00",
        "/admin/benefits/remark/add/?kind=benefit&key=%00",
        "/check/trial/?example=%00",
    ],
)
def test_no_address_fails_for_it(staff, address):
    assert_no_failure(staff.get(address))


def test_a_submission_does_not_fail_for_it(staff, changed):
    record, page = f"benefit:{changed.key}", reverse("admin:benefits_changeset_submit")
    assert_no_failure(staff.post(page, {"record": record, "note": "改\0", "submit": "1"}))
    assert_no_failure(staff.post(page, {"record": f"{record}\0", "note": "改", "submit": "1"}))


def test_a_review_does_not_fail_for_it(staff, changed):
    change_set = submit(factories.UserFactory(), {("benefit", changed.key)}, "改标题")
    page = reverse("admin:benefits_changeset_change", args=[change_set.pk])
    assert_no_failure(staff.post(page, {"give_back": "1", "remark": "请再\0改。"}))
    assert staff.get(page).status_code == 200


def test_a_sign_in_does_not_fail_for_it(client, published):
    assert_no_failure(client.post(reverse("account_login"), {"login": "a\0", "password": PASSWORD}))


def test_a_form_that_sends_a_file_does_not_fail_for_it(staff):
    page = reverse("admin:benefits_release_import")
    assert_no_failure(staff.post(page, {"note": "导\0入", "file": SimpleUploadedFile("a.json", b"{}")}))
    with_it_in_the_file = staff.post(page, {"note": "导入", "file": SimpleUploadedFile("a.json", b"\0")})
    assert with_it_in_the_file.status_code == 200
    assert "不是版本文件" in with_it_in_the_file.content.decode()
