"""Data files are loaded whole or not at all; what is wrong is named by file, record and reason."""

from __future__ import annotations

import pytest

from benefits import models
from benefits.publishing import records
from benefits.publishing.load import LoadRefused, load
from tests.publishing.conftest import both

pytestmark = pytest.mark.django_db


def refusals(folder, small):
    with pytest.raises(LoadRefused) as refusal:
        load(folder(small))
    assert not models.PolicyDocument.objects.exists(), "nothing may be loaded"
    return [str(fault) for fault in refusal.value.faults]


def benefit(small):
    return small["benefits/01.yaml"][0]


def test_a_folder_is_loaded_whole(folder, small):
    report = load(folder(small))
    assert len(report.created) == 16
    assert [[str(condition) for condition in tier.conditions.all()] for tier in models.Tier.objects.all()] == [
        ["pregnant 是 true", "parity 在两者之间（含两端） 2-3"],
        ["parity 是其中之一 1"],
    ]
    assert [row.department.key for row in models.Measure.objects.get().listed_departments.all()] == [
        "health",
        "liangxi",
    ]


def test_rows_are_written_back_as_they_were_loaded(folder, small):
    load(folder(small))
    assert records.BENEFIT.data(models.Benefit.objects.get()) == benefit(small)
    assert list(records.BENEFIT.data(models.Benefit.objects.get())) == list(benefit(small))
    assert records.MEASURE.data(models.Measure.objects.get()) == small["measures.yaml"][0]
    written = [records.QUESTION.data(row) for row in models.Question.objects.all()]
    assert written == small["questions.yaml"]["questions"]


def test_a_flag_that_says_nothing_is_left_out_and_taken_back_where_a_file_no_longer_has_it(folder, small):
    pregnant = small["questions.yaml"]["questions"][1]
    pregnant["is_in_reach"] = True
    load(folder(small))
    row = models.Question.objects.get(key="pregnant")
    assert records.QUESTION.data(row)["is_in_reach"] is True
    del pregnant["is_in_reach"]
    load(folder(small), is_update=True)
    row.refresh_from_db()
    assert row.is_in_reach is False
    assert "is_in_reach" not in records.QUESTION.data(row)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (
            lambda small: benefit(small).update(enquire_at="helth"),
            "benefits/01.yaml：allowance：enquire_at：没有叫“helth”的责任单位。",
        ),
        (
            lambda small: small["measures.yaml"][0]["departments"].append("tax"),
            "measures.yaml：1：departments.3.department：没有叫“tax”的责任单位。",
        ),
        (
            lambda small: small["measures.yaml"][0]["departments"].append("health"),
            "measures.yaml：1：departments：“health”写了两次。",
        ),
        (
            lambda small: benefit(small).update(quotations=["落实生育津贴！"]),
            "benefits/01.yaml：allowance：quotations：第1条措施的全文里没有“落实生育津贴！”。请逐字引用原文。",
        ),
        (
            lambda small: small["commitments/01.yaml"][0].update(quotations=["建成中心。"]),
            "commitments/01.yaml：centre：quotations：第1条措施的全文里没有“建成中心。”。请逐字引用原文。",
        ),
        (
            lambda small: benefit(small)["tiers"][0]["conditions"][0].update(fact="pregnent"),
            "benefits/01.yaml：allowance：tiers.1.conditions.1.fact：没有叫“pregnent”的事项。",
        ),
        (
            lambda small: benefit(small)["tiers"][0]["conditions"][1].update(value=[0, 3]),
            "benefits/01.yaml：allowance：tiers.1.conditions.2.value：0 超出范围。请填整数，从 1 到 10。",
        ),
        (
            lambda small: benefit(small)["tiers"][1]["conditions"][0].update(operator="before"),
            "benefits/01.yaml：allowance：tiers.2.conditions.1.operator：“文字”不能这样比较。",
        ),
        (
            lambda small: benefit(small)["tiers"][0]["amounts"][0].update(percent=5),
            "benefits/01.yaml：allowance：tiers.1.amounts.1.percent：“一次性金额”没有这一项。请清空。",
        ),
        (
            lambda small: benefit(small)["tiers"][0]["amounts"][0].update(yuan=5000),
            "benefits/01.yaml：allowance：tiers.1.amounts.1.yuan：要写带引号、两位小数的金额，例如 '5000.00'。",
        ),
        (
            lambda small: benefit(small).update(per="family"),
            "benefits/01.yaml：allowance：per：",
        ),
        (
            lambda small: benefit(small).update(routing="pregnant"),
            "benefits/01.yaml：allowance：routing：“文字”不是对家庭的选择题，不能用来找所在区的政府。",
        ),
        (
            lambda small: small["benefits/01.yaml"].append(benefit(small).copy()),
            "benefits/01.yaml：allowance：标识重复，benefits/01.yaml 里已经有它。",
        ),
        (
            lambda small: small.update({"benefits/02.yaml": [benefit(small).copy()]}),
            "benefits/02.yaml：allowance：标识重复，benefits/01.yaml 里已经有它。",
        ),
        (
            lambda small: benefit(small).update(colour="red"),
            "benefits/01.yaml：allowance：colour：没有这个字段。",
        ),
        (lambda small: benefit(small).pop("title"), "benefits/01.yaml：allowance：title：缺少这个字段。"),
        (
            lambda small: benefit(small).update(title={"zh": "标题"}),
            "benefits/01.yaml：allowance：title：要写 zh 和 en 两项文字。",
        ),
        (
            lambda small: benefit(small).update(needs_no_application="no"),
            "benefits/01.yaml：allowance：needs_no_application：要写 true 或 false。",
        ),
        (lambda small: benefit(small).update(firmness=1), "benefits/01.yaml：allowance：firmness：要写文字。"),
        (
            lambda small: benefit(small).update(measure="1"),
            "benefits/01.yaml：allowance：measure：要写“措施”的标识或条号。",
        ),
        (
            lambda small: benefit(small).update(quotations="落实生育津贴。"),
            "benefits/01.yaml：allowance：quotations：要写一列句子，每句不换行。",
        ),
        (
            lambda small: benefit(small)["tiers"][0]["conditions"][0].update(value=1.5),
            "benefits/01.yaml：allowance：tiers.1.conditions.1.value：要写 true、false、整数、日期、选项的标识",
        ),
        (
            lambda small: small["questions.yaml"]["questions"][2].update(minimum="1"),
            "questions.yaml：parity：minimum：要写整数。",
        ),
        (lambda small: benefit(small).update(tiers={}), "benefits/01.yaml：allowance：tiers：要写一个列表。"),
        (
            lambda small: small["commitments/01.yaml"][0].update(due_on="soon"),
            "commitments/01.yaml：centre：due_on：要写日期，例如 2026-12-31。",
        ),
        (
            lambda small: small["questions.yaml"]["questions"][0]["choices"].append(
                {"key": "liangxi", "label": {"zh": "梁溪", "en": ""}}
            ),
            "questions.yaml：district：choices：“liangxi”写了两次。",
        ),
        (
            lambda small: small["departments.yaml"][0].update(district="liangxi"),
            "departments.yaml：health：district：市级部门不填管辖区。",
        ),
        (lambda small: small["terms.yaml"].append("常住人口"), "terms.yaml：第2条：要写成“字段: 值”的形式。"),
    ],
)
def test_a_wrong_record_is_refused_by_file_record_and_reason(folder, small, change, fault):
    change(small)
    found = refusals(folder, small)
    assert len(found) == 1
    assert found[0].startswith(fault.replace("'5000.00'", "'500.00'"))


