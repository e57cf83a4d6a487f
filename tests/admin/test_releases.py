"""Releases in the admin: what each brought, and writing out, reading in and rolling back."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from benefits.models import ChangeSet, Release
from benefits.publishing.changes import approve, submit
from benefits.publishing.checksum import checksum_of
from benefits.publishing.publish import publish
from tests.factories import UserFactory
from tests.sign_in import signed_in

pytestmark = pytest.mark.django_db
IMPORT = "admin:benefits_release_import"


@pytest.fixture
def publisher():
    return UserFactory(publisher=True, username="fabu")


@pytest.fixture
def two_releases(publishable, publisher):
    """The second changed a title: 改过的标题."""
    first = publish("首次发布")
    publishable.title_zh = "改过的标题"
    publishable.save()
    approve(publisher, submit(UserFactory(username="bianji"), {("benefit", publishable.key)}, "改标题").pk)
    return first, publish(author=publisher)


def page_of(client, release):
    return client.get(reverse("admin:benefits_release_change", args=[release.pk])).content.decode()


def export(client, release):
    return client.get(reverse("admin:benefits_release_export", args=[release.number])).content


def upload(client, raw, note="导入"):
    file = SimpleUploadedFile("release.json", raw, content_type="application/json")
    return client.post(reverse(IMPORT), {"file": file, "note": note})


def test_a_release_says_what_it_changed_who_edited_who_approved_and_why(client, two_releases):
    signed_in(client, UserFactory(auditor=True))
    page = page_of(client, two_releases[1])
    for words in ("改过的标题", "bianji", "fabu", "改标题", two_releases[1].checksum):
        assert words in page
    assert "回到这一版" not in page


def test_rolling_back_shows_what_will_change_and_asks_why(client, two_releases, publisher):
    signed_in(client, publisher)
    address = reverse("admin:benefits_release_roll_back", args=[1])
    assert "改过的标题" in client.get(address).content.decode()
    refused = client.post(address, {"note": ""})
    assert refused.context["form"].errors == {"note": ["这个字段是必填项。"]}
    client.post(address, {"note": "标题有误", "seen": "2"})
    newest = Release.objects.newest_first().first()
    assert (newest.number, newest.checksum, newest.published_by) == (3, two_releases[0].checksum, publisher)
    assert "内容与第1版相同" in page_of(client, newest)


@pytest.mark.parametrize("role", ["editor", "auditor", "administrator"])
def test_only_publishers_roll_back_and_import(client, two_releases, role):
    signed_in(client, UserFactory(**{role: True}))
    assert client.post(reverse("admin:benefits_release_roll_back", args=[1]), {"note": "x"}).status_code == 403
    assert client.get(reverse(IMPORT)).status_code == 403
    assert Release.objects.count() == 2


def test_what_was_written_out_is_read_in_with_the_same_checksum(client, two_releases, publisher):
    signed_in(client, publisher)
    upload(client, export(client, two_releases[0]))
    approve(UserFactory(publisher=True), ChangeSet.objects.get(state="submitted").pk)
    assert publish().checksum == two_releases[0].checksum


def test_an_import_says_what_it_would_change(client, two_releases, publisher):
    signed_in(client, publisher)
    answer = upload(client, export(client, two_releases[0]))
    assert "改过的标题" in client.get(answer.url).content.decode()


def file_with(release, **changes):
    content = json.loads(json.dumps(release.content)) | changes.pop("content", {})
    # A character that UTF-8 cannot write has no checksum either.
    checksum = checksum_of(content) if "\\ud800" not in str(content) else ""
    return json.dumps({"release": 1, "checksum": checksum, "content": content} | changes).encode()


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        (lambda release: b"", "所提交的是空文件"),
        (lambda release: b"{", "不是版本文件"),
        (lambda release: b"[]", "不是版本文件"),
        (lambda release: "生育".encode("gbk"), "不是版本文件"),
        (lambda release: b"[" * 100_000, "不是版本文件"),
        (lambda release: file_with(release, content={"format": 99}), "更新的系统"),
        (lambda release: file_with(release, content={"format": [1]}), "更新的系统"),
        (lambda release: file_with(release, checksum="0" * 64), "校验值不符"),
        (lambda release: file_with(release, content={"rulebook": {"benefits": 5}}), "读不出来"),
        (lambda release: file_with(release, content={"content": []}), "读不出来"),
        (lambda release: file_with(release, content={"examples": 7}), "读不出来"),
        (lambda release: file_with(release, content={"x": 1.5}), "不是版本文件"),
        (lambda release: file_with(release, content={"x": "\0"}), "不能保存的字符"),
        (lambda release: file_with(release, content={"x": "\ud800"}), "不是版本文件"),
    ],
)
def test_a_file_that_is_none_is_refused_and_nothing_is_written(client, two_releases, publisher, broken, reason):
    signed_in(client, publisher)
    answer = upload(client, broken(two_releases[0]))
    assert answer.status_code == 200
    assert reason in answer.content.decode()
    assert ChangeSet.objects.count() == 1


def test_a_release_that_is_none_is_not_found(client, two_releases, publisher):
    signed_in(client, publisher)
    for name in ("export", "roll_back"):
        assert client.get(reverse(f"admin:benefits_release_{name}", args=[99])).status_code == 404
