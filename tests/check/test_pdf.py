"""The sheet as a PDF: what the page says, tagged, in a Chinese face, two at a time, and never needed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zlib
from pathlib import Path
from typing import Any

import pytest
from django.core.checks import run_checks
from django.test import Client

from benefits.check.answers import Answers
from benefits.models import Release
from benefits.results import checks, pdf
from tests.check.conversation import Resident
from tests.check.test_trial import benefit, opened  # noqa: F401 - a fixture
from tests.factories import UserFactory
from tests.results.conftest import TWO_CHILDREN
from tests.sign_in import signed_in

PDF, PRINT = "/check/results/pdf/", "/check/results/print/"


@pytest.fixture
def press() -> pdf.Press:
    """What a PDF is made with, where the system has it: in CI it must."""
    if not pdf.is_available():
        if os.environ.get("CI") == "true":
            pytest.fail("CI 中必须能生成 PDF。 With CI=true pango and the Noto CJK fonts must be installed.")
        pytest.skip("没有 pango 或字体。 Install pango and the Noto CJK fonts.")
    return pdf.Press()


@pytest.fixture
def resident(client: Client, published: Release) -> Resident:
    """Somebody who has declined whatever was not answered."""
    asked = [question["key"] for question in published.content["rulebook"]["questions"]]
    own = [key for key in asked if key not in TWO_CHILDREN]
    of_children = [f"children.{child}.{key}" for child in (0, 1) for key in asked]
    return Resident(client).has(household=TWO_CHILDREN, declined=(*own, *of_children), release=1)


def told_by(tool: str, file: Path, *options: str) -> str:
    """What a tool of poppler says of a PDF."""
    command = [tool, *options, str(file), *(["-"] if tool == "pdftotext" else [])]
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout


def unpacked(file: bytes) -> bytes:
    """The objects of a PDF."""
    return b"".join(
        zlib.decompress(packed) for packed in re.findall(rb"ObjStm.*?stream\n(.*?)\nendstream", file, re.DOTALL)
    )


def words(text: str) -> str:
    """The text without any space."""
    return "".join(text.split())


def test_the_pdf_says_what_the_page_says_and_every_machine_can_read_it(press, resident, tmp_path: Path) -> None:
    response = resident.opens(PDF).response
    assert response.headers["Content-Type"] == "application/pdf"
    assert re.fullmatch(r'attachment; filename="[a-z]+\.pdf"', response.headers["Content-Disposition"])
    assert (response.headers["Cache-Control"], response.headers["X-Robots-Tag"]) == ("no-store", "noindex")
    file = tmp_path / "sheet.pdf"
    file.write_bytes(response.content)

    text = words(told_by("pdftotext", file))
    sheet = resident.opens(PRINT).response.context["sheet"]
    for said in (
        *(sentence for notice in sheet.page.notices for sentence in notice.sentences),
        *(figure.amount for figure in sheet.page.figures),
        *(quotation for each in sheet.met for entry in each.entries for quotation in entry.card.leaflet.quotations),
        *(desk.name for desk in sheet.desks),
        *(line.words for line in sheet.page.answers),
        "第1版",
        "来源未提供电话，请拨打12345政务服务便民热线咨询。",
    ):
        assert words(str(said)) in text
    pages = told_by("pdftotext", file).split("\f")[:-1]
    assert [page for page in pages if words(sheet.head) not in words(page)] == []
    assert f"第{len(pages)}页，共{len(pages)}页" in words(pages[-1])

    info = told_by("pdfinfo", file)
    assert re.search(r"Tagged:\s+yes", info)
    assert re.search(r"Title:\s+无锡生育支持自测结果", info)
    assert "A4" in info
    tags = told_by("pdfinfo", file, "-struct")
    assert [tag for tag in ("H1", "H2", "H3", "Table", "TH", "L ", "P ") if tag not in tags] == []
    assert b"/Lang (zh-Hans)" in unpacked(response.content)
    assert unpacked(response.content).count(b"/Figure") == unpacked(response.content).count(b"/Alt") == 1
    assert re.search(r"pdfuaid:part\W+1", told_by("pdfinfo", file, "-meta"))
    faces = {line.split()[0].partition("+")[2] for line in told_by("pdffonts", file).splitlines()[2:]}
    assert faces == {"Noto-Sans-CJK-SC", "Noto-Sans-CJK-SC-Bold"}


def test_the_resident_chooses_the_answers_and_the_language(press, resident, settings, tmp_path: Path) -> None:
    settings.LANGUAGE_CODE = "en"
    file = tmp_path / "sheet.pdf"
    file.write_bytes(resident.opens(f"{PDF}?answers=0").response.content)
    text = " ".join(told_by("pdftotext", file).split())
    assert "Monthly subsidy for inclusive childcare" in text
    assert "Page 1 of" in text
    assert "They are not in force and may be changed or withdrawn." in text
    assert "我的回答" not in text


def test_every_page_of_a_trial_s_pdf_says_so(press, client: Client, benefit, tmp_path: Path) -> None:  # noqa: F811
    signed_in(client, UserFactory(publisher=True))
    trial = opened(Resident(client)).begin()
    trial.walk(pregnant="yes")
    file = tmp_path / "sheet.pdf"
    file.write_bytes(trial.opens(PDF).response.content)
    pages = told_by("pdftotext", file).split("\f")[:-1]
    assert [page for page in pages if "没有发布，不对外" not in page] == []
    assert "试算：未发布的工作稿，不对外。" in words(pages[0])


def test_two_at_a_time_and_the_third_is_asked_to_wait(press, resident) -> None:
    presses = pdf._presses()
    held = [presses.get_nowait() for _ in range(pdf.AT_ONCE)]
    try:
        waiting = resident.opens(f"{PDF}?answers=0")
        assert waiting.response.status_code == 503
        assert waiting.response.headers["Retry-After"] == "5"
        assert waiting.response.headers["Cache-Control"] == "no-store"
        assert "请稍候" in waiting.text
        assert f'href="{PDF}?answers=0"' in waiting.html
        assert isinstance(waiting.answers, Answers)
        assert waiting.answers.household == TWO_CHILDREN
    finally:
        for each in held:
            presses.put(each)
    assert presses.qsize() == pdf.AT_ONCE


def test_nothing_is_fetched_for_a_pdf(press, tmp_path: Path) -> None:
    style, picture = tmp_path / "style.css", tmp_path / "picture.svg"
    style.write_text("p::after { content: 'fetched' }")
    picture.write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text y="9">fetched</text></svg>')
    html = (
        f'<html lang="zh-Hans"><title>直</title><link rel="stylesheet" href="{style.as_uri()}">'
        f'<p>直</p><img alt="骨" src="{picture.as_uri()}"><img alt="骨" src="data:image/svg+xml,<svg/>">'
    )
    file = tmp_path / "sheet.pdf"
    file.write_bytes(press.pdf(html))
    assert "fetched" not in told_by("pdftotext", file)


@pytest.fixture
def without_weasyprint(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A process that cannot import WeasyPrint."""
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    pdf.is_available.cache_clear()
    yield
    pdf.is_available.cache_clear()


