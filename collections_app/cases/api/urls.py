"""Every REST address of cases, below `/api/v1/`."""

from collections_app.shared.routes import route

from . import cases, holds

urlpatterns = [
    route("cases", cases.Cases.as_view(), name="api-cases"),
    route("cases/<int:case_id>", cases.CaseView.as_view(), name="api-case"),
    route("cases/<int:case_id>/holds", holds.CaseHolds.as_view(), name="api-case-holds"),
    route(
        "cases/<int:case_id>/holds/<int:hold_id>/release",
        holds.CaseHoldRelease.as_view(),
        name="api-case-hold-release",
    ),
]
