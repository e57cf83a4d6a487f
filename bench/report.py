"""The report: a line a figure, with its reference in the same run and what the figure should be."""

from __future__ import annotations

from typing import NamedTuple


class Line(NamedTuple):
    """One figure. `is_met` None: a figure without a target."""

    name: str
    measured: str
    reference: str
    ratio: str
    target: str
    is_met: bool | None = None


_MARKS = {True: "达到", False: "未达到", None: ""}


def as_markdown(lines: list[Line]) -> str:
    """A Markdown table."""
    rows = ["| 项目 | 实测 | 同次参照 | 比值 | 目标 | 结果 |", "| --- | --- | --- | --- | --- | --- |"]
    rows += [f"| {' | '.join((*line[:5], _MARKS[line.is_met]))} |" for line in lines]
    return "\n".join(rows)
