"""Who changed what, when, before and after: all of it is found, told in plain words, and cannot be taken back."""

from __future__ import annotations

import csv
from datetime import datetime
from io import StringIO
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse
from django.utils import timezone
from django.utils.html import strip_tags

from benefits.admin.history.tracked import TRACKED
from benefits.models import Benefit, ChangedRecord, ChangeSet, Department, Term, Tier, because
from benefits.models.history import LONGEST_REASON
from tests import factories
from tests.sign_in import signed_in

pytestmark = pytest.mark.django_db

PAGE, TABLE = "/admin/history/", "/admin/history/table/"


@pytest.fixture
def auditor(client):
    signed_in(client, factories.UserFactory(auditor=True))
    return client


@pytest.fixture
def wang(client):
    """王芳, who publishes, signed in."""
    user = factories.UserFactory(publisher=True, username="wang", last_name="王", first_name="芳")
    signed_in(client, user)
    return user


def words(page) -> str:
    return " ".join(strip_tags(page.content.decode()).split())


def shown(client, **search: Any) -> str:
    """What the page says below its search."""
    page = client.get(PAGE, search)
    assert page.status_code == 200
    return words(page).split("导出为表格（CSV）")[-1] if "导出为表格（CSV）" in words(page) else "没有"


def count(client, **search: Any) -> int:
    return client.get(PAGE, search).context["found"].paginator.count


def table(client, **search: Any) -> list[list[str]]:
    """The rows of the table, without its headings."""
    text = b"".join(client.get(TABLE, search).streaming_content).decode()
    return list(csv.reader(StringIO(text.removeprefix("\ufeff"), newline="")))[1:]


def lines(client, **search: Any) -> list[tuple[str, ...]]:
    """Of the rows: what was done, to what, and what changed. The oldest first."""
    return [(row[3], row[5], row[6], *row[8:]) for row in reversed(table(client, **search))]


def changed(row: Any, **values: Any) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.save()


