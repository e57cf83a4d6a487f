"""manage.py dump_policy: what staff keep goes back into the data files, to the byte what a load reads."""

from __future__ import annotations

from datetime import date
from io import StringIO
from pathlib import Path

import pytest
import yaml
from django.core.management import CommandError, call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from benefits import models
from benefits.management.commands.load_policy import DATA
from benefits.publishing import dump as dumping
from benefits.publishing.datafiles import LAYOUT, yaml_text
from benefits.publishing.dump import dump, file_texts
from benefits.publishing.fields import Inline
from benefits.publishing.load import load
from tests import factories

pytestmark = pytest.mark.django_db


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def dumped(folder: Path) -> str:
    output = StringIO()
    call_command("dump_policy", data=folder, stdout=output)
    return output.getvalue()


def loaded_from(folder: Path) -> None:
    """The folder's records and no others."""
    for *_rest, kind in reversed(LAYOUT):
        kind.model._default_manager.all().delete()
    models.LoadedRecord.objects.all().delete()
    load(folder)


def test_dump_after_load_changes_no_byte(policy, tmp_path):
    (tmp_path / "benefits").mkdir()
    (tmp_path / "benefits" / "01.yaml").write_bytes((DATA / "benefits" / "01.yaml").read_bytes())
    output = dumped(tmp_path)
    assert files(tmp_path) == files(DATA)
    assert "写入 44 个文件，1 个没有变化。" in output
    assert "benefits/02.yaml" in output
    assert "benefits/01.yaml" not in output


def test_load_after_dump_changes_nothing(policy, tmp_path):
    models.Department.objects.filter(key="finance").update(telephone="0510-1")
    dumped(tmp_path)
    entries = models.Department.history.count()
    report = load(tmp_path, is_update=True)
    assert (report.created, report.updated, report.edited, report.absent) == ([], [], [], [])
    assert models.Department.history.count() == entries


def test_a_fresh_database_gets_back_what_was_dumped(policy, tmp_path):
    tier = models.Tier.objects.filter(benefit__key="childcare-subsidy").last()
    tier.amounts.update(yuan=600)
    factories.BenefitNoteFactory(benefit=tier.benefit, text_zh="梁溪区另有补充：见“公告”。")
    texts = file_texts()
    dump(tmp_path)
    loaded_from(tmp_path)
    assert file_texts() == texts
    assert "yuan: '600.00'" in texts["benefits/09.yaml"]


UNUSUAL = [
    "冒号: 后面\n第二行\n\n  缩进",
    " 前后有空格 ",
    "\t制表\r\n回车",
    "- 像列表",
    "# 像注释",
    "{像: 映射}",
    "'单引号'\"双引号\"",
    "true",
    "null",
    "05108182327",
    "2026-11-24",
    "1e5",
    "👶🏻 很长" + "很" * 300,
    "\u2028\u0085\ufeff",
    "{% csrf_token %}<script>",
    "=1+1",
    "---",
    "%YAML",
    "@",
]


@pytest.mark.parametrize("text", UNUSUAL)
def test_whatever_staff_typed_comes_back_the_same(text, tmp_path):
    factories.MeasureFactory()
    factories.DepartmentFactory(telephone=text[:60], address_zh=text[:200], hours_en=text[:300])
    factories.TermFactory(explanation_zh=text, explanation_en=text)
    columns = ["telephone", "address_zh", "hours_en"]
    before = models.Department.objects.values(*columns).get()
    dump(tmp_path)
    loaded_from(tmp_path)
    assert models.Department.objects.values(*columns).get() == before
    assert models.Term.objects.values("explanation_zh", "explanation_en").get() == dict.fromkeys(
        ("explanation_zh", "explanation_en"), text
    )


@settings(max_examples=500)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.dates() | st.text(st.characters(exclude_categories=["Cs"])),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(st.text(max_size=10), inner, max_size=4)
            | st.dictionaries(st.text(max_size=10), inner, max_size=4).map(Inline)
        ),
        max_leaves=10,
    )
)
def test_any_value_is_read_as_it_was_written(value):
    text = yaml_text([value])
    for loader in {yaml.SafeLoader, getattr(yaml, "CSafeLoader", yaml.SafeLoader)}:
        assert yaml.load(text, Loader=loader) == [value]


