"""A page with the two parts that show a change, as the pages of change sets include them."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template import RequestContext, Template
from django.urls import include, path

PAGE = Template(
    """{% extends "staff/page.html" %}{% load static %}
    {% block staff_styles %}<link rel="stylesheet" href="{% static 'css/staff/changes.css' %}">{% endblock %}
    {% block crumbs %}{% endblock %}
    {% block content %}
    <h2>改了什么</h2>{% include "staff/changes/_difference.html" with differences=differences only %}
    <h2>对家庭的影响</h2>{% include "staff/changes/_effect.html" with effect=effect only %}
    {% endblock %}"""
)
shown: dict[str, Any] = {}


def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse(
        PAGE.render(RequestContext(request, admin.site.each_context(request) | {"title": "修改"} | shown))
    )


urlpatterns = [path("changes-page/", page), path("", include("config.urls"))]
