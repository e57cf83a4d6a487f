"""The working copy back into data files: the same folder, the same layout, to the byte what a load would read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from benefits.models import Measure
from benefits.publishing.datafiles import LAYOUT, yaml_text
from benefits.publishing.snapshot import one_view_of_the_rows


class DumpRefused(Exception):
    """A folder that is not written to; its text says why."""


@dataclass(slots=True)
class DumpReport:
    """The names of the files, by whether there was anything new to write."""

    written: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)


def dump(folder: Path) -> DumpReport:
    """Write all rows to the folder's data files, each file whole or not at all. Raises DumpRefused."""
    _refuse_strangers(folder)
    texts = {name: yaml_text([]) for name in _files_in(folder)} | file_texts()
    report = DumpReport()
    for name, text in texts.items():
        is_new = _put(folder / name, text.encode())
        (report.written if is_new else report.unchanged).append(name)
    return report


@one_view_of_the_rows()
def file_texts() -> dict[str, str]:
    """The text of every data file, by its name, from the rows as they stand now."""
    files: dict[str, Any] = {}
    numbers = list(Measure.objects.values_list("number", flat=True))
    for pattern, part, kind in LAYOUT:
        records = [kind.data(row) for row in kind.rows()]
        if part is not None:
            files.setdefault(pattern, {})[part] = records
        elif "*" in pattern:
            files |= {_file_of(pattern, number): [] for number in numbers}
            for record in records:
                files[_file_of(pattern, record["measure"])].append(record)
        else:
            files[pattern] = records
    return {name: yaml_text(data) for name, data in files.items()}


def _file_of(pattern: str, measure: int) -> str:
    return pattern.replace("*", f"{measure:02}")


def _files_in(folder: Path) -> Iterator[str]:
    """The data files that are there already."""
    for pattern in dict.fromkeys(pattern for pattern, *_rest in LAYOUT):
        yield from (path.relative_to(folder).as_posix() for path in sorted(folder.glob(pattern)))


def _refuse_strangers(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise DumpRefused(_("%s 不是文件夹。") % folder)
    known = set(_files_in(folder))
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file())
    names = [path.relative_to(folder).as_posix() for path in paths]
    strangers = [name for name in names if name not in known and not name.split("/")[-1].startswith(".")]
    if strangers:
        raise DumpRefused(
            _("%(folder)s 里有别的文件，没有写入：%(names)s。请另选一个空文件夹，或政策数据的文件夹。")
            % {"folder": folder, "names": _("、").join(strangers[:3]) + ("…" if len(strangers) > 3 else "")}
        )


def _put(path: Path, content: bytes) -> bool:
    """Give the file this content at one stroke; False where it has it already."""
    if path.exists() and path.read_bytes() == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.new")
    try:
        temporary.write_bytes(content)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    return True
