"""Remarks: whoever may not change a record can speak to those who keep it, and hears what came of it."""

from __future__ import annotations

import pytest
from django.urls import reverse

from benefits.admin import remark_pages
from benefits.models import Remark
from tests import factories
from tests.sign_in import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def benefit():
    return factories.BenefitFactory(title_zh="托育补贴")


@pytest.fixture
def keeper(benefit):
    return factories.UserFactory(is_editor=True, department=benefit.enquire_at)


@pytest.fixture
def reader():
    return factories.UserFactory(editor=True)


def leave_at(kind, key):
    return reverse("admin:benefits_remark_add", query={"kind": kind, "key": key})


def change(remark):
    return reverse("admin:benefits_remark_change", args=[remark.pk])


def page_of(row):
    return reverse(f"admin:benefits_{row._meta.model_name}_change", args=[row.pk])


def waiting(page):
    return {group.name: [item.text for item in group.items] for group in page.context["waiting"].groups}


def test_a_remark_goes_from_the_record_s_page_to_its_keeper_and_the_answer_comes_back(client, benefit, keeper, reader):
    signed_in(client, reader)
    assert leave_at("benefit", benefit.key) in client.get(page_of(benefit)).context["remarks"]["leave_at"]
    answer = client.post(leave_at("benefit", benefit.key), {"text": "第二句与原文不一样。"})
    assert answer.url == page_of(benefit)
    assert "第二句与原文不一样。" in client.get(page_of(benefit)).content.decode()

    signed_in(client, keeper)
    assert waiting(client.get("/admin/"))["remarks"] == ["托育补贴"]
    page = client.get(page_of(benefit)).content.decode()
    assert "第二句与原文不一样。" in page
    remark = Remark.objects.get()
    assert change(remark) in page
    assert "/admin/accounts/" not in client.get(change(remark)).content.decode()
    assert client.post(change(remark), {"answer": "已按原文改正。"}).status_code == 302
    assert "remarks" not in waiting(client.get("/admin/"))
    remark.refresh_from_db()
    assert (remark.dealt_with_by, remark.answer) == (keeper, "已按原文改正。")

    signed_in(client, reader)
    groups = client.get("/admin/").context["waiting"].groups
    assert [item.detail for group in groups if group.name == "answers" for item in group.items] == [
        f"{keeper}：已按原文改正。"
    ]


def test_who_keeps_the_record_is_offered_no_remark(client, benefit, keeper):
    signed_in(client, keeper)
    assert client.get(page_of(benefit)).context["remarks"]["leave_at"] == ""
    assert client.post(leave_at("benefit", benefit.key), {"text": "给自己。"}).status_code == 403


def test_an_auditor_reads_remarks_and_writes_none(client, benefit, keeper):
    remark = factories.RemarkFactory(record=benefit)
    signed_in(client, factories.UserFactory(auditor=True))
    assert remark.text in client.get(change(remark)).content.decode()
    assert client.get(leave_at("benefit", benefit.key)).status_code == 403
    assert client.post(leave_at("benefit", benefit.key), {"text": "看到了。"}).status_code == 403
    assert client.post(change(remark), {"answer": "看到了。"}).status_code == 403
    assert Remark.objects.get().dealt_with_at is None


def test_another_department_cannot_mark_a_remark_dealt_with(client, benefit, reader):
    remark = factories.RemarkFactory(record=benefit)
    signed_in(client, reader)
    assert client.post(change(remark), {"answer": "不用改。"}).status_code == 403
    assert Remark.objects.get().dealt_with_at is None


def test_the_answer_is_given_once_and_changes_nothing_else(client, benefit, keeper):
    remark = factories.RemarkFactory(record=benefit)
    signed_in(client, keeper)
    client.post(change(remark), {"answer": "", "text": "别的话", "title": "别的", "author": keeper.pk, "key": "x"})
    kept = Remark.objects.get()
    assert (kept.text, kept.title, kept.author, kept.key) == (remark.text, remark.title, remark.author, remark.key)
    assert kept.dealt_with_by == keeper
    assert client.post(change(remark), {"answer": "又一次"}).status_code == 403


@pytest.mark.parametrize(
    ("factory", "key"),
    [
        (factories.BenefitFactory, "key"),
        (factories.BenefitNoteFactory, "key"),
        (factories.CommitmentFactory, "key"),
        (factories.DepartmentFactory, "key"),
        (factories.MeasureFactory, "number"),
        (factories.PolicyDocumentFactory, "key"),
        (factories.QuestionFactory, "key"),
        (factories.SectionFactory, "key"),
        (factories.TermFactory, "key"),
    ],
)
def test_every_kind_of_record_takes_remarks(client, reader, factory, key):
    row = factory()
    signed_in(client, reader)
    address = client.get(page_of(row)).context["remarks"]["leave_at"]
    assert client.get(address).status_code == 200
    assert client.post(address, {"text": "请看一下。"}).url == page_of(row)
    assert (Remark.objects.get().kind, Remark.objects.get().key) == (row._meta.model_name, str(getattr(row, key)))


