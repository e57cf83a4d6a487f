"""What every test may use: a published release, a browser, and the choice of the tests that touch the database."""

import os
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from io import StringIO
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import settings as hypothesis_settings
from playwright.sync_api import Browser, Page, expect, sync_playwright
from pytest_django import DjangoDbBlocker

from benefits.models import Benefit, Release
from benefits.publishing import current
from benefits.publishing.checksum import checksum_of
from benefits.publishing.compile import compile_release
from tests.browser import ARGUMENTS, Faults, find_chromium
from tests.factories import BenefitFactory, QuestionFactory
from tests.rows import Rows

# Playwright keeps an event loop running in this thread, which Django would take for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

# As long as a page's own actions may take, however busy the machine is.
expect.set_options(timeout=15_000)

hypothesis_settings.register_profile("suite", max_examples=2_000, deadline=None)
hypothesis_settings.register_profile("fuzz", max_examples=20_000, deadline=None)
hypothesis_settings.load_profile("suite")

DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "django_db_reset_sequences"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database-only", action="store_true", help="only the tests that touch the database")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if "new_page" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")
    if config.getoption("--database-only"):
        config.hook.pytest_deselected(items=[item for item in items if not _touches_database(item)])
        items[:] = [item for item in items if _touches_database(item)]


def _touches_database(item: pytest.Item) -> bool:
    if item.get_closest_marker("content_only"):
        return False
    fixtures = set(getattr(item, "fixturenames", ()))
    return bool(fixtures & DATABASE_FIXTURES) or item.get_closest_marker("django_db") is not None


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if find_chromium() is None:
        terminalreporter.section("NO CHROMIUM: the browser tests were left out 没有 Chromium：浏览器测试未运行")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The test database. On PostgreSQL it is emptied and dropped in a way that suits one that holds little."""
    if connection.vendor != "postgresql":
        yield
        return
    # TRUNCATE makes new files for every table and index: a quarter of a second after each test with a live server.
    connection.ops.sql_flush = lambda style, tables, **options: [
        f"DELETE FROM {connection.ops.quote_name(table)};" for table in tables
    ]
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        # A thread of the live server may not have ended yet; no database is dropped while anybody is connected.
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture(autouse=True)
def _no_release_is_held() -> Iterator[None]:
    """Each test knows what a new process knows."""
    yield
    current.reset()


@pytest.fixture(autouse=True)
def _only_content(request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Holds a test marked `content_only` to what the mark says."""
    if request.node.get_closest_marker("content_only") is None:
        yield
        return
    request.getfixturevalue("real_content")
    with django_db_blocker.block():
        yield


@dataclass(frozen=True)
class Policy:
    """The real thirteen measures: their rows, what publishing makes of them, and what the command said."""

    rows: Rows
    content: dict[str, Any]
    checksum: str
    output: str


@pytest.fixture(scope="session")
def real_policy(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Policy:
    """Loading takes seconds: it is done once, and taken back."""
    with django_db_blocker.unblock(), transaction.atomic():
        output = StringIO()
        call_command("load_policy", stdout=output)
        content = compile_release()
        policy = Policy(Rows.of("benefits"), content, checksum_of(content), output.getvalue())
        transaction.set_rollback(True)
    return policy


@pytest.fixture
def policy(db: None, real_policy: Policy) -> Policy:
    """The rows of the real thirteen measures in the database, as staff see them after load_policy."""
    real_policy.rows.put_back()
    return real_policy


@pytest.fixture(scope="session")
def real_content(real_policy: Policy) -> dict[str, Any]:
    """What publishing makes of those rows."""
    return real_policy.content


@pytest.fixture
def published(db: None, real_policy: Policy) -> Release:
    """The real thirteen measures as release 1, without the rows: no page that residents see needs them."""
    return Release.objects.create(
        number=1,
        # A test may change what it got; the next one starts from the real measures again.
        content=deepcopy(real_policy.content),
        checksum=real_policy.checksum,
        published_at=timezone.now(),
        note="test",
    )


@pytest.fixture
def publishable(db: None) -> Benefit:
    """The smallest policy that can be published: a benefit for everyone, and the questions every release must have."""
    QuestionFactory(children=True)
    QuestionFactory(birth_date=True)
    return BenefitFactory(for_everyone=True)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    chromium = find_chromium()
    if chromium is None:
        if os.environ.get("CI") == "true":
            pytest.fail("没有 Chromium，CI 中不可省略。 Install chromium: with CI=true the browser tests must run.")
        pytest.skip("没有 Chromium。 Install chromium to run the browser tests.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def faults(live_server) -> Iterator[Faults]:
    """What went wrong on this test's pages; anything but what the test expects fails it."""
    faults = Faults(urlsplit(live_server.url).netloc)
    yield faults
    assert not faults.found, "\n".join(faults.found)


@pytest.fixture
def new_page(browser: Browser, faults: Faults, live_server) -> Iterator[Callable[..., Page]]:
    """Opens pages with the given options: `new_page(java_script_enabled=False, viewport={...})`."""
    contexts = []

    def open_page(**options) -> Page:
        context = browser.new_context(base_url=live_server.url, locale="zh-CN", **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        faults.watch(page)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    return new_page()
