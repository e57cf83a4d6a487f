"""What every template may use of the check around it: the counter, the clock, and the browser it is shown in."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from benefits.check.answers import IDLE_SECONDS, Answers, answers_of

# Browsers inside of other apps, by what they call themselves: they open no window, save no file and print nothing.
# WeChat and WeCom, Alipay, QQ, Weibo, DingTalk, Feishu, Douyin and Toutiao, Baidu, Xiaohongshu.
IN_APP = (
    "MicroMessenger",
    "AlipayClient",
    " QQ/",
    "Weibo",
    "DingTalk",
    "Lark/",
    "aweme",
    "NewsArticle",
    "baiduboxapp",
    "xhsdiscover",
)


def surroundings(request: HttpRequest) -> dict[str, Any]:
    """`is_at_counter`; `can_print`: the results stand, and the browser prints; `idle_seconds`: after how many the
    answers on this page are gone, 0 if it shows none or is part of a trial; `in_app`: whether it is shown inside of
    another app.
    """
    check, answers = getattr(request, "check", None), answers_of(request)
    in_app = any(name in request.headers.get("User-Agent", "") for name in IN_APP)
    is_in_trial = getattr(request, "trial", None) is not None
    return {
        "is_at_counter": not is_in_trial and isinstance(answers, Answers) and answers.is_at_counter,
        "can_print": not in_app and check is not None and check.answers.has_consented and not check.next,
        "idle_seconds": 0 if check is None or is_in_trial else IDLE_SECONDS,
        "in_app": in_app,
    }
