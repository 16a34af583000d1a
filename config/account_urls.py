"""Sign-in addresses: by e-mailed code. Password and sign-up pages don't exist."""

from allauth.account import views
from django.urls import path
from django.views.generic import RedirectView

from missions.people.sign_in import ask_for_code

urlpatterns = [
    path("login/", ask_for_code, name="account_login"),
    path("login/code/", ask_for_code, name="account_request_login_code"),
    path("login/code/confirm/", views.confirm_login_code, name="account_confirm_login_code"),
    # The library names this address in the e-mail to somebody without an account, though ours doesn't show it.
    path("signup/", RedirectView.as_view(pattern_name="account_login"), name="account_signup"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
]
