"""Addresses of the check."""

app_name = "check"
urlpatterns = []
