"""Addresses of the public pages."""

app_name = "catalogue"
urlpatterns = []
