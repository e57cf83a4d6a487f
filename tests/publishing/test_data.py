"""The thirteen measures as they stand in the data files."""

from __future__ import annotations

import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from benefits import models
from benefits.management.commands.load_policy import DATA
from benefits.publishing.coverage import quotation_coverage
from benefits.publishing.dump import file_texts

pytestmark = pytest.mark.django_db


@pytest.fixture
def output(policy) -> str:
    """What the command said of the rows that are there."""
    return policy.output


def test_every_sentence_but_the_lists_of_departments_is_quoted(output):
    coverage = quotation_coverage()
    assert coverage.uncovered == ()
    assert f"引用覆盖：100%（{coverage.sentences}/{coverage.sentences} 句）" in output


def test_all_of_the_policy_is_there(output):
    assert models.Measure.objects.count() == 13
    assert models.Department.objects.filter(kind="city").count() == 27
    assert models.Department.objects.filter(kind="government").count() == 8
    assert "更新 0 条，未变 0 条。" in output


def test_the_files_can_be_written_back_to_the_byte(output):
    texts = file_texts()
    assert set(texts) == {path.relative_to(DATA).as_posix() for path in DATA.rglob("*.yaml")}
    for name, text in texts.items():
        assert text == (DATA / name).read_text(encoding="utf-8"), name


def test_english_stands_beside_every_title_summary_question_and_choice(output):
    for model, column in [
        (models.Measure, "title_en"),
        (models.Measure, "text_en"),
        (models.Department, "name_en"),
        (models.Benefit, "title_en"),
        (models.Benefit, "summary_en"),
        (models.Commitment, "title_en"),
        (models.Section, "title_en"),
        (models.Question, "wording_en"),
        (models.Choice, "label_en"),
        (models.Term, "name_en"),
    ]:
        assert not model.objects.filter(**{column: ""}).exists(), (model, column)


def test_a_measures_translation_has_its_figures_and_its_departments(output):
    for measure in models.Measure.objects.all():
        text = measure.text.replace("3万", "30000").replace("50 万", "500000").replace("千名", "1000名")
        translation = measure.text_en.replace(",", "").replace("under 18", "minor")
        assert sorted(_figures(text)) == sorted(_figures(translation)), measure
        listed = measure.listed_departments.filter(department__kind="city")
        named = listed.values_list("department__name_en", flat=True)
        assert f"(Responsible departments: {', '.join(named)} and others; " in measure.text_en, measure


def _figures(text: str) -> list[str]:
    return re.findall(r"\d+(?:\.\d+)?", text)


def test_what_staff_edited_is_listed_by_the_command(output):
    models.Department.objects.filter(key="finance").update(telephone="0510-1")
    stdout = StringIO()
    call_command("load_policy", update=True, stdout=stdout)
    assert "工作人员编辑过，没有改动：\n  责任单位 finance" in stdout.getvalue()


def test_sentences_that_nobody_quotes_are_named_by_the_command(output):
    models.Commitment.objects.all().delete()
    stdout = StringIO()
    call_command("load_policy", update=True, stdout=stdout)
    assert "没有被引用的句子：\n  第" in stdout.getvalue()


def test_a_folder_without_files_is_refused_in_words(tmp_path: Path):
    with pytest.raises(CommandError) as error:
        call_command("load_policy", data=tmp_path)
    assert "没有加载，数据库没有改动。" in str(error.value)
    assert "documents.yaml：没有这个文件。" in str(error.value)
