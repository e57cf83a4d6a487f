"""The browser tests' own instruments notice what they are there to notice."""

import pytest
from django.http import HttpResponse
from django.urls import include, path
from django.views.generic import RedirectView

from config.urls import handler404  # noqa: F401 - Django reads it from here
from tests.browser import assert_accessible

PAGE = (
    '<!doctype html><html lang="zh"><head><title>页</title>{head}</head>'
    "<body><main><h1>页</h1>{body}</main></body></html>"
)


def show(body="", head=""):
    return lambda request: HttpResponse(PAGE.format(body=body, head=head))


urlpatterns = [
    path("good/", show()),
    path("inline-script/", show(body="<script>document.title = 'changed'</script>")),
    path("inline-style/", show(body='<p style="color: red">红</p>')),
    path("missing-stylesheet/", show(head='<link rel="stylesheet" href="/static/no-such.css">')),
    path("third-party/", show(body='<img src="http://127.0.0.2:9/pixel.png" alt="">')),
    path("no-alternative/", show(body='<img src="/static/admin/img/icon-yes.svg">')),
    path("favicon.ico", RedirectView.as_view(url="/static/admin/img/icon-yes.svg")),
    path("", include("config.urls")),
]

pytestmark = pytest.mark.urls(__name__)


def test_a_good_page_has_no_faults_and_is_accessible(page, faults):
    page.goto("/good/")
    assert_accessible(page)
    assert faults.found == []


@pytest.mark.parametrize("address", ["inline-script", "inline-style", "missing-stylesheet", "third-party"])
def test_a_fault_is_found(page, faults, address):
    page.goto(f"/{address}/", wait_until="networkidle")
    assert page.title() == "页"
    assert faults.found
    faults.found.clear()


def test_an_expected_status_is_no_fault(page, faults):
    faults.expect(404)
    page.goto("/missing-stylesheet/", wait_until="networkidle")
    assert faults.found == []


def test_a_picture_without_words_is_not_accessible(page):
    page.goto("/no-alternative/")
    with pytest.raises(AssertionError, match="image-alt"):
        assert_accessible(page)
