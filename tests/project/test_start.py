"""`scripts/start` on an empty database: the real server, its pages, its static files and its log."""

import re


def test_the_first_start_serves_the_home_page_with_its_static_files(portal):
    status, home = portal.get("/")
    assert status == 200
    files = re.findall(r'(?:href|src)="(/static/[^"]+)"', home)
    assert files
    assert [portal.get(file)[0] for file in files] == [200] * len(files)


def test_it_prints_its_address_and_logs_no_query(portal):
    portal.get("/measures/?q=secret-answer")
    portal.get("/no-such-page/?q=secret-answer")
    log = portal.log_with("GET /no-such-page/ 404")
    assert f"http://127.0.0.1:{portal.port}/" in log
    assert "secret-answer" not in log


def test_an_error_page_reveals_no_settings(portal):
    assert "SECRET_KEY" not in portal.get("/no-such-page/")[1]


# What two members of staff do in the admin.
APPROVED_TELEPHONE = """
from django.contrib.auth import get_user_model
from benefits.models import Department
from benefits.publishing.changes import approve, submit
editor, publisher = (get_user_model().objects.create(username=name) for name in ("bianji", "fabu"))
Department.objects.filter(key="finance").update(telephone="0510-1")
approve(publisher, submit(editor, {("department", "finance")}, "电话").pk)
"""


def test_a_second_start_does_nothing_again_and_keeps_what_staff_edited(portal):
    portal.stop()
    portal.manage("shell", "--command", APPROVED_TELEPHONE)
    portal.manage("publish")
    portal.start()
    status, page = portal.get("/departments/finance/")
    assert (status, "0510-1" in page) == (200, True)
    assert re.findall("数据表|载入|发布", portal.log.read_text()) == []
