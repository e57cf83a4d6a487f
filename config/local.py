"""The local run's own keys: made once, kept in .local/env, which only its owner may read and git ignores."""

import base64
import os
import secrets
from pathlib import Path


def local_environment(folder: Path) -> dict[str, str]:
    """The variables of `folder`/env, a NAME=value a line; makes the file if there is none."""
    file = folder / "env"
    if not file.exists():
        _make(file)
    lines = file.read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))


def _make(file: Path) -> None:
    values = {
        "SECRET_KEY": secrets.token_urlsafe(50),
        "ANSWERS_KEYS": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
    }
    file.parent.mkdir(mode=0o700, exist_ok=True)
    # Complete before it has its name: of two processes that start together, neither reads half a file.
    draft = file.with_name(f"env.{os.getpid()}")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
        out.writelines(f"{name}={value}\n" for name, value in values.items())
    draft.replace(file)
