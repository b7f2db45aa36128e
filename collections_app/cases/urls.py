"""Addresses of cases."""

from django.urls import path

from collections_app.cases.views import cases, holds

urlpatterns = [
    path("cases/", cases.cases, name="cases"),
    path("cases/<int:case_id>/holds/", holds.holds, name="case-holds"),
    path("cases/<int:case_id>/holds/<int:hold_id>/release/", holds.release, name="case-hold-release"),
]
