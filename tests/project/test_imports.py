"""Who may import whom, as docs/architecture.md says, and the engine alone in a bare interpreter."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LAYERS = ("eligibility", "models", "publishing", "check", "results", "catalogue", "admin")
# _typeshed holds types for the type checker alone; it is never imported when the program runs.
KNOWN_TO_THE_ENGINE = sys.stdlib_module_names | {"_typeshed"}
MAY_IMPORT = {
    "eligibility": set(),
    "models": {"eligibility"},
    "publishing": {"eligibility", "models"},
    "results": {"eligibility", "publishing"},
    "catalogue": {"eligibility", "publishing"},
    "check": {"eligibility", "publishing", "results"},
    "admin": {"eligibility", "models", "publishing"},
}


def imported(file: Path) -> set[str]:
    """The dotted names a module imports, its own package's relative ones made absolute."""
    package = file.relative_to(ROOT).parent.parts
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        match node:
            case ast.Import():
                names.update(alias.name for alias in node.names)
            case ast.ImportFrom():
                start = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
                module = ".".join(part for part in (start, node.module) if part)
                names.update(f"{module}.{alias.name}" for alias in node.names)
    return names


def modules_of(package: str) -> list[Path]:
    return [file for file in sorted((ROOT / package).rglob("*.py")) if "migrations" not in file.parts]


@pytest.mark.parametrize("layer", LAYERS)
def test_a_layer_imports_only_what_it_may(layer):
    strays = {
        f"{file.relative_to(ROOT)} imports {name}"
        for file in modules_of(f"benefits/{layer}")
        for name in imported(file)
        for other in LAYERS
        if other != layer and f"{name}.".startswith(f"benefits.{other}.") and other not in MAY_IMPORT[layer]
    }
    assert not strays


@pytest.mark.parametrize(("package", "stranger"), [("accounts", "benefits"), ("benefits", "accounts")])
def test_accounts_and_benefits_do_not_know_each_other(package, stranger):
    strays = {
        f"{file.relative_to(ROOT)} imports {name}"
        for file in modules_of(package)
        for name in imported(file)
        if name.split(".")[0] == stranger
    }
    assert not strays


def test_the_engine_imports_only_the_standard_library():
    strays = {
        name
        for file in modules_of("benefits/eligibility")
        for name in imported(file)
        if name.split(".")[0] not in KNOWN_TO_THE_ENGINE and not name.startswith("benefits.eligibility")
    }
    assert not strays


def test_the_engine_runs_in_a_bare_interpreter():
    modules = [f"benefits.eligibility.{file.stem}" for file in modules_of("benefits/eligibility")]
    program = f"import sys; sys.path.insert(0, {str(ROOT)!r}); import {', '.join(modules)}"
    subprocess.run([sys.executable, "-I", "-S", "-c", program], check=True)