class TestWhatIsTold:
    def test_a_change_in_the_admin_names_the_person_the_record_and_both_sides(self, client, wang):
        department = factories.DepartmentFactory(name_zh="市医保局", telephone="0510-1")
        address = reverse("admin:benefits_department_change", args=[department.pk])
        fields = {field.html_name: field.value() or "" for field in client.get(address).context["adminform"].form}
        client.post(address, fields | {"telephone": "0510-2"})
        text = shown(client)
        assert "责任单位 市医保局" in text
        assert "王芳（wang）" in text
        assert "修改 电话 之前：0510-1 之后：0510-2" in text

    def test_without_a_person_it_was_a_command(self, auditor):
        factories.TermFactory()
        assert "命令行" in shown(auditor)

    def test_values_are_told_as_staff_know_them(self, auditor):
        old, new = factories.DepartmentFactory(name_zh="旧单位"), factories.DepartmentFactory(name_zh="新单位")
        benefit = factories.BenefitFactory(title_zh="津贴", enquire_at=old)
        changed(benefit, enquire_at=new, firmness="encouraged", review_by="2027-05-23", needs_no_application=True)
        told = [line[3:] for line in lines(auditor, kind="benefit") if line[2] == "修改"]
        assert (
            told
            == [
                ("明确程度", "文件明确", "鼓励，以所在区为准"),
                ("咨询单位", "旧单位", "新单位"),
                ("免申即享", "否", "是"),
                ("下次核对期限", "", "2027年5月23日"),
            ][::-1]
        )

    def test_a_tier_s_changes_name_its_benefit(self, auditor):
        tier = factories.TierFactory(benefit__title_zh="津贴", amount=None)
        condition = factories.ConditionFactory(tier=tier)
        amount = factories.TierAmountFactory(tier=tier, monthly=True)
        changed(condition, value="false")
        changed(amount, yuan=600)
        condition.delete()
        text = shown(auditor, text="津贴")
        assert "修改 第1档的条件 条件 之前：有2个及以上孩子：是 之后：有2个及以上孩子：否" in text
        assert "修改 第1档的标准 金额（元） 之前：500 之后：600" in text
        assert "删除 第1档的条件 条件 之前：有2个及以上孩子：否" in text

    def test_choices_and_departments_of_a_measure_are_told_under_their_record(self, auditor):
        question = factories.QuestionFactory(label_zh="就业", choices=["employee"])
        listed = factories.MeasureDepartmentFactory(department__name_zh="市医保局", measure__title_zh="完善保险")
        changed(question.choices.get(), label_zh="在职职工")
        listed.delete()
        assert "修改 选项“在职职工” 文字 之前：employee的选项 之后：在职职工" in shown(auditor, text="就业")
        assert "删除 责任单位 责任单位 之前：市医保局" in shown(auditor, text="完善保险")

    def test_an_example_s_household_and_expectations_are_told_in_words(self, auditor):
        factories.QuestionFactory(key="pregnant", label_zh="怀孕")
        factories.QuestionFactory(key="district", label_zh="居住区", choices=["binhu"])
        factories.QuestionFactory(children=True)
        factories.BenefitFactory(key="allowance", title_zh="生育津贴")
        household = {"pregnant": True, "district": "binhu", "children": [{"birth_date": "2025-03-24"}]}
        example = factories.ExampleFactory(household=household)
        changed(example, expect={"allowance": {"status": "eligible", "missing": [], "monthly": 500}})
        text = shown(auditor, kind="example")
        assert "家庭 · 怀孕 是" in text
        assert "家庭 · 居住区 binhu的选项" in text
        assert "家庭 · 孩子 第1个孩子：birth_date 2025-03-24" in text
        assert "预期 · 生育津贴 之前：（空） 之后：待补充 无，每月金额 500，结论 可能符合" in text

    @pytest.mark.parametrize("broken", [[], "text", 3, {"a": None}, {"children": [1, {"b": []}], "c": {"d": [{}]}}])
    def test_an_example_that_is_no_household_is_told_all_the_same(self, auditor, broken):
        factories.ExampleFactory(household=broken, expect=broken)
        assert shown(auditor, kind="example")

    def test_a_note_is_told_by_its_benefit_and_department(self, auditor):
        note = factories.BenefitNoteFactory(benefit__title_zh="津贴")
        name = f"津贴 – {note.department.name_zh}"
        changed(note, text_zh="改过")
        assert name in shown(auditor, kind="benefitnote", text="津贴")
        benefit = note.benefit
        note.delete()
        benefit.delete()
        assert name in shown(auditor, kind="benefitnote", text="津贴"), "also when both are gone"

    def test_a_record_that_is_gone_is_told_in_full_under_its_last_name(self, auditor):
        benefit = factories.BenefitFactory(title_zh="旧名", key="gone")
        tier = factories.TierFactory(benefit=benefit, amount=None)
        factories.ConditionFactory(tier=tier)
        changed(benefit, title_zh="新名")
        benefit.delete()
        text = shown(auditor, text="新名")
        assert "删除 第1档的条件" in text
        assert "标题 之前：新名" in text
        assert count(auditor, kind="benefit") == count(auditor, text="新名") == count(auditor, text="gone")

    def test_a_save_without_a_change_says_so(self, auditor):
        factories.TermFactory().save()
        assert "保存过，内容没有变化。" in shown(auditor)

    def test_what_was_there_before_there_was_a_history_says_so(self, auditor):
        term = factories.TermFactory()
        term.history.all().delete()
        changed(term, name_zh="改过")
        assert "此前的内容没有记录" in shown(auditor)

    def test_in_a_long_text_what_differs_is_marked(self, auditor):
        term = factories.TermFactory(explanation_zh="在本市住满6个月的人，包括随父母居住的孩子，不包括短期来访的人。")
        changed(term, explanation_zh=term.explanation_zh.replace("6个月", "半年"))
        page = auditor.get(PAGE).content.decode()
        assert "在本市住满<del>6个月</del>的人" in page
        assert "在本市住满<ins>半年</ins>的人" in page

    def test_markup_comes_out_as_text(self, auditor):
        factories.TermFactory(name_zh="<script>alert(1)</script>{{ 7 }}")
        assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7 }}" in auditor.get(PAGE).content.decode()

    def test_what_one_save_did_stands_together_in_its_order(self, auditor):
        tier = factories.TierFactory(benefit__title_zh="津贴")
        factories.ConditionFactory(tier=tier)
        page = auditor.get(PAGE, {"kind": "benefit"})
        (save,) = page.context["saves"]
        assert [entry.part for entry in save.entries] == ["", "第1档", "第1档的标准", "第1档的条件"]


