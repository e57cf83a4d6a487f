"""The world in which the table of rights is tried: a record of every kind, people in every role, what they send."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from io import StringIO
from typing import Any, NamedTuple
from unittest.mock import patch

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, models, transaction
from django.template.backends.django import Template
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from benefits.models import Release
from benefits.publishing.changes import submit
from benefits.publishing.checksum import checksum_of
from benefits.publishing.compile import compile_release
from benefits.publishing.publish import publish
from benefits.publishing.transfer import release_file
from tests import factories
from tests.admin.pages import fields_of
from tests.sign_in import signed_in

# Written while somebody is only being recognised, or counted.
OF_THE_VISIT = {"django_session", "sign_in_tries"}
# Who may is decided before a page is drawn, which takes most of the time: two roles' pages are.
DRAWN = {"own", "publisher"}
_WRITE = re.compile(r'(?:INSERT INTO|UPDATE|DELETE FROM) "(?P<table>\w+)"')
PASSWORD = "a long way to 无锡"


class World(NamedTuple):
    """Rows by model name, those that nothing depends on, and the session of each role ("": has not signed in)."""

    rows: dict[str, models.Model]
    loose: dict[str, models.Model]
    sessions: dict[str, str]


def new_world() -> World:
    """What departments keep, one of them keeps: `own` is its editor, `other` is another department's."""
    factories.QuestionFactory(children=True)
    factories.QuestionFactory(birth_date=True)
    benefit = factories.BenefitFactory(for_everyone=True)
    department, measure = benefit.enquire_at, benefit.measure
    factories.MeasureDepartmentFactory(measure=measure, department=department)
    commitment = factories.CommitmentFactory(measure=measure, owner=department)
    example = factories.ExampleFactory(measure=measure, expect={benefit.key: {"status": "eligible"}})
    people = {
        "own": factories.UserFactory(is_editor=True, department=department),
        "other": factories.UserFactory(editor=True),
        "publisher": factories.UserFactory(publisher=True),
        "auditor": factories.UserFactory(auditor=True),
        "admin": factories.UserFactory(administrator=True),
        "admin+own": factories.UserFactory(is_administrator=True, is_editor=True, department=department),
    }
    for user in people.values():
        user.set_password(PASSWORD)
        user.save()
    first = publish("首次发布")
    _edited(benefit, title_zh="改过的标题")
    _next_release()
    _edited(benefit, title_zh="又改了标题")
    change_set = submit(people["own"], {("benefit", benefit.key)}, "改标题")
    _edited(commitment, title_zh="还没有提交的标题")
    rows = {
        "benefit": benefit,
        "department": department,
        "measure": measure,
        "policydocument": measure.document,
        "benefitnote": factories.BenefitNoteFactory(benefit=benefit, department=department),
        "commitment": commitment,
        "example": example,
        "question": factories.QuestionFactory(owner=department),
        "section": factories.SectionFactory(),
        "term": factories.TermFactory(),
        "remark": factories.RemarkFactory(record=benefit, author=people["other"]),
        "user": factories.UserFactory(editor=True),
        "changeset": change_set,
        "release": first,
    }
    loose = {
        "department": factories.DepartmentFactory(),
        "measure": factories.MeasureFactory(),
        "policydocument": factories.PolicyDocumentFactory(),
        "benefit": factories.BenefitFactory(enquire_at=department, measure=measure),
        "user": factories.UserFactory(),
    }
    sessions = {role: _session(user) for role, user in people.items()}
    return World(rows, loose, {"anonymous": "", **sessions})


def admin_addresses() -> dict[str, str]:
    """Every address of the admin by name, as Django resolves it; one without a name by itself."""
    found = {}
    for route, name in _patterns(get_resolver(), ""):
        if route.startswith("admin/"):
            found[name or route.removeprefix("admin/")] = f"/{route}"
    return found


def send(world: World, role: str, method: str, path: str, data: dict[str, Any] | None = None) -> str:
    """What comes of a request, in the table's word; afterwards nothing has happened."""
    for file in (value for value in (data or {}).values() if isinstance(value, SimpleUploadedFile)):
        # Read to its end by the request before.
        file.seek(0)
    drawn = nullcontext() if role in DRAWN and method != "DELETE" else patch.object(Template, "render", _nothing)
    with drawn, transaction.atomic(), _written() as tables:
        response = getattr(_client(world, role), method.lower())(path, data)
        after = {table: _rows(table) for table in tables}
        transaction.set_rollback(True)
    # What was only tried and taken back, as a preview does, has changed nothing.
    has_changed = any(_rows(table) != rows for table, rows in after.items())
    if response.status_code == 302 and response.url.startswith(("/admin/login/", "/account/login/")):
        return "login"
    return "done" if has_changed else str(response.status_code)


