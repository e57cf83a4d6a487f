"""`make lighthouse`: what Lighthouse says of a running portal, as on a telephone. Needs lighthouse, from npm."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from statistics import median
from typing import Any, NamedTuple
from urllib.request import Request, urlopen

ROUNDS = 3
AT_LEAST = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 95}
METRICS = ("first-contentful-paint", "largest-contentful-paint", "speed-index", "total-blocking-time")
CHROME = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"


class View(NamedTuple):
    """A page to look at. Search engines are kept from the check, so that SEO counts elsewhere alone."""

    name: str
    address: str
    cookie: str = ""

    @property
    def at_least(self) -> dict[str, int]:
        return {name: score for name, score in AT_LEAST.items() if name != "seo" or not self.cookie}


def main() -> int:
    """Print a table of medians, and each audit that takes something off; 1 if a target is missed."""
    lighthouse = shutil.which(os.environ.get("LIGHTHOUSE", "lighthouse"))
    if lighthouse is None:
        print(
            "没有 lighthouse：请运行 npm install --global lighthouse，或用 LIGHTHOUSE=… 指明它在哪里。", file=sys.stderr
        )
        return 2
    print(f"| 页面 | {' | '.join((*AT_LEAST, *METRICS))} | KB | 请求 |")
    print("| --- |" + " ---: |" * (len(AT_LEAST) + len(METRICS) + 2))
    is_met = True
    for view in _views(f"http://127.0.0.1:{os.environ.get('PORT', '8000')}"):
        reports = [_report(lighthouse, view) for _ in range(ROUNDS)]
        scores = {name: _median_score(reports, name) for name in AT_LEAST}
        metrics = [_median_value(reports, name) for name in METRICS]
        cells = [*(f"{score:.0f}" for score in scores.values()), *(f"{value:.0f} ms" for value in metrics)]
        print(f"| {' | '.join([view.name, *cells, *_weight(reports[0])])} |", flush=True)
        for name, audit in _deductions(reports[0], view.at_least).items():
            print(f"  {view.name}: {name}: {audit}", file=sys.stderr)
        is_met &= all(scores[name] >= least for name, least in view.at_least.items())
    return int(not is_met)


def _views(portal: str) -> Iterator[View]:
    """The portal must seal answers with the keys that are used here, as `make run` does."""
    import django

    django.setup()
    from bench.households import TWO_CHILDREN
    from benefits.check.answers import COOKIE, Answers, seal

    begun, answered = (
        f"{COOKIE}={seal(Answers(has_consented=True, household=household))}"
        for household in ({"children": []}, TWO_CHILDREN)
    )
    yield View("首页", f"{portal}/")
    yield View("措施", f"{portal}/measures/9/")
    yield View("问题", _address_reached(f"{portal}/check/answers/", begun), begun)
    yield View("结果", _address_reached(f"{portal}/check/results/", answered), answered)


def _address_reached(address: str, cookie: str) -> str:
    with urlopen(Request(address, headers={"Cookie": cookie})) as response:  # noqa: S310 - http
        return response.url


def _report(lighthouse: str, view: View) -> dict[str, Any]:
    command = [
        lighthouse,
        view.address,
        "--quiet",
        "--output=json",
        f"--only-categories={','.join(AT_LEAST)}",
        f"--chrome-flags={CHROME}",
        f"--extra-headers={json.dumps({'Cookie': view.cookie})}",
    ]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True)  # noqa: S603
    report: dict[str, Any] = json.loads(done.stdout)
    if report["finalDisplayedUrl"] != view.address:
        raise RuntimeError(f"{view.address} → {report['finalDisplayedUrl']}")
    return report


def _median_score(reports: list[dict[str, Any]], name: str) -> float:
    return 100 * median(report["categories"][name]["score"] for report in reports)


def _median_value(reports: list[dict[str, Any]], name: str) -> float:
    return median(report["audits"][name]["numericValue"] for report in reports)


def _weight(report: dict[str, Any]) -> tuple[str, str]:
    requests = report["audits"]["network-requests"]["details"]["items"]
    return f"{sum(each['transferSize'] for each in requests) / 1024:.1f}", str(len(requests))


def _deductions(report: dict[str, Any], categories: dict[str, int]) -> dict[str, str]:
    """The audits that count in these categories and have less than their full score."""
    counted = {
        audit["id"] for name in categories for audit in report["categories"][name]["auditRefs"] if audit["weight"]
    }
    return {
        name: f"{audit['title']} {audit.get('displayValue', '')}"
        for name, audit in report["audits"].items()
        if name in counted and audit["score"] is not None and audit["score"] < 1
    }


if __name__ == "__main__":
    sys.exit(main())
