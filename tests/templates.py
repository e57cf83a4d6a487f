"""Makes an undefined variable in one of our templates fail the test that renders it."""

import sys
from pathlib import Path

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"


class UndefinedVariableError(AssertionError):
    pass


class UndefinedVariable(str):
    """Django's `string_if_invalid`: formatted with the variable's name each time one is not found."""

    def __contains__(self, part: object) -> bool:
        return part == "%s"

    def __bool__(self) -> bool:
        return True

    def __mod__(self, variable: object) -> str:
        template = _template_being_rendered()
        if template is None or not template.is_relative_to(TEMPLATES):
            # Django's admin and crispy-forms rely on undefined variables being empty.
            return ""
        raise UndefinedVariableError(f"{variable} is undefined in {template.relative_to(TEMPLATES)}")


def _template_being_rendered() -> Path | None:
    """The file of the innermost node that is being rendered."""
    frame = sys._getframe()
    while frame := frame.f_back:
        node = frame.f_locals.get("self")
        if frame.f_code.co_name == "render_annotated" and hasattr(node, "origin"):
            return Path(node.origin.name)
    return None
