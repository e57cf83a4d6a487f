"""No template lies about unused."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"
# Asked for by name from outside this repository: the form pack by crispy-forms, the overrides by Django's admin,
# the pages of sign-in by django-allauth.
LOOKED_UP_ELSEWHERE = ("portal/", "admin/", "django/", "registration/", "account/", "mfa/")


def names_of_templates() -> list[str]:
    names = (str(file.relative_to(TEMPLATES)) for file in sorted(TEMPLATES.rglob("*.html")))
    return [name for name in names if not name.startswith(LOOKED_UP_ELSEWHERE)]


def test_every_template_is_used():
    sources = [*(ROOT / "benefits").rglob("*.py"), *(ROOT / "config").rglob("*.py"), *TEMPLATES.rglob("*.html")]
    text = "\n".join(source.read_text(encoding="utf-8") for source in sources)
    assert [name for name in names_of_templates() if f'"{name}"' not in text] == []
