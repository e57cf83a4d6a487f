"""Addresses of the check. None of them holds an answer."""

from django.urls import path

from benefits.check import children, paper, trial_page, views

app_name = "check"
urlpatterns = [
    path("", views.start, name="start"),
    path("step/<slug:section>/", views.step, name="step"),
    path("children/", children.children, name="children"),
    path("children/<int:number>/", children.child, name="child"),
    path("children/<int:number>/remove/", children.child_remove, name="child_remove"),
    path("answers/", views.review, name="review"),
    path("results/", views.results, name="results"),
    path("results/print/", paper.print_results, name="print"),
    path("results/pdf/", paper.pdf_results, name="pdf"),
    path("clear/", views.clear, name="clear"),
    path("trial/", trial_page.trial, name="trial"),
    path("trial/end/", trial_page.trial_end, name="trial_end"),
]
