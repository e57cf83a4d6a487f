"""What people type, and what the engine gets to read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benefits.check.spelling import read
from benefits.eligibility.facts import FactType


@pytest.mark.parametrize(
    "text",
    [
        "2024-02-29",
        "2024/2/29",
        "2024.2.29",
        "2024年2月29日",
        "2024 年 2 月 29 日",
        "2024年2月29号",
        "2024年2月29",
        "20240229",
        "２０２４年２月２９日",
        "２０２４／２／２９",
        "2024－2－29",
        "2024–2–29",
        " 2024-2-29\u3000",
        "\u200b2024-2-29",
        "2024 2 29",
        "29 February 2024",
        "29 Feb. 2024",
        "29th FEBRUARY, 2024",
    ],
)
def test_a_day_is_understood(text):
    assert read(FactType.DATE, text) == "2024-02-29"


@pytest.mark.parametrize(
    "text",
    [
        "24年2月29日",
        "2024年2月",
        "昨天",
        "2024-2-29-1",
        "29/2/2024",
        "29 Febru 2024",
        "February 2024",
        "2024\x002\x0029",
        "٢٠٢٤-٠٢-٢٩",
    ],
)
def test_what_is_no_whole_day_is_not_guessed(text):
    assert not str(read(FactType.DATE, text)).startswith("2024-02")


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("1200", "1200"),
        ("1,200", "1200"),
        ("１２００", "1200"),
        ("１，２００．５０", "1200.50"),
        ("1200元", "1200"),
        ("1200 元整", "1200"),
        ("￥1200", "1200"),
        ("¥ 1,234,567.89", "1234567.89"),
        ("1 200", "1200"),
        ("1.2万", "12000"),
        ("3万元", "30000"),
        ("1200块", "1200"),
        ("+5", "5"),
        ("-5", "-5"),
        ("－5元", "-5"),
        ("0", "0"),
        ("1.005", "1.005"),
    ],
)
def test_a_sum_is_understood(text, yuan):
    assert read(FactType.MONEY, text) == yuan


@pytest.mark.parametrize("text", ["1,20", "12,34,567", "一千", "1e5", "1200美元", "NaN", "1.2.3", "9" * 40])
def test_what_is_no_sum_is_not_guessed(text):
    assert read(FactType.MONEY, text) == text


@pytest.mark.parametrize(
    ("text", "number"),
    [("3", 3), ("３", 3), ("第3个", 3), ("第三胎", 3), ("两个孩子", 2), ("十", 10), ("-1", -1), ("+2", 2)],
)
def test_a_whole_number_is_understood(text, number):
    assert read(FactType.INTEGER, text) == number


@pytest.mark.parametrize("text", ["3.5", "三十", "", "很多", "9" * 30])
def test_what_is_no_whole_number_is_not_guessed(text):
    assert read(FactType.INTEGER, text) == text


@given(st.sampled_from([FactType.DATE, FactType.MONEY, FactType.INTEGER]), st.text(max_size=200))
def test_any_text_can_be_read(kind, text):
    assert isinstance(read(kind, text), str | int)
