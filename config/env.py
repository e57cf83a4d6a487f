"""Reads the environment, and names every setting that is missing in one message."""

import base64
import binascii
import os
from collections.abc import Mapping

from django.core.exceptions import ImproperlyConfigured


class MissingSettings(ImproperlyConfigured):
    """Settings without a value; its text lists them all, one a line, and says where to put them."""

    def __init__(self, missing: Mapping[str, str]) -> None:
        self.names = tuple(missing)
        lines = [f"  {name}  {meaning}" for name, meaning in missing.items()]
        super().__init__(
            "缺少下列设置或格式不对，未能启动。请在环境变量中设置后重试。\n"
            "The portal did not start: set these environment variables rightly and try again.\n" + "\n".join(lines)
        )


class Environment:
    """The environment's variables with fall-backs behind them; remembers what was asked for and is missing."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        self._variables = variables
        self._fall_backs: dict[str, str] = {}
        self._missing: dict[str, str] = {}

    def fall_back_on(self, **values: str) -> None:
        """Use `values` where the environment is silent. For the loosened settings only, never for production."""
        self._fall_backs.update(values)

    def text(self, name: str, meaning: str) -> str:
        """The variable's text; an empty or blank one is as good as missing."""
        value = self._value(name)
        if not value:
            self._missing[name] = meaning
        return value

    def listing(self, name: str, meaning: str) -> list[str]:
        """A comma-separated variable as a list."""
        values = [part.strip() for part in self.text(name, meaning).split(",") if part.strip()]
        if not values:
            self._missing[name] = meaning
        return values

    def optional_listing(self, name: str) -> list[str]:
        """A comma-separated variable as a list; a silent environment gives an empty one."""
        return [part.strip() for part in self._value(name).split(",") if part.strip()]

    def number(self, name: str, default: int, meaning: str, at_least: int = 1) -> int:
        """A whole number with a default. Anything else is as good as missing: no limit is turned off by a slip."""
        value = self._value(name) or str(default)
        if value.isdecimal() and int(value) >= at_least:
            return int(value)
        self._missing[name] = meaning
        return default

    def fernet_keys(self, name: str, meaning: str) -> list[str]:
        """A list of Fernet keys. A wrong one is as good as missing: it would fail the first resident, not the start."""
        keys = self.listing(name, meaning)
        if not all(map(_is_fernet_key, keys)):
            self._missing[name] = meaning
        return keys

    def flag(self, name: str) -> bool:
        """Whether an optional variable says yes: 1 or true."""
        return self._variables.get(name, "").strip().lower() in ("1", "true")

    def refuse_if_missing(self) -> None:
        if self._missing:
            raise MissingSettings(self._missing)

    def _value(self, name: str) -> str:
        return self._variables.get(name, "").strip() or self._fall_backs.get(name, "")


def _is_fernet_key(text: str) -> bool:
    try:
        return len(base64.urlsafe_b64decode(text)) == 32
    except (binascii.Error, ValueError):
        return False


environment = Environment(os.environ)