def test_an_example_is_written_to_be_read(tmp_path):
    factories.ExampleFactory(
        measure__number=9,
        key="measure-9-01",
        household={"pregnant": True, "children": [{"childcare": "nursery", "birth_date": "2025-03-24"}]},
        expect={"b": {"monthly": 500, "status": "eligible"}, "a": {"status": "not_eligible", "missing": []}},
    )
    assert file_texts()["examples/09.yaml"] == (
        "- key: measure-9-01\n"
        "  measure: 9\n"
        "  name: 怀孕的居民\n"
        "  source: （一）完善生育保险制度\n"
        "  'on': 2026-11-23\n"
        "  household: {children: [{birth_date: 2025-03-24, childcare: nursery}], pregnant: true}\n"
        "  expect:\n"
        "    a: {status: not_eligible, missing: []}\n"
        "    b: {status: eligible, monthly: 500}\n"
    )


def test_each_record_goes_to_its_measure_s_file_and_empty_files_are_empty_lists(tmp_path):
    factories.BenefitFactory(measure__number=3, key="three")
    (tmp_path / "benefits").mkdir()
    (tmp_path / "benefits" / "07.yaml").write_text("- key: gone\n", encoding="utf-8")
    dump(tmp_path)
    written = files(tmp_path)
    assert b"key: three" in written["benefits/03.yaml"]
    assert written["benefits/07.yaml"] == written["commitments/03.yaml"] == written["examples/03.yaml"] == b"[]\n"
    assert written["notes.yaml"] == b"[]\n"


@pytest.mark.parametrize("stranger", ["README.md", "benefits/notes.txt", "other/01.yaml"])
def test_a_folder_that_holds_something_else_is_left_alone(tmp_path, stranger):
    (tmp_path / stranger).parent.mkdir(exist_ok=True)
    (tmp_path / stranger).write_text("mine", encoding="utf-8")
    with pytest.raises(CommandError, match="里有别的文件，没有写入"):
        dumped(tmp_path)
    assert files(tmp_path) == {stranger: b"mine"}


def test_the_policy_s_folder_an_empty_one_and_a_new_one_are_written_to(policy, tmp_path):
    for folder in (tmp_path, tmp_path / "new" / "folder"):
        dumped(folder)
        (folder / ".DS_Store").write_bytes(b"")
        assert "0 个文件" in dumped(folder)
        (folder / ".DS_Store").unlink()
        assert files(folder) == files(DATA)
        for path in sorted(folder.rglob("*"), reverse=True):
            path.unlink() if path.is_file() else path.rmdir()


def test_a_file_in_the_folder_s_place_is_refused(tmp_path):
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    with pytest.raises(CommandError, match="不是文件夹"):
        dumped(tmp_path / "file")


def test_a_write_that_fails_leaves_every_file_whole(tmp_path, monkeypatch):
    factories.TermFactory(name_zh="旧")
    dump(tmp_path)
    before = files(tmp_path)
    models.Term.objects.update(name_zh="新")

    def fail(_path, _target):
        raise OSError("no space left")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(CommandError, match="文件写不进去：no space left"):
        dumped(tmp_path)
    assert files(tmp_path) == before


def test_every_benefit_is_to_be_reviewed_and_none_is_attested_yet(policy):
    benefits = models.Benefit.objects.values_list("review_by", "attested_on")
    assert set(benefits) == {(date(2027, 5, 23), None)}


def test_the_layout_names_every_kind_that_is_dumped():
    assert {kind.name for *_rest, kind in dumping.LAYOUT} == {
        "policydocument",
        "department",
        "measure",
        "section",
        "question",
        "term",
        "benefit",
        "benefitnote",
        "commitment",
        "example",
    }


def test_the_number_of_queries_does_not_grow_with_the_records(django_assert_max_num_queries):
    for _number in range(3):
        tier = factories.TierFactory()
        factories.ConditionFactory(tier=tier)
        factories.MeasureDepartmentFactory(measure=tier.benefit.measure)
    with django_assert_max_num_queries(20):
        file_texts()
