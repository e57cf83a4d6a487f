"""`manage.py assess`: households as JSON Lines in, assessments as JSON Lines out, in order, whatever a line holds."""

from __future__ import annotations

import io
import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from benefits.publishing import current
from tests.eligibility.engine import assessed, plain
from tests.rulebooks import real_rulebook

DAY = "2026-11-23"
FAMILY = {
    "permanent_resident": True,
    "children": [{"birth_date": "2026-01-05", "childcare": "inclusive_nursery"}, {}],
}


@pytest.fixture(autouse=True)
def _nothing_held() -> None:
    current.reset()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "households.jsonl"


def run(file: Path | str, *options: str) -> tuple[list[Any], int]:
    """The lines that come out, and the exit status."""
    out = io.StringIO()
    try:
        call_command("assess", str(file), *options, stdout=out)
        status = 0
    except SystemExit as stopped:
        status = stopped.code
    text = out.getvalue()
    assert text == "" or text.endswith("\n")
    return [json.loads(line) for line in text.splitlines()], status


def test_each_household_gets_its_assessment_in_order(published, file):
    file.write_text(f"{json.dumps(FAMILY)}\n{{}}", "utf-8")
    lines, status = run(file, "--on", DAY)
    assert lines == [plain(assessed(FAMILY)), plain(assessed({}))]
    assert status == 0


def test_the_documented_example_comes_out_as_documented(published, file):
    file.write_text(json.dumps(FAMILY), "utf-8")
    [[assessment], _] = run(file, "--on", DAY)
    assert (assessment["release"], assessment["on"]) == (1, DAY)
    assert [result["key"] for result in assessment["benefits"]] == [item.key for item in real_rulebook().benefits]
    [subsidy] = [result for result in assessment["benefits"] if result["key"] == "childcare-subsidy"]
    assert subsidy["missing"] == ["district", "children.1.birth_date", "children.1.childcare"]
    assert [child["amount"] for child in subsidy["children"]] == [{"kind": "monthly", "yuan": "500.00"}, None]
    assert assessment["totals"] == {"consultation": {"one_off": "0.00", "monthly": "500.00"}}


def test_a_line_that_is_no_household_has_its_faults_in_its_place_and_the_others_still_run(published, file):
    bad = {"colour": 1, "children": [{"birth_date": "2027-01-01"}]}
    file.write_bytes(b"{}\n\n  \r\n" + json.dumps(bad).encode() + b"\r\n[1]\n\xff\n{}\n")
    lines, status = run(file, "--on", DAY)
    assert status == 1
    assert lines[0] == lines[4] == plain(assessed({}))
    assert set(lines[1]) == {"line", "errors"}
    assert lines[1]["line"] == 4
    assert lines[1]["errors"]["children.0.birth_date"] == [f"不能晚于 {DAY}。"]
    assert list(lines[1]["errors"]) == ["colour", "children.0.birth_date"]
    assert all(isinstance(said, list) for said in lines[1]["errors"].values())
    whole = {"": ["应为一个 UTF-8 编码的 JSON 对象。"]}
    assert lines[2:4] == [{"line": 5, "errors": whole}, {"line": 6, "errors": whole}]


def test_half_a_surrogate_pair_comes_back_as_it_came(published, file):
    file.write_text('{"\\ud83d": 1}\n', "utf-8")
    lines, status = run(file)
    assert status == 1
    assert list(lines[0]["errors"]) == ["\ud83d"]


def test_a_byte_order_mark_is_no_part_of_a_json_object(published, file):
    file.write_text("{}\n", "utf-8-sig")
    assert run(file)[0][0]["errors"] == {"": ["应为一个 UTF-8 编码的 JSON 对象。"]}


def test_an_empty_file_gives_nothing(published, file):
    file.write_text("\n \n", "utf-8")
    assert run(file) == ([], 0)


def test_a_dash_is_standard_input(published, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b'{"pregnant": true}\n')))
    assert run("-", "--on", DAY) == ([plain(assessed({"pregnant": True}))], 0)


def test_without_a_day_it_is_today(published, file):
    file.write_text("{}", "utf-8")
    [[assessment], _] = run(file)
    assert assessment == plain(assessed({}, timezone.localdate()))


@pytest.mark.parametrize("raw", ["2026-02-30", "20261123", "2026-W48-1", "today"])
def test_a_day_that_is_none_is_refused_in_a_sentence(published, file, raw):
    file.write_text("{}", "utf-8")
    with pytest.raises(CommandError, match=f"--on: 应为日历上有的日期，写作 YYYY-MM-DD，不是“{raw}”。"):
        run(file, "--on", raw)


def test_a_file_that_cannot_be_opened_is_named_with_what_to_do(published, tmp_path):
    for path in (tmp_path / "missing.jsonl", tmp_path):
        with pytest.raises(CommandError, match="请检查文件名和权限。") as refused:
            run(path)
        assert str(path) in str(refused.value)


def test_nothing_is_assessed_before_a_release(db, file):
    file.write_text("{}", "utf-8")
    with pytest.raises(CommandError, match="还没有发布任何版本。请先运行 manage"):
        run(file)


def test_it_reads_and_writes_line_by_line(published, monkeypatch):
    """What is known of the first household is out before the second is read."""
    seen: list[int] = []

    class Out(io.StringIO):
        lines = 0

        def write(self, text: str) -> int:
            self.lines += text.count("\n")
            return super().write(text)

    out = Out()

    def lines():
        for _ in range(3):
            seen.append(out.lines)
            yield b"{}\n"

    class Input:
        buffer = lines()

    monkeypatch.setattr(sys, "stdin", Input())
    call_command("assess", "-", on=date.fromisoformat(DAY), stdout=out)
    assert seen == [0, 1, 2]
