"""The portal's addresses."""

from django.contrib import admin
from django.urls import include, path

from benefits.catalogue.views import home
from config import display

urlpatterns = [
    path("", home, name="home"),
    path("display/", display.switch, name="display"),
    path("check/", include("benefits.check.urls", namespace="check")),
    path("", include("benefits.catalogue.urls", namespace="catalogue")),
    path("account/", include("accounts.urls")),
    path("admin/", admin.site.urls),
]

handler400 = "config.views.bad_request"
handler403 = "config.views.permission_denied"
handler404 = "config.views.page_not_found"
handler429 = "config.views.too_many_tries"
handler500 = "config.views.server_error"
