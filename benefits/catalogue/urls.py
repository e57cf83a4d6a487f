"""Addresses of the public pages."""

from django.urls import path

from benefits.catalogue import views

app_name = "catalogue"
urlpatterns = [
    path("measures/", views.measures, name="measures"),
    path("measures/<int:number>/", views.measure, name="measure"),
    path("departments/", views.departments, name="departments"),
    path("departments/<slug:key>/", views.department, name="department"),
    path("privacy/", views.privacy, name="privacy"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("sitemap/", views.sitemap, name="sitemap"),
]
