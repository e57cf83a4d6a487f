"""A page as a browser without scripts sees it: its fields as they would be sent, and its buttons pressed."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from django.test import Client


class _Fields(HTMLParser):
    """The fields of the main form that a browser would send."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, list[str]] = {}
        self._select: dict[str, Any] | None = None
        self._area: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        match tag:
            case "input" if "name" in given and given.get("type") not in ("submit", "button"):
                if given.get("type") not in ("checkbox", "radio") or "checked" in given:
                    self._add(given["name"], given.get("value", "on" if given.get("type") == "checkbox" else ""))
            case "select" if "name" in given:
                self._select = {"name": given["name"], "options": [], "chosen": [], "multiple": "multiple" in given}
            case "option" if self._select is not None:
                self._select["options"].append(given.get("value", ""))
                if "selected" in given:
                    self._select["chosen"].append(given.get("value", ""))
            case "textarea" if "name" in given:
                self._area = given["name"]
                self._add(self._area, "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "select" and self._select is not None:
            chosen = self._select["chosen"]
            if not self._select["multiple"]:
                chosen = (chosen or self._select["options"])[:1]
            for value in chosen:
                self._add(self._select["name"], value)
            self._select = None
        if tag == "textarea":
            self._area = None

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            # A browser passes over the first line end and sends line ends of its own.
            self.fields[self._area][-1] += data.removeprefix("\n").removeprefix("\r\n").replace("\n", "\r\n")

    def _add(self, name: str, value: str) -> None:
        self.fields.setdefault(name, []).append(value)


def fields_of(answer: Any) -> dict[str, list[str]]:
    """What a browser would send of the page, nothing typed and no button pressed."""
    parser = _Fields()
    parser.feed(answer.content.decode())
    return parser.fields


class EditedPage:
    """A page that is open in a browser without scripts."""

    def __init__(self, client: Client, address: str) -> None:
        self._client, self.address = client, address
        self.answer = client.get(address)
        assert self.answer.status_code == 200
        self.fields = fields_of(self.answer)

    def type(self, values: dict[str, str | list[str]]) -> EditedPage:
        """Fill in fields."""
        for name, value in values.items():
            self.fields[name] = value if isinstance(value, list) else [value]
        return self

    def press(self, action: str) -> EditedPage:
        """Press a button that changes the table, and see the page that comes."""
        self.answer = self._client.post(self.address, self.fields | {"table-do": [action]})
        assert self.answer.status_code == 200
        self.fields = fields_of(self.answer)
        return self

    def save(self) -> Any:
        """Press 保存. Refused, the page is there to go on with."""
        self.answer = self._client.post(self.address, self.fields | {"_save": ["1"]})
        if self.answer.status_code == 200:
            self.fields = fields_of(self.answer)
        return self.answer

    @property
    def text(self) -> str:
        return self.answer.content.decode()
