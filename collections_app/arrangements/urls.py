"""Addresses of promises."""

from django.urls import path

from .views import lists, month, policy, results

urlpatterns = [
    path("promises/", lists.promises, name="promises"),
    path("promises/<int:promise_id>/", lists.promise, name="promise"),
    path("promises/<int:promise_id>/cancel/", lists.cancel, name="cancel-promise"),
    path("promises/calendar/", month.month, name="promise-month"),
    path("promises/results/", results.results, name="promise-results"),
    path("promises/policy/", policy.policy, name="promise-policy"),
    path("promises/policy/new/", policy.new_policy, name="new-promise-policy"),
]
