"""Addresses of the check. None of them holds an answer."""

from django.urls import path

from benefits.check import children, code_page, counter, ending, later, paper, reopening, trial_page, views, what_if

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
    path("results/timeline/", later.timeline, name="timeline"),
    path("results/dates.ics", later.dates, name="dates"),
    path("what-if/", what_if.what_if, name="what_if"),
    path("what-if/choose/", what_if.what_if_choose, name="what_if_choose"),
    path("what-if/question/", what_if.what_if_question, name="what_if_question"),
    path("what-if/undo/", what_if.what_if_undo, name="what_if_undo"),
    path("what-if/drop/", what_if.what_if_drop, name="what_if_drop"),
    path("what-if/keep/", what_if.what_if_keep, name="what_if_keep"),
    path("code/", code_page.code, name="code"),
    path("open/", reopening.open_code, name="open"),
    path("reopened/", reopening.reopened, name="reopened"),
    path("reopened/again/", reopening.check_again, name="check_again"),
    path("counter/", counter.counter, name="counter"),
    path("keep/", ending.keep_open, name="keep"),
    path("clear/", ending.clear, name="clear"),
    path("trial/", trial_page.trial, name="trial"),
    path("trial/end/", trial_page.trial_end, name="trial_end"),
]
