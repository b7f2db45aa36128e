"""Addresses of log-in, own settings, and users."""

from django.urls import path

from . import views

urlpatterns = [
    path("login/", views.LogIn.as_view(), name="login"),
    path("logout/", views.log_out, name="logout"),
    path("set-password/<str:uidb64>/<str:token>/", views.SetPassword.as_view(), name="set-password"),
    path("profile/", views.profile, name="profile"),
    path("profile/password/", views.ChangePassword.as_view(), name="change-password"),
    path("profile/language/", views.set_language, name="set-language"),
    path("profile/theme/", views.set_theme, name="set-theme"),
    path("people/", views.people, name="people"),
    path("people/invite/", views.invite, name="invite"),
    path("people/<int:user_id>/", views.person, name="person"),
    path("people/<int:user_id>/grant/", views.grant, name="grant-role"),
    path("people/<int:user_id>/revoke/<int:grant_id>/", views.revoke, name="revoke-role"),
    path("people/<int:user_id>/lock/", views.lock, name="lock-user"),
    path("people/<int:user_id>/unlock/", views.unlock, name="unlock-user"),
    path("people/<int:user_id>/link/", views.renew_link, name="renew-link"),
]
