"""Pages for what goes wrong: each says what happened and what to do."""

import logging
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from config import display
from config.context import portal

logger = logging.getLogger(__name__)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _error_page(request, "400.html", 400, _("这次提交无法处理，可能内容过长。请返回上一页，缩短后再试。"))


def length_required(request: HttpRequest) -> HttpResponse:
    return _error_page(request, "400.html", 411, _("这次提交没有写明长度，无法处理。请换用常见的浏览器再试。"))


def too_large(request: HttpRequest, limit: int) -> HttpResponse:
    sentence = _("提交的内容超过了 %s MB，没有接收，也没有保存任何内容。请返回上一页，缩小后再试。")
    return _error_page(request, "400.html", 413, sentence % (limit // 2**20))


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _error_page(request, "403.html", 403, _("您没有查看此页的权限。请用有权限的账号登录。"))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _error_page(
        request,
        "403_csrf.html",
        403,
        _(
            "没有收到本站的cookie（浏览器为网站保存的小文件），刚才的提交没有保存。请在浏览器中允许本站使用cookie，刷新页面后再提交。"
        ),
    )


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _error_page(request, "404.html", 404, _("没有找到这个页面。请检查网址，或返回首页。"))


def too_many_tries(request: HttpRequest) -> HttpResponse:
    """No more tries to sign in for a while; said alike whether or not there is such an account."""
    minutes = settings.SIGN_IN_MINUTES
    sentence = ngettext(
        "登录尝试次数过多，已暂停登录。请%(minutes)s分钟后再试。",
        "登录尝试次数过多，已暂停登录。请%(minutes)s分钟后再试。",
        minutes,
    ) % {"minutes": minutes}
    response = _error_page(request, "429.html", 429, sentence)
    response["Retry-After"] = str(minutes * 60)
    return response


def no_sign_in(request: HttpRequest) -> HttpResponse:
    return _error_page(request, "503.html", 503, _("数据库没有应答，暂时不能登录。请稍后再试。"))


def server_error(request: HttpRequest) -> HttpResponse:
    """Of neither database nor release: the cause may lie there, and then the page with them would fail again."""
    sentence = _("网站出了问题，我们会尽快修复。请稍后再试。")
    return _error_page(request, "500.html", 500, sentence, _without_release)


def _with_release(request: HttpRequest, template: str, context: dict[str, Any]) -> str:
    return render_to_string(template, context, request)


def _without_release(request: HttpRequest, template: str, context: dict[str, Any]) -> str:
    """The page without the banner, which needs a release, and without all that asks the database."""
    unfailing = portal(request) | display.context(request) | {"notices": (), "trial": None}
    return render_to_string(template, unfailing | context)


def _error_page(
    request: HttpRequest,
    template: str,
    status: int,
    sentence: str,
    rendered: Callable[[HttpRequest, str, dict[str, Any]], str] = _with_release,
) -> HttpResponse:
    """The template with the sentence as `message`, or the bare sentence if the page itself cannot be made."""
    try:
        content = rendered(request, template, {"message": sentence})
    except Exception:
        logger.exception("error page %s could not be made", template)
        content = format_html(
            '<!doctype html><html lang="{language}"><meta charset="utf-8"><title>{status}</title>'
            '<h1>{status}</h1><p>{sentence}</p><p><a href="/">{home}</a></p></html>',
            language=display.display_of(request).tag,
            status=status,
            sentence=sentence,
            home=_("返回首页"),
        )
    response = HttpResponse(content, status=status)
    response["Cache-Control"] = "no-store"
    return response
