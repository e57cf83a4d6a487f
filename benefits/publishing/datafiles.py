"""The folder of data files: which file holds which kind of record, and how records are read and written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _

from benefits.publishing import records
from benefits.publishing.fields import Inline
from benefits.publishing.records import Kind

# In the order in which records refer to one another. A pattern matches a file for each measure; a part is a key in the
# file.
LAYOUT: tuple[tuple[str, str | None, Kind], ...] = (
    ("documents.yaml", None, records.DOCUMENT),
    ("departments.yaml", None, records.DEPARTMENT),
    ("questions.yaml", "sections", records.SECTION),
    ("questions.yaml", "questions", records.QUESTION),
    ("terms.yaml", None, records.TERM),
    ("measures.yaml", None, records.MEASURE),
    ("benefits/*.yaml", None, records.BENEFIT),
    ("notes.yaml", None, records.NOTE),
    ("commitments/*.yaml", None, records.COMMITMENT),
    ("examples/*.yaml", None, records.EXAMPLE),
)


class UnreadableFile(ValueError):
    """A data file that cannot be read; its text says why."""


@dataclass(frozen=True, slots=True)
class DataFile:
    """The records of one kind in one file. `name` is the file's path in the folder."""

    name: str
    kind: Kind
    records: list[Any]


def data_files(folder: Path) -> Iterator[DataFile | tuple[str, UnreadableFile]]:
    """Every file of the folder in the order of loading; in an unreadable one's place, its name and the fault."""
    for pattern, part, kind in LAYOUT:
        for path in sorted(folder.glob(pattern)) or [folder / pattern]:
            name = path.relative_to(folder).as_posix()
            try:
                yield DataFile(name, kind, _records(path, part))
            except UnreadableFile as fault:
                yield name, fault


def _records(path: Path, part: str | None) -> list[Any]:
    data = _yaml(path)
    if part is not None:
        if not isinstance(data, dict) or set(data) != {"sections", "questions"}:
            raise UnreadableFile(_("文件里要有 sections 和 questions 两个列表。"))
        data = data[part]
    if not isinstance(data, list):
        raise UnreadableFile(_("要写成记录的列表，每条以“- ”开头。"))
    return data


def _yaml(path: Path) -> Any:
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_StrictLoader)  # noqa: S506 - a SafeLoader
    except FileNotFoundError as error:
        raise UnreadableFile(_("没有这个文件。")) from error
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableFile(_("文件读不出来，要用 UTF-8 编码：%s") % error) from error
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        where = _("第%s行：") % (mark.line + 1) if mark else ""
        raise UnreadableFile(_("不是正确的 YAML。%s") % f"{where}{getattr(error, 'problem', None) or error}") from error


class _StrictLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
    """Refuses a key that stands twice in a record, of which YAML would silently keep the last."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen = set()
        for key_node, _value in node.value:
            if key_node.value in seen:
                problem = _("字段“%s”写了两次。") % key_node.value
                raise yaml.constructor.ConstructorError(None, None, problem, key_node.start_mark)
            seen.add(key_node.value)
        return super().construct_mapping(node, deep=deep)


def yaml_text(data: Any) -> str:
    """Data as a data file has it: the same text for the same data."""
    return yaml.dump(
        data, Dumper=_Writer, allow_unicode=True, sort_keys=False, default_flow_style=False, width=_ONE_LINE
    )


_ONE_LINE = 10**9
# Ends of lines that YAML reads as a blank, unless they are escaped.
_OTHER_ENDS = re.compile("[\x85\u2028\u2029]")


class _Writer(yaml.SafeDumper):
    """Writes everything out where it stands, and on one line what is Inline."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(writer: _Writer, text: str) -> yaml.Node:
    return writer.represent_scalar("tag:yaml.org,2002:str", text, style='"' if _OTHER_ENDS.search(text) else None)


_Writer.add_representer(str, _text)
_Writer.add_representer(
    Inline, lambda writer, data: writer.represent_mapping("tag:yaml.org,2002:map", data, flow_style=True)
)
