"""Words in two languages, and what of them a release keeps."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils.translation import override

from benefits.publishing.content import CommitmentContent, Content, DocumentContent, QuestionContent, Text


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("zh-hans", Text("生育津贴", "Maternity allowance"), "生育津贴"),
        ("en", Text("生育津贴", "Maternity allowance"), "Maternity allowance"),
        ("en", Text("生育津贴"), "生育津贴"),
    ],
)
def test_a_text_speaks_the_active_language_and_chinese_where_there_is_no_english(language, text, words):
    with override(language):
        assert str(text) == words


def test_a_text_that_says_nothing_is_false():
    assert not Text()
    assert Text("生育")


def test_content_survives_json_in_its_order():
    draft = DocumentContent(
        "draft", Text("草案"), Text("市政府"), "", "公报", date(2025, 1, 16), None, None, None, None, None, "前言"
    )
    choices = {"yes": Text("是"), "a": Text("甲")}
    asked = QuestionContent("asked", Text("问"), Text("问"), Text(), Text("因"), choices)
    promise = CommitmentContent("b", 7, Text("诺"), ("一。", "二。"), "40", Text("%"), date(2025, 12, 31), Text())
    content = Content({"draft": draft}, {}, {}, {}, {"asked": asked}, {}, {}, {"b": promise})
    read = Content.from_json(content.to_json())
    assert read == content
    assert list(read.questions["asked"].choices) == ["yes", "a"]
