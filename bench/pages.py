"""What pages cost: the results page against rendering alone, and how many bytes a first view takes."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import connection
from django.http import HttpRequest
from django.shortcuts import render
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.views.decorators.http import require_safe

from bench.households import TWO_CHILDREN
from bench.report import Line
from bench.timing import medians
from benefits.check import paper, views
from benefits.check.answers import COOKIE, Answers, seal
from benefits.check.gate import check_of, private
from benefits.results import pdf
from config.display import Display
from config.stylesheet import SITE, site_stylesheet


def lines() -> Iterator[Line]:
    """The pages' figures."""
    yield _results_time()
    yield from _results_size()
    yield _pdf_time()
    yield _home()


def _answers(household: dict[str, object]) -> str:
    return seal(Answers(has_consented=True, household=household))


def _request(page: str = "check:results") -> HttpRequest:
    request = RequestFactory(headers={"host": "localhost"}).get(reverse(page))
    request.COOKIES[COOKIE] = _answers(TWO_CHILDREN)
    request.display = Display()
    return request


def _results_time() -> Line:
    request = _request()
    context = views.results_context(request, check_of(request))
    # As deep in calls as the view: Python 3.11 renders up to half as slowly again where its stack just needs more room.
    only_render = private(require_safe(lambda request: render(request, "results/page.html", context)))
    whole, ready = medians(
        lambda: views.results(request),
        lambda: only_render(request),
        rounds=150,
        warm_up=5,
    )
    return Line(
        "结果页：从回答到网页",
        f"{whole / 1000:.1f} 毫秒",
        f"只渲染现成的结果 {ready / 1000:.1f} 毫秒",
        f"{whole / ready:.2f}",
        "≤ 1.15 倍",
        whole / ready <= 1.15,
    )


def _results_size() -> Iterator[Line]:
    with CaptureQueriesContext(connection) as queries:
        response = views.results(_request())
    html = response.content
    packed = len(gzip.compress(html, 6))
    yield Line(
        "结果页大小",
        f"{len(html) / 1024:.0f} KB",
        f"压缩后 {packed / 1024:.1f} KB",
        f"{len(html) / packed:.1f}",
        "≤ 136 KB，压缩后 ≤ 20 KB",
        len(html) <= 136 * 1024 and packed <= 20 * 1024,
    )
    yield Line("结果页的数据库查询", str(len(queries)), "", "", "≤ 1", len(queries) <= 1)


def _pdf_time() -> Line:
    if not pdf.is_available():
        return Line("PDF：从回答到文件", "没有 pango 或字体", "", "", "≤ 1 秒", None)
    on_paper, to_print = _request("check:pdf"), _request("check:print")
    file, page = medians(
        lambda: paper.pdf_results(on_paper), lambda: paper.print_results(to_print), rounds=5, warm_up=1
    )
    return Line(
        "PDF：从回答到文件",
        f"{file / 1_000_000:.2f} 秒",
        f"打印用的网页 {page / 1_000_000:.3f} 秒",
        f"{file / page:.0f}",
        "≤ 1 秒",
        file <= 1_000_000,
    )


def _home() -> Line:
    html = Client(headers={"host": "localhost"}).get(reverse("home")).content
    assets = re.findall(rb'(?:href|src)="' + settings.STATIC_URL.encode() + rb'([^"]+)"', html)
    sizes = [len(gzip.compress(html, 6)), *map(_asset_size, {asset.decode() for asset in assets})]
    total = sum(sizes)
    return Line(
        "首页第一次打开，全部字节（压缩）",
        f"{total / 1024:.1f} KB",
        f"{len(sizes)} 个请求，网页 {sizes[0] / 1024:.1f} KB",
        "",
        "≤ 60 KB",
        total <= 60 * 1024,
    )


def _asset_size(path: str) -> int:
    """As it goes over the wire: compressed, unless that makes it larger."""
    content = site_stylesheet().encode() if path == SITE else Path(finders.find(path)).read_bytes()
    return min(len(content), len(gzip.compress(content, 6)))