class TestEvents:
    @pytest.fixture
    def change_set(self, wang) -> ChangeSet:
        li = factories.UserFactory(is_editor=True, department=factories.DepartmentFactory(), first_name="李")
        change_set = ChangeSet.objects.create(note="提高补助", submitted_by=li, submitted_at=timezone.now())
        ChangedRecord.objects.create(
            change_set=change_set, kind="benefit", key="allowance", title="生育津贴", reason="上级通知"
        )
        return change_set

    def decided(self, change_set: ChangeSet, user: Any, state: str, **more: Any) -> None:
        change_set._history_user = user
        changed(change_set, state=state, reviewed_by=user, reviewed_at=timezone.now(), **more)

    def test_a_submission_names_the_editor_the_note_and_the_records(self, client, change_set):
        text = shown(client, kind="changeset")
        for part in (f"第{change_set.pk}号修改", "提交", "李", "提高补助", "生育津贴", "上级通知"):
            assert part in text

    @pytest.mark.parametrize(("state", "action"), [("returned", "退回"), ("approved", "批准"), ("withdrawn", "撤回")])
    def test_a_review_names_the_publisher_and_the_remark(self, client, wang, change_set, state, action):
        self.decided(change_set, wang, state, remark="请补理由", is_by_one_person=True)
        text = shown(client, kind="changeset", person=wang.pk)
        assert action in text
        assert "王芳（wang）" in text
        assert "审核意见 请补理由" in text
        assert "由修改人自己批准 是" in text
        assert count(client, kind="changeset") == 2

    def test_an_approval_that_was_taken_back_is_still_told(self, client, wang, change_set):
        self.decided(change_set, wang, "approved", remark="可以发布")
        self.decided(change_set, wang, "returned", remark="又想起一处")
        text = shown(client, kind="changeset")
        assert "可以发布" in text
        assert "又想起一处" in text
        assert count(client, kind="changeset") == 3
        assert count(client, text="可以发布") == 3

    def test_a_release_and_a_roll_back_are_told(self, client, wang):
        first = factories.ReleaseFactory(note="首次发布", published_by=wang)
        factories.ReleaseFactory(note="金额有误", published_by=wang, rolled_back_to=first)
        text = shown(client, kind="release")
        assert f"回到第{first.number}版" in text
        assert "金额有误" in text
        assert "王芳（wang）" in text
        assert count(client, kind="release", text="首次") == 1
        assert count(client, text=first.checksum) == 2

    def test_a_benefit_s_history_has_the_change_sets_that_took_it_along(self, client, change_set):
        benefit = factories.BenefitFactory(key="allowance")
        other = factories.BenefitFactory(key="other")
        assert "提高补助" in shown(client, kind="benefit", record=benefit.pk)
        assert "提高补助" not in shown(client, kind="benefit", record=other.pk)

    def test_a_search_finds_them_by_their_texts_and_records(self, client, change_set):
        for text in ("提高", "生育津", "allowance"):
            assert count(client, kind="changeset", text=text) == 1, text
        assert count(client, kind="changeset", text="allow") == 0


