"""Addresses of accounts and policies."""

from django.urls import path

from accounts.views import account, policies, search

urlpatterns = [
    path("accounts/", search.accounts, name="accounts"),
    path("accounts/<str:account_no>/", account.account, name="account"),
    path("accounts/<str:account_no>/what-if/", account.what_if, name="what-if"),
    path("accounts/<str:account_no>/calendar/", account.calendar, name="account-calendar"),
    path("accounts/<str:account_no>/reveal/", account.reveal, name="reveal"),
    path("accounts/<str:account_no>/restriction/", account.restriction, name="restriction"),
    path("policies/", policies.policies, name="policies"),
    path("policies/<str:code>/", policies.profile, name="policy-profile"),
    path("policies/<str:code>/new/", policies.new_version, name="new-policy-version"),
]
