"""`scripts/setup` says in one sentence what is missing."""

import shutil
import subprocess
from pathlib import Path

import pytest

SETUP = Path(__file__).resolve().parents[2] / "scripts" / "setup"


@pytest.fixture
def checkout(tmp_path):
    (tmp_path / "scripts").mkdir()
    shutil.copy(SETUP, tmp_path / "scripts" / "setup")
    (tmp_path / "requirements.txt").write_text("")
    return tmp_path


def python_that(checkout: Path, script: str) -> Path:
    """A folder for PATH with the usual tools, and a python3 that runs `script` instead."""
    folder = checkout / "bin"
    folder.mkdir()
    for tool in ("sh", "mkdir", "rm", "cmp", "cp", "dirname", "touch"):
        (folder / tool).symlink_to(shutil.which(tool))
    (folder / "python3").write_text(f"#!/bin/sh\n{script}\n")
    (folder / "python3").chmod(0o755)
    return folder


def run_setup(checkout: Path, path: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [checkout / "scripts" / "setup", "requirements.txt"],
        env={"PATH": str(path)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_an_old_python_is_said_in_one_sentence(checkout):
    result = run_setup(checkout, python_that(checkout, "exit 1"))
    assert result.returncode == 1
    assert result.stderr.startswith("没有找到 Python 3.11")
    assert len(result.stderr.splitlines()) == 1


def test_a_python_without_venv_is_said_in_one_sentence(checkout):
    result = run_setup(checkout, python_that(checkout, 'case "$2" in *ensurepip*) exit 1;; esac'))
    assert result.returncode == 1
    assert result.stderr.startswith("Python 缺少 venv")
    assert "python3-venv" in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_a_folder_that_cannot_be_written_is_said_in_one_sentence(checkout):
    # A file in the folder's place refuses everyone, root included.
    (checkout / ".local").write_text("")
    result = run_setup(checkout, python_that(checkout, "exit 0"))
    assert result.returncode == 1
    assert "不可写" in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_what_is_installed_is_not_installed_again(checkout):
    venv = checkout / ".venv"
    (venv / "bin").mkdir(parents=True)
    (venv / "bin" / "python").write_text("#!/bin/sh\nexit 1\n")
    (venv / "bin" / "python").chmod(0o755)
    (venv / ".installed-requirements.txt").write_text("")
    result = run_setup(checkout, python_that(checkout, "exit 1"))
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