class TestSearch:
    def test_text_is_found_in_names_and_in_what_changed_before_and_after(self, auditor):
        department = factories.DepartmentFactory(name_zh="市医保局", telephone="0510-1", address_zh="观山路")
        changed(department, telephone="0510-2")
        changed(department, address_zh="太湖大道")
        factories.DepartmentFactory(name_zh="市税务局")
        assert count(auditor, text="医保") == 3
        assert count(auditor, text="0510-1") == 2, "made and taken away"
        assert count(auditor, text="0510-2") == 1
        assert count(auditor, text="观山") == 2
        assert count(auditor, text="太湖") == 1
        assert count(auditor, text="没有这些字") == 0

    def test_what_an_entry_leaves_as_it_was_is_not_found_in_it(self, auditor):
        department = factories.DepartmentFactory(telephone="0510-1")
        changed(department, address_zh="甲")
        changed(department, address_zh="乙")
        assert count(auditor, text="0510-1") == 1

    def test_a_deletion_is_found_by_what_was_lost(self, auditor):
        department = factories.DepartmentFactory(telephone="0510-1")
        department.delete()
        assert count(auditor, text="0510-1") == 2

    def test_a_reference_is_found_by_every_record_that_has_the_text_in_its_name(self, auditor):
        departments = [factories.DepartmentFactory(name_zh=f"第{number}医院") for number in range(3)]
        for department in departments:
            factories.BenefitFactory(enquire_at=department)
        assert count(auditor, text="医院", kind="benefit") == 3

    def test_labels_names_numbers_and_days_are_found_as_they_are_told(self, auditor):
        factories.QuestionFactory(key="employment", label_zh="就业情况", choices=["employee"])
        department = factories.DepartmentFactory(name_zh="市医保局")
        tier = factories.TierFactory(amount=None, benefit__enquire_at=department, benefit__review_by="2027-05-23")
        factories.TierAmountFactory(tier=tier, kind="one_off", yuan="2500.00")
        factories.TierAmountFactory(tier=tier, kind="percent", percent=83, of="employment", valid_from="2030-01-01")
        factories.ConditionFactory(tier=tier, fact="employment", operator="is", value="employee")
        for text, kind in [
            ("医保", "benefit"),
            ("一次性金额", "benefit"),
            ("2500", "benefit"),
            ("83", "benefit"),
            ("就业情况", "benefit"),
            ("employee的选项", "benefit"),
            ("2027年5月23日", "benefit"),
            ("2030-01-01", "benefit"),
            ("市级部门", "department"),
        ]:
            assert count(auditor, text=text, kind=kind) >= 1, text

    def test_text_is_found_in_an_example_s_household(self, auditor):
        factories.ExampleFactory(household={"place": "梁溪区", "quoted": 'a"b'})
        assert count(auditor, text="梁溪", kind="example") == 1
        assert count(auditor, text='a"b', kind="example") == 1
        assert count(auditor, text="滨湖", kind="example") == 0

    def test_signs_of_the_search_itself_are_plain_text(self, auditor):
        factories.TermFactory(name_zh="100%_是")
        assert count(auditor, text="100%_") == 1
        assert count(auditor, text="1%") == count(auditor, text="'") == count(auditor, text="\\") == 0

    def test_by_person(self, client, wang):
        factories.TermFactory(name_zh="命令做的")
        made = factories.TermFactory.build(name_zh="王芳做的", order=1, key="of-wang")
        made._history_user = wang
        made.save()
        assert "王芳做的" in shown(client, person=wang.pk)
        assert "命令做的" not in shown(client, person=wang.pk)
        assert "命令做的" in shown(client, person="command")

    def test_by_days_both_ends_included_in_local_time(self, auditor):
        for day, hour in ((1, 0), (2, 23), (3, 0)):
            term = factories.TermFactory.build(key=f"day-{day}", order=day)
            term._history_date = datetime(2026, 6, day, hour, 59, tzinfo=ZoneInfo("Asia/Shanghai"))
            term.save()
        assert count(auditor, since="2026-06-01", until="2026-06-02") == 2
        assert count(auditor, since="2026-06-02", until="2026-06-02") == 1
        assert count(auditor, until="2026-05-31") == 0

    def test_one_record_with_all_its_parts(self, auditor):
        tier = factories.TierFactory()
        factories.ConditionFactory(tier=tier)
        factories.TierFactory()
        assert count(auditor, kind="benefit", record=tier.benefit.pk) == 4
        question = factories.QuestionFactory(choices=["a", "b"])
        assert count(auditor, kind="question", record=question.pk) == 4

    @pytest.mark.parametrize(
        "search",
        [
            {"since": "gestern"},
            {"since": "2026-06-02", "until": "2026-06-01"},
            {"kind": "user"},
            {"person": "99999"},
            {"record": "abc"},
            {"text": "x" * 101},
        ],
    )
    def test_what_cannot_be_looked_for_is_said_at_its_field(self, auditor, search):
        factories.TermFactory()
        for address in (PAGE, TABLE):
            page = auditor.get(address, search)
            assert page.status_code == 200
            assert "请改正标出的条件" in page.content.decode()

    @pytest.mark.parametrize(
        "query",
        [
            "page=0",
            "page=abc",
            "page=999999",
            "record=5",
            "kind=benefit&record=999",
            "kind=release&record=1",
        ],
    )
    def test_no_address_is_an_error_of_ours(self, auditor, query):
        factories.TermFactory()
        assert auditor.get(f"{PAGE}?{query}").status_code == 200

    @pytest.mark.parametrize(
        "text", ["1", "0", "999999999", "9999999999", "2026-13-45", "1.5", "是", "１２", "🙂", "null"]
    )
    def test_any_text_is_looked_for_in_every_table(self, auditor, text):
        tier = factories.TierFactory()
        factories.ConditionFactory(tier=tier)
        factories.ExampleFactory()
        factories.BenefitNoteFactory()
        assert auditor.get(PAGE, {"text": text}).status_code == 200