def _edited(row: models.Model, **columns: Any) -> None:
    for name, value in columns.items():
        setattr(row, name, value)
    row.save()


def _next_release() -> Release:
    content = compile_release()
    return Release.objects.create(
        number=2, content=content, checksum=checksum_of(content), published_at=timezone.now(), note="第二版"
    )


def _session(user: Any) -> str:
    return signed_in(Client(), user).cookies[settings.SESSION_COOKIE_NAME].value


def _client(world: World, role: str) -> Client:
    client = Client()
    if world.sessions[role]:
        client.cookies[settings.SESSION_COOKIE_NAME] = world.sessions[role]
    return client


def _patterns(resolver: URLResolver, before: str) -> Iterator[tuple[str, str | None]]:
    for pattern in resolver.url_patterns:
        route = f"{before}{pattern.pattern}"
        if isinstance(pattern, URLPattern):
            yield route, pattern.name
        else:
            yield from _patterns(pattern, route)


@contextmanager
def _written() -> Iterator[set[str]]:
    """The tables that are written to, but for those of the visit."""
    tables: set[str] = set()

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if match := _WRITE.match(sql):
            tables.update({match["table"]} - OF_THE_VISIT)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield tables


def _nothing(*_about: Any) -> str:
    return ""


def _rows(table: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}" ORDER BY 1')
        return cursor.fetchall()


def _model_and_page(name: str) -> tuple[str, str]:
    """("benefit", "change") of benefits_benefit_change."""
    _app, model, page = name.split("_", 2)
    return model, page


def path_of(world: World, name: str, route: str) -> str:
    """The address with the numbers of the world's records in it."""
    if name in PATHS:
        return PATHS[name](world)
    if "<" not in route:
        return route
    model, page = route.removeprefix("/admin/").split("/")[1], name.rsplit("_", 1)[-1]
    row = world.loose.get(model, world.rows[model]) if page == "delete" else world.rows[model]
    for part in ("<path:object_id>", "<id>"):
        route = route.replace(part, str(row.pk))
    return route.replace("<int:number>", str(getattr(row, "number", "")))


def body_of(world: World, name: str, path: str) -> dict[str, Any]:
    """What a person with all rights would post there to change something."""
    if name in BODIES:
        return BODIES[name](world)
    if name.endswith("_delete"):
        return {"post": "yes"}
    if name.endswith("_changelist"):
        model, _page = _model_and_page(name)
        return {"action": "delete_selected", "_selected_action": world.rows[model].pk, "post": "yes"}
    if name.endswith("_change"):
        model, _page = _model_and_page(name)
        keeper = "admin" if model == "user" else "publisher"
        return fields_of(_client(world, keeper).get(path)) | CHANGED[model]
    if name.endswith("_add"):
        model, _page = _model_and_page(name)
        return NEW[model](world)
    return {}


def _no_inline(*names: str) -> dict[str, int]:
    return {f"{name}-{count}": 0 for name in names for count in ("TOTAL_FORMS", "INITIAL_FORMS")}


def _import(world: World) -> dict[str, Any]:
    return {"note": "导入", "file": SimpleUploadedFile("release.json", release_file(world.rows["release"]))}


def _submission(world: World) -> dict[str, Any]:
    return {"record": f"commitment:{world.rows['commitment'].key}", "note": "改标题", "submit": "1"}


def _attestation(world: World) -> dict[str, Any]:
    day = timezone.localdate().replace(year=timezone.localdate().year + 1, day=1)
    return {"benefits": [world.rows["benefit"].pk], "review_by": day.isoformat()}


def _table_of_contacts(world: World) -> dict[str, Any]:
    """The contacts as they are exported, with one telephone changed."""
    table = b"".join(_client(world, "publisher").get("/admin/contacts/csv/").streaming_content).decode("utf-8-sig")
    head, *rows = csv.reader(StringIO(table))
    rows[0][head.index("电话")] = "0510-81823276"
    out = StringIO()
    csv.writer(out).writerows([head, *rows])
    return {"table": SimpleUploadedFile("contacts.csv", out.getvalue().encode("utf-8-sig"))}


def _sealed_contacts(world: World) -> dict[str, Any]:
    page = _client(world, "publisher").post("/admin/contacts/", _table_of_contacts(world))
    return {"sealed": page.context["preview"].sealed}


def _tried(world: World) -> dict[str, Any]:
    benefit = world.rows["benefit"]
    answers = {"household": "{}", "on": "2026-11-24", "supposes": "", "published_on": "", "changes": "", "example": ""}
    new = {"name": "任何家庭", "source": "原文", "benefits": [benefit.key], "save": "1"}
    return answers | new | {"measure": benefit.measure.number}


