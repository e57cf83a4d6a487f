"""A release as a file: written out with its checksum, and read back with every doubt raised before anything is done."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from django.utils.translation import gettext as _

from benefits.models import Release
from benefits.publishing.changes import refused
from benefits.publishing.checksum import checksum_of
from benefits.publishing.compile import FORMAT
from benefits.publishing.parts import Json, normal, records_of

_FORMATS = range(1, FORMAT + 1)


def release_file(release: Release) -> bytes:
    """The release as JSON in UTF-8."""
    data = {
        "release": release.number,
        "published_at": release.published_at.isoformat(),
        "note": release.note,
        "checksum": release.checksum,
        "content": release.content,
    }
    return json.dumps(data, ensure_ascii=False, indent=1).encode()


def content_of_file(raw: bytes) -> Json:
    """The content that the file holds, whole and as it was written out. Raises ChangeRefused."""
    try:
        data = json.loads(raw.decode("utf-8-sig"), parse_float=_no_float, parse_constant=_no_float)
        text = json.dumps(data, ensure_ascii=False)
        text.encode()
    except (ValueError, RecursionError) as error:
        raise refused(_("不是版本文件：应为从“版本”页导出的 JSON 文件（UTF-8）。"), _("文件")) from error
    if "\\u0000" in text:
        raise refused(_("文件里有不能保存的字符（U+0000）。"), _("文件"))
    content = data.get("content") if isinstance(data, dict) else None
    if not isinstance(content, dict) or content.get("format") not in _FORMATS:
        raise refused(_("不是版本文件，或是更新的系统导出的，这里读不了。"), _("文件"))
    if data.get("checksum") != checksum_of(content):
        raise refused(_("校验值不符：文件在导出以后被改动过，或没有传完整。请重新导出。"), _("文件"))
    _must_be_readable(content)
    return content


def _must_be_readable(content: Json) -> None:
    try:
        records_of(normal(content))
    except (ValueError, TypeError, KeyError, AttributeError, ArithmeticError) as error:
        raise refused(_("文件的内容读不出来：%s") % error, _("文件")) from error


def _no_float(raw: Any) -> NoReturn:
    raise ValueError(f"{raw}: releases write every number that is not whole as text")