class TestTable:
    def test_it_is_what_the_page_finds_with_headings_that_excel_reads(self, auditor):
        department = factories.DepartmentFactory(name_zh="市医保局")
        factories.TermFactory()
        changed(department, telephone="0510-1")
        page = auditor.get(TABLE, {"text": "0510"})
        assert page["Content-Type"] == "text/csv; charset=utf-8"
        assert quote("修改记录-") in page["Content-Disposition"]
        content = b"".join(page.streaming_content)
        assert content.startswith("\ufeff时间,谁,哪一类,记录,标识,部分,做了什么,理由,项目,之前,之后\r\n".encode())
        assert f"命令行,责任单位,市医保局,{department.key},,修改,,电话,,0510-1\r\n".encode() in content
        assert content.count(b"\r\n") == 2

    @pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠", " =", "\n=", "'"])
    def test_no_cell_is_taken_for_a_formula(self, auditor, start):
        factories.TermFactory(name_zh=f"{start}1+1", explanation_zh=f"{start}2")
        for row in table(auditor):
            assert [cell for cell in row if cell.startswith(start)] in ([], [c for c in row if c.startswith("'")])

    def test_more_than_fit_on_a_page_are_all_in_the_table(self, auditor, django_assert_max_num_queries):
        factories.TermFactory.create_batch(60)
        assert auditor.get(PAGE).context["found"].paginator.num_pages == 2
        with django_assert_max_num_queries(60):
            assert len({row[4] for row in table(auditor)}) == 60


class TestPages:
    def everything(self) -> None:
        """An entry of every kind."""
        tier = factories.TierFactory()
        factories.ConditionFactory(tier=tier)
        factories.MeasureDepartmentFactory()
        factories.CommitmentFactory()
        factories.TermFactory()
        factories.ExampleFactory()
        factories.BenefitNoteFactory()
        release = factories.ReleaseFactory()
        user = factories.UserFactory(publisher=True)
        ChangeSet.objects.create(
            submitted_by=user,
            submitted_at=timezone.now(),
            reviewed_by=user,
            reviewed_at=timezone.now(),
            release=release,
            state="published",
        )

    def test_the_number_of_queries_does_not_grow_with_the_history(self, auditor):
        self.everything()
        with CaptureQueriesContext(connection) as few:
            assert auditor.get(PAGE).context["found"].paginator.count < 40
        for _number in range(3):
            self.everything()
            for row in [*Department.objects.all(), *Tier.objects.all(), *Benefit.objects.all()]:
                row.save()
        with CaptureQueriesContext(connection) as many:
            assert auditor.get(PAGE).context["found"].paginator.count > 100
        assert len(many) <= len(few) < 75

    def test_the_second_page_goes_on_where_the_first_ended(self, auditor):
        factories.TermFactory.create_batch(60)
        first, second = (shown(auditor, kind="term", page=number) for number in (1, 2))
        keys = [term.key for term in Term.objects.all()]
        assert all((key in first) != (key in second) for key in (f"标识 {key} " for key in keys))
        assert "第1页，共2页" in first
        assert "下一页" in first
        assert "上一页" in second

    def test_a_record_s_own_history_leads_here(self, auditor):
        benefit = factories.BenefitFactory(title_zh="津贴")
        own = reverse("admin:benefits_benefit_history", args=[benefit.pk])
        assert own in auditor.get(reverse("admin:benefits_benefit_change", args=[benefit.pk])).content.decode()
        page = auditor.get(own, follow=True)
        assert page.redirect_chain == [(f"{PAGE}?kind=benefit&record={benefit.pk}", 302)]
        assert "只看待遇“津贴”和它的各个部分。" in words(page)

    @pytest.mark.parametrize(("pk", "status"), [("abc", 404), ("999999", 200), ("9" * 30, 200)])
    def test_the_history_of_what_never_was_is_empty(self, auditor, pk, status):
        assert auditor.get(f"/admin/benefits/benefit/{pk}/history/", follow=True).status_code == status

    def test_a_deleted_record_s_history_is_still_there(self, auditor):
        department = factories.DepartmentFactory(name_zh="市医保局")
        address = reverse("admin:benefits_department_history", args=[department.pk])
        department.delete()
        page = words(auditor.get(address, follow=True))
        assert "删除" in page
        assert "打开这条记录" not in page


