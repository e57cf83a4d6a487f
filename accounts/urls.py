"""The pages of django-allauth that we offer, under the names it knows them by. What is not listed does not exist."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes.views import download_recovery_codes
from allauth.mfa.totp.views import deactivate_totp
from django.urls import path

from accounts import views

PAGES = [
    ("", mfa.index, "mfa_index"),
    ("login/", account.login, "account_login"),
    ("login/code/", mfa.authenticate, "mfa_authenticate"),
    ("logout/", account.logout, "account_logout"),
    ("logout/everywhere/", views.sign_out_everywhere, "account_logout_everywhere"),
    ("confirm/", account.reauthenticate, "account_reauthenticate"),
    ("confirm/code/", mfa.reauthenticate, "mfa_reauthenticate"),
    ("second-factor/", views.SetUpView.as_view(), "mfa_activate_totp"),
    ("second-factor/off/", deactivate_totp, "mfa_deactivate_totp"),
    ("recovery-codes/", views.RecoveryCodesView.as_view(), "mfa_view_recovery_codes"),
    ("recovery-codes/new/", views.NewCodesView.as_view(), "mfa_generate_recovery_codes"),
    ("recovery-codes/download/", download_recovery_codes, "mfa_download_recovery_codes"),
]
urlpatterns = [path(address, views.closed_without_database(view), name=name) for address, view, name in PAGES]