def test_what_nobody_keeps_is_for_publishers(client, reader):
    publisher = factories.UserFactory(publisher=True)
    factories.RemarkFactory(record=factories.TermFactory(), title="用语")
    gone = factories.TermFactory()
    factories.RemarkFactory(record=gone, title="已删除的记录")
    gone.delete()
    factories.RemarkFactory(record=factories.BenefitFactory(), title="没有编辑的单位的待遇")
    kept = factories.BenefitFactory(enquire_at=reader.department)
    factories.RemarkFactory(record=kept, title="有编辑的单位的待遇")
    everything = {"用语", "已删除的记录", "没有编辑的单位的待遇"}
    assert set(waiting(signed_in(client, publisher).get("/admin/"))["remarks"]) == everything
    assert waiting(signed_in(client, reader).get("/admin/"))["remarks"] == ["有编辑的单位的待遇"]


def test_a_remark_on_what_is_gone_is_still_read_and_answered(client):
    term = factories.TermFactory()
    remark = factories.RemarkFactory(record=term)
    term.delete()
    signed_in(client, factories.UserFactory(publisher=True))
    assert remark.title in client.get(change(remark)).content.decode()
    assert client.post(change(remark), {"answer": ""}).status_code == 302


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"kind": "benefit"},
        {"kind": "benefit", "key": "none"},
        {"kind": "benefit", "key": "a\x00b"},
        {"kind": "user", "key": "1"},
        {"kind": "measure", "key": "x"},
        {"kind": "measure", "key": "9" * 30},
        {"kind": "measure", "key": "²"},
        {"kind": "benefitnote", "key": "a"},
        {"kind": "benefitnote", "key": "a.b.c"},
        {"kind": "tier", "key": "1"},
    ],
)
def test_a_remark_on_no_record_is_refused(client, reader, query):
    signed_in(client, reader)
    address = reverse("admin:benefits_remark_add", query=query)
    assert client.get(address).status_code == 403
    assert client.post(address, {"text": "哪里？"}).status_code == 403


@pytest.mark.parametrize(("length", "is_taken"), [(2000, True), (2001, False)])
def test_a_remark_has_a_longest_length(client, benefit, reader, length, is_taken):
    signed_in(client, reader).post(leave_at("benefit", benefit.key), {"text": "字" * length})
    assert Remark.objects.exists() is is_taken


@pytest.mark.parametrize("text", ["", "  \n "])
def test_an_empty_remark_is_refused_at_its_field(client, benefit, reader, text):
    page = signed_in(client, reader).post(leave_at("benefit", benefit.key), {"text": text})
    assert list(page.context["adminform"].form.errors) == ["text"]


def test_the_same_words_are_not_sent_twice(client, benefit, reader):
    signed_in(client, reader)
    for _time in range(2):
        page = client.post(leave_at("benefit", benefit.key), {"text": "请改。"})
    assert "您已经留过同样的话" in page.content.decode()
    assert Remark.objects.count() == 1


def test_a_day_s_remarks_have_a_limit(client, benefit, reader, monkeypatch):
    monkeypatch.setattr(remark_pages, "REMARKS_A_DAY", 2)
    signed_in(client, reader)
    for text in ("一", "二", "三"):
        page = client.post(leave_at("benefit", benefit.key), {"text": text})
    assert "一天最多留言2条" in page.content.decode()
    assert Remark.objects.count() == 2


def test_markup_in_a_remark_comes_out_as_text(client, benefit, keeper):
    remark = factories.RemarkFactory(record=benefit, text="<b>粗</b>{{ x }}", title="<i>题</i>")
    signed_in(client, keeper)
    for address in (page_of(benefit), change(remark), "/admin/", reverse("admin:benefits_remark_changelist")):
        page = client.get(address).content.decode()
        assert "<b>粗" not in page
        assert "<i>题" not in page
    assert "&lt;b&gt;粗&lt;/b&gt;{{ x }}" in client.get(page_of(benefit)).content.decode()


@pytest.mark.parametrize(("which", "titles"), [("mine", {"我的"}), ("open", {"我的", "别人的"}), ("done", {"办完的"})])
def test_the_list_is_narrowed(client, benefit, keeper, reader, which, titles):
    factories.RemarkFactory(record=benefit, title="我的")
    factories.RemarkFactory(record=factories.BenefitFactory(), title="别人的")
    factories.RemarkFactory(record=benefit, title="办完的", dealt_with_at="2026-01-01T00:00:00+08:00")
    page = signed_in(client, keeper).get(reverse("admin:benefits_remark_changelist"), {"which": which})
    assert {remark.title for remark in page.context["cl"].result_list} == titles


def test_the_own_remarks_are_found(client, benefit, reader):
    factories.RemarkFactory(record=benefit, author=reader, title="我留的")
    factories.RemarkFactory(record=benefit, title="别人留的")
    page = signed_in(client, reader).get(reverse("admin:benefits_remark_changelist"), {"which": "by_me"})
    assert [remark.title for remark in page.context["cl"].result_list] == ["我留的"]