class TestForGood:
    def test_everything_that_keeps_a_history_is_told(self):
        models = apps.get_app_config("benefits").get_models()
        keeping = {model for model in models if hasattr(model._meta, "simple_history_manager_attribute")}
        assert keeping == {*TRACKED.values(), ChangeSet}

    def test_no_entry_can_be_changed_removed_or_brought_back_in_the_admin(self):
        models = {model.history.model for model in TRACKED.values()}
        assert not any(admin.site.is_registered(model) for model in models)
        assert len(models) == 15
        names = {str(name) for name in get_resolver().reverse_dict} | {
            pattern.name for pattern in admin.site.urls[0] for pattern in getattr(pattern, "url_patterns", [pattern])
        }
        assert not [name for name in names if "simple_history" in str(name)]

    @pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
    def test_the_pages_only_tell(self, client, wang, method):
        factories.TermFactory()
        for address in (PAGE, TABLE):
            getattr(client, method)(address, {"delete": "1"})
        assert count(client) == 1

    def test_a_person_whose_account_is_disabled_stays_named(self, client, wang):
        term = factories.TermFactory.build(key="a", order=1)
        term._history_user = wang
        term.save()
        wang.is_active = False
        wang.save()
        signed_in(client, factories.UserFactory(auditor=True))
        assert "王芳（wang）（已停用）" in shown(client)
        assert count(client, person=wang.pk) == 1

    @pytest.mark.parametrize("role", ["editor", "publisher", "auditor"])
    def test_all_who_may_read_the_policy_read_it(self, client, role):
        signed_in(client, factories.UserFactory(**{role: True}))
        assert client.get(PAGE).status_code == client.get(TABLE).status_code == 200

    def test_nobody_else_does(self, client):
        assert client.get(PAGE).status_code == client.get(TABLE).status_code == 302
        signed_in(client, factories.UserFactory(administrator=True))
        department = factories.DepartmentFactory()
        record = reverse("admin:benefits_department_history", args=[department.pk])
        assert [client.get(address).status_code for address in (PAGE, TABLE, record)] == [403, 403, 403]


class TestReasons:
    def test_a_reason_is_kept_with_all_that_changes_meanwhile(self, auditor):
        tier = factories.TierFactory()
        with because("依据正式文件"):
            changed(tier, valid_until="2030-12-31")
            tier.conditions.all().delete()
            tier.amounts.all().delete()
        changed(tier, valid_until=None)
        assert shown(auditor).count("依据正式文件") == 1
        assert [row[7] for row in table(auditor)].count("依据正式文件") == 2

    def test_a_long_reason_is_cut_short_and_an_own_one_comes_first(self):
        term = factories.TermFactory()
        with because("长" * 200):
            term.save()
        assert term.history.first().history_change_reason == "长" * LONGEST_REASON
        term._change_reason = "自己的"
        with because("别的"):
            term.save()
        assert term.history.first().history_change_reason == "自己的"