def _autocomplete(world: World) -> str:
    return "/admin/autocomplete/?app_label=benefits&model_name=benefit&field_name=measure&term=生"


# Addresses that need more than the number of a record.
PATHS: dict[str, Any] = {
    "app_list": lambda world: "/admin/benefits/",
    "autocomplete": _autocomplete,
    "(?P<url>.*)$": lambda world: "/admin/nothing-here/",
    "view_on_site": lambda world: "/admin/r/{}/{}/".format(
        ContentType.objects.get_for_model(world.rows["benefit"]).pk, world.rows["benefit"].pk
    ),
    "benefits_remark_add": lambda world: (
        f"/admin/benefits/remark/add/?kind=commitment&key={world.rows['commitment'].key}"
    ),
}
# What is sent to addresses that are not a stock page of a record.
BODIES: dict[str, Any] = {
    "contacts": _table_of_contacts,
    "contacts_confirm": _sealed_contacts,
    "benefits_example_from_trial": _tried,
    "attest": _attestation,
    "benefits_changeset_submit": _submission,
    "benefits_changeset_change": lambda world: {"give_back": "1", "remark": "请再改。"},
    "benefits_release_import": _import,
    "benefits_release_roll_back": lambda world: {"note": "第二版有错", "seen": "2"},
    "benefits_release_change": lambda world: {"note": "改过"},
    "password_change": lambda world: {
        "old_password": PASSWORD,
        "new_password1": f"{PASSWORD}2",
        "new_password2": f"{PASSWORD}2",
    },
}
# What is changed on the stock page of a record.
CHANGED: dict[str, dict[str, Any]] = {
    "benefit": {"summary_zh": "改过。"},
    "benefitnote": {"text_zh": "改过。"},
    "commitment": {"progress_zh": "改过。"},
    "department": {"telephone": "0510-1"},
    "example": {"name": "改过"},
    "measure": {"title_zh": "改过"},
    "policydocument": {"number": "改过"},
    "question": {"help_zh": "改过。"},
    "remark": {"answer": "改过。"},
    "section": {"title_zh": "改过"},
    "term": {"name_zh": "改过"},
    "user": {"first_name": "改过"},
}
# A new record of each kind, as its page sends it.
NEW: dict[str, Any] = {
    "benefit": lambda world: {
        "key": "new",
        "measure": world.rows["measure"].pk,
        "enquire_at": world.rows["department"].pk,
        "routing": world.rows["benefit"].routing.pk,
        "title_zh": "新待遇",
        "life_stage": "pregnancy",
        "per": "household",
        "audience": "resident",
        "firmness": "stated",
        "summary_zh": "新。",
        "for_whom_zh": "新。",
        "quotations": world.rows["benefit"].quotations,
        "table-end": "1",
        "t0-id": "",
        "t0-a0-kind": "in_kind",
    },
    "benefitnote": lambda world: {
        "benefit": world.loose["benefit"].pk,
        "department": world.rows["department"].pk,
        "text_zh": "新。",
    },
    "changeset": lambda world: {"note": "新"},
    "commitment": lambda world: {
        "key": "new",
        "measure": world.rows["measure"].pk,
        "title_zh": "新",
        "quotations": world.rows["commitment"].quotations,
    },
    "department": lambda world: {"key": "new", "name_zh": "新", "short_name_zh": "新", "kind": "city"},
    "example": lambda world: {"name": "新"},
    "measure": lambda world: {
        "number": 999,
        "document": world.rows["policydocument"].pk,
        "part_zh": "新",
        "title_zh": "新",
        "text": "新。",
        **_no_inline("listed_departments"),
    },
    "policydocument": lambda world: {
        "key": "new",
        "title_zh": "新",
        "issuer_zh": "新",
        "citation": "新",
        "status": "consultation",
    },
    "question": lambda world: {
        "key": "new",
        "section": world.rows["section"].pk,
        "scope": "household",
        "type": "bool",
        "wording_zh": "新？",
        "label_zh": "新",
        "why_zh": "新。",
        **_no_inline("choices"),
    },
    "release": lambda world: {"note": "新"},
    "remark": lambda world: {"text": "请看一下。"},
    "section": lambda world: {"key": "new", "title_zh": "新"},
    "term": lambda world: {"key": "new", "name_zh": "新", "explanation_zh": "新。"},
    "user": lambda world: {
        "username": "new",
        "is_auditor": "on",
        "is_active": "on",
        "new_password": PASSWORD,
        "new_password_again": PASSWORD,
    },
}