def test_no_page_waits_to_find_out_whether_pdfs_can_be_made(resident, monkeypatch: pytest.MonkeyPatch) -> None:
    pdf.is_available.cache_clear()
    monkeypatch.setattr(pdf, "Press", lambda: pytest.fail("a page looked whether a PDF can be made"))
    for address in ("/check/results/", PRINT):
        assert PDF not in resident.opens(address).html


def test_where_no_pdf_can_be_made_all_else_works(without_weasyprint, resident) -> None:
    assert not pdf.is_available()
    assert PDF not in resident.opens("/check/results/").html
    assert PDF not in resident.opens(PRINT).html
    instead = resident.opens(PDF)
    assert instead.response.status_code == 404
    assert "用浏览器的“打印”" in instead.text
    assert PRINT in instead.html
    assert instead.answers.household == TWO_CHILDREN


def test_the_deploy_check_says_what_is_missing(without_weasyprint) -> None:
    (warning,) = [found for found in run_checks(include_deployment_checks=True) if found.id == "benefits.W001"]
    assert "fonts-noto-cjk" in warning.hint


def test_the_deploy_check_is_silent_where_nothing_is_missing(press) -> None:
    assert checks.pdf_is_available() == []


def test_without_the_chinese_fonts_no_pdf_is_offered(press, tmp_path: Path) -> None:
    fonts = tmp_path / "fonts.conf"
    fonts.write_text(f"<fontconfig><dir>{tmp_path}</dir><cachedir>{tmp_path}</cachedir></fontconfig>")
    program = "import django; django.setup(); from benefits.results import pdf; print(pdf.is_available())"
    out = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "FONTCONFIG_FILE": str(fonts)},
        capture_output=True,
        check=True,
        text=True,
    )
    assert out.stdout.split()[-1] == "False"


def test_once_it_is_known_the_results_offer_the_pdf_and_the_page_to_print_with_its_choice(press, resident) -> None:
    assert f'href="{PDF}"' in resident.opens("/check/results/").html
    assert f'href="{PDF}"' in resident.opens(PRINT).html
    assert f'href="{PDF}?answers=0"' in resident.opens(f"{PRINT}?answers=0").html