@pytest.mark.parametrize(
    ("name", "text", "fault"),
    [
        ("terms.yaml", "- key: [", "terms.yaml：不是正确的 YAML。第2行："),
        ("terms.yaml", "- key: a\n  key: b\n", "terms.yaml：不是正确的 YAML。第2行：字段“key”写了两次。"),
        ("terms.yaml", "- key: 2026-13-45\n", "terms.yaml：不是正确的 YAML。"),
        ("terms.yaml", "key: a\n", "terms.yaml：要写成记录的列表，每条以“- ”开头。"),
        ("questions.yaml", "[]\n", "questions.yaml：文件里要有 sections 和 questions 两个列表。"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_its_line(folder, small, name, text, fault):
    path = folder(small)
    (path / name).write_text(text, encoding="utf-8")
    with pytest.raises(LoadRefused) as refusal:
        load(path)
    assert str(refusal.value.faults[0]).startswith(fault)


def test_a_file_that_is_missing_or_not_utf_8_is_refused(folder, small):
    path = folder(small)
    (path / "terms.yaml").unlink()
    (path / "documents.yaml").write_bytes("- key: 草案".encode("gb18030"))
    with pytest.raises(LoadRefused) as refusal:
        load(path)
    faults = [str(fault) for fault in refusal.value.faults]
    assert faults[0].startswith("documents.yaml：文件读不出来，要用 UTF-8 编码")
    assert "terms.yaml：没有这个文件。" in faults


def test_all_faults_are_named_at_once(folder, small):
    benefit(small).update(enquire_at="helth", colour="red")
    small["commitments/01.yaml"][0]["quotations"] = ["没有这句。"]
    small["terms.yaml"][0].pop("name")
    assert len(refusals(folder, small)) == 3


def test_a_fault_is_not_reported_again_where_others_name_the_record(folder, small):
    small["departments.yaml"][0]["kind"] = "province"
    small["questions.yaml"]["questions"][2]["minimum"] = 11
    faults = refusals(folder, small)
    assert [fault.split("：")[:2] for fault in faults] == [["departments.yaml", "health"], ["questions.yaml", "parity"]]


def test_a_database_with_records_is_left_alone_without_update(folder, small):
    path = folder(small)
    load(path)
    with pytest.raises(LoadRefused, match="--update"):
        load(path)


class TestUpdate:
    @pytest.fixture(autouse=True)
    def _loaded(self, folder, small):
        load(folder(small))

    def test_nothing_new_changes_nothing(self, folder, small):
        before = set(models.Tier.objects.values_list("pk", flat=True))
        report = load(folder(small), is_update=True)
        assert (len(report.unchanged), report.created, report.updated, report.edited) == (16, [], [], [])
        assert set(models.Tier.objects.values_list("pk", flat=True)) == before

    def test_a_record_that_nobody_edited_follows_the_files(self, folder, small):
        benefit(small)["tiers"][0]["amounts"][0]["yuan"] = "6000.00"
        benefit(small)["tiers"].pop()
        report = load(folder(small), is_update=True)
        assert report.updated == ["待遇 allowance"]
        assert str(models.TierAmount.objects.get()) == "一次性金额 6000.00元"

    def test_a_new_record_is_added(self, folder, small):
        small["terms.yaml"].append(small["terms.yaml"][0] | {"key": "newcomer"})
        assert load(folder(small), is_update=True).created == ["用语解释 newcomer"]

    def test_a_record_that_staff_edited_is_listed_and_left(self, folder, small):
        models.Department.objects.filter(key="health").update(telephone="0510-1")
        small["departments.yaml"][0]["telephone"] = "0510-2"
        report = load(folder(small), is_update=True)
        assert (report.edited, report.updated) == (["责任单位 health"], [])
        assert models.Department.objects.get(key="health").telephone == "0510-1"

    def test_an_edited_tier_makes_its_benefit_an_edited_one(self, folder, small):
        models.TierAmount.objects.filter(kind="one_off").update(yuan=7000)
        assert load(folder(small), is_update=True).edited == ["待遇 allowance"]

    def test_an_edit_that_the_files_have_made_too_is_no_edit_any_more(self, folder, small):
        models.Department.objects.filter(key="health").update(telephone="0510-1")
        small["departments.yaml"][0]["telephone"] = "0510-1"
        assert load(folder(small), is_update=True).edited == []
        small["departments.yaml"][0]["telephone"] = "0510-3"
        assert load(folder(small), is_update=True).updated == ["责任单位 health"]

    def test_a_record_that_staff_deleted_stays_deleted(self, folder, small):
        models.Commitment.objects.all().delete()
        assert load(folder(small), is_update=True).edited == ["政府承诺 centre"]
        assert not models.Commitment.objects.exists()

    def test_a_record_that_staff_made_under_the_same_key_is_left(self, folder, small):
        models.Term.objects.create(key="newcomer", name_zh="新市民", explanation_zh="解释。")
        small["terms.yaml"].append(small["terms.yaml"][0] | {"key": "newcomer"})
        assert load(folder(small), is_update=True).edited == ["用语解释 newcomer"]

    def test_a_record_that_left_the_files_is_listed_and_left(self, folder, small):
        small["terms.yaml"].clear()
        assert load(folder(small), is_update=True).absent == ["用语解释 resident"]
        assert models.Term.objects.exists()

    def test_a_refused_update_changes_nothing(self, folder, small):
        small["departments.yaml"][0]["telephone"] = "0510-2"
        benefit(small)["enquire_at"] = "helth"
        with pytest.raises(LoadRefused):
            load(folder(small), is_update=True)
        assert models.Department.objects.get(key="health").telephone == ""

    def test_the_history_tells_a_load_and_what_of_a_record_it_changed(self, folder, small):
        tier, amount = models.Tier.objects.first(), models.TierAmount.objects.get(kind="one_off")
        assert {entry.history_change_reason for entry in models.Tier.history.all()} == {"载入"}
        benefit(small)["tiers"][0]["amounts"][0]["yuan"] = "6000.00"
        benefit(small)["tiers"][0]["conditions"].pop()
        load(folder(small), is_update=True)
        entries = models.TierAmount.history.filter(id=amount.pk)
        assert [(entry.history_type, entry.yuan) for entry in entries] == [("~", 6000), ("+", 5000)]
        assert (
            models.Condition.history.filter(history_type="-", fact="parity", history_change_reason="载入").count() == 1
        )
        assert models.Tier.history.filter(id=tier.pk).count() == 1, "the tier itself is as it was"

    def test_a_measure_s_departments_and_a_question_s_choices_keep_their_rows(self, folder, small):
        small["measures.yaml"][0]["departments"] = ["liangxi", "health"]
        small["questions.yaml"]["questions"][0]["choices"].insert(0, {"key": "xishan", "label": both("锡山区")})
        load(folder(small), is_update=True)
        listed = models.Measure.objects.get().listed_departments.all()
        assert [row.department.key for row in listed] == ["liangxi", "health"]
        assert [choice.key for choice in models.Choice.objects.all()] == ["xishan", "liangxi", "elsewhere"]
        assert not models.Choice.history.filter(history_type="-").exists()
        assert not models.MeasureDepartment.history.filter(history_type="-").exists()
