"""What every response carries, and what is answered when something goes wrong."""

from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpResponse
from django.test import Client
from django.urls import include, path

from config.logs import PlacesOnlyFormatter
from config.urls import handler400, handler403, handler404, handler500  # noqa: F401 - Django reads them from here


def fail_with(error):
    def view(request):
        raise error

    return view


urlpatterns = [
    path("broken/", fail_with(ValueError("secret answer"))),
    path("bad/", fail_with(BadRequest())),
    path("denied/", fail_with(PermissionDenied())),
    path("echo/", lambda request: HttpResponse(request.POST.get("text", ""))),
    path("", include("config.urls")),
]

pytestmark = [pytest.mark.urls(__name__), pytest.mark.usefixtures("published")]


@pytest.fixture
def client():
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("address", ["/", "/account/login/", "/no-such-page/", "/check/"])
def test_every_page_allows_only_ourselves(client, address):
    policy = dict(part.strip().split(" ", 1) for part in client.get(address)["Content-Security-Policy"].split(";"))
    assert policy.pop("default-src") == "'none'"
    assert policy["form-action"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert set(policy.values()) == {"'self'", "'none'"}


@pytest.mark.parametrize("address", ["/", "/account/login/"])
def test_every_page_keeps_to_itself(client, address):
    response = client.get(address)
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.parametrize(
    ("address", "status"), [("/broken/", 500), ("/bad/", 400), ("/denied/", 403), ("/no-such-page/", 404)]
)
def test_an_error_has_a_page_that_says_what_to_do(client, address, status):
    response = client.get(address)
    assert response.status_code == status
    assert "请" in response.content.decode()
    assert "secret answer" not in response.content.decode()


def test_a_log_never_holds_what_an_exception_quotes(client, caplog):
    caplog.handler.setFormatter(PlacesOnlyFormatter())
    client.get("/broken/")
    assert "builtins.ValueError" in caplog.text
    assert "secret answer" not in caplog.text


def test_an_error_page_that_fails_itself_still_says_what_to_do(client, settings):
    settings.TEMPLATES = [settings.TEMPLATES[0] | {"DIRS": [], "APP_DIRS": False}]
    response = client.get("/broken/")
    assert response.status_code == 500
    assert "请稍后再试" in response.content.decode()


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({"text": "字" * settings.DATA_UPLOAD_MAX_MEMORY_SIZE}, 413),
        ({f"field{number}": "" for number in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)}, 400),
    ],
    ids=["too long", "too many fields"],
)
def test_a_request_over_the_limits_is_refused_with_a_sentence(client, data, status):
    response = client.post("/echo/", urlencode(data), content_type="application/x-www-form-urlencoded")
    assert response.status_code == status
    assert "请" in response.content.decode()


def test_a_form_without_cookies_is_refused_with_a_sentence_about_cookies():
    client = Client(enforce_csrf_checks=True)
    response = client.post("/echo/", {"text": "1"})
    assert response.status_code == 403
    assert "cookie" in response.content.decode().lower()


@pytest.mark.parametrize("host", ["testserver", "10.0.0.7"])
def test_a_probe_needs_neither_host_name_nor_database(host):
    response = Client().get("/healthz", HTTP_HOST=host)
    assert (response.status_code, response.content) == (200, b"ok\n")
