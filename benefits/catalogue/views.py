"""The public pages, all from the current release alone."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from benefits.catalogue import pages
from benefits.publishing.current import current_release


def home(request: HttpRequest) -> HttpResponse:
    release = current_release()
    return render(request, "catalogue/home.html", {"parts": pages.parts(release), "counts": pages.counts(release)})


def measures(request: HttpRequest) -> HttpResponse:
    return render(request, "catalogue/measures.html", {"parts": pages.parts(current_release())})


def measure(request: HttpRequest, number: int) -> HttpResponse:
    release = current_release()
    if number not in release.content.measures:
        raise Http404
    return render(request, "catalogue/measure.html", {"page": pages.measure_page(release, number)})


def departments(request: HttpRequest) -> HttpResponse:
    return render(request, "catalogue/departments.html", {"kinds": pages.department_kinds(current_release())})


def department(request: HttpRequest, key: str) -> HttpResponse:
    release = current_release()
    if key not in release.content.departments:
        raise Http404
    return render(request, "catalogue/department.html", {"page": pages.department_page(release, key)})


def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "catalogue/privacy.html")


def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "catalogue/accessibility.html")


def sitemap(request: HttpRequest) -> HttpResponse:
    release = current_release()
    return render(
        request,
        "catalogue/sitemap.html",
        {"parts": pages.parts(release), "kinds": pages.department_kinds(release)},
    )
