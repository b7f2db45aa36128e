"""Every REST address of cases, below `/api/v1/`."""

from collections_app.shared.routes import route

from . import cases, claims, desk_policies, holds, queue_count, queues, reassign

urlpatterns = [
    route("cases", cases.Cases.as_view(), name="api-cases"),
    route("cases/<int:case_id>", cases.CaseView.as_view(), name="api-case"),
    route("cases/<int:case_id>/holds", holds.CaseHolds.as_view(), name="api-case-holds"),
    route(
        "cases/<int:case_id>/holds/<int:hold_id>/release",
        holds.CaseHoldRelease.as_view(),
        name="api-case-hold-release",
    ),
    route("cases/<int:case_id>/claim", claims.CaseClaim.as_view(), name="api-case-claim"),
    route("cases/<int:case_id>/heartbeat", claims.CaseHeartbeat.as_view(), name="api-case-heartbeat"),
    route("cases/<int:case_id>/release", claims.CaseRelease.as_view(), name="api-case-release"),
    route("cases/<int:case_id>/take-over", claims.CaseTakeOver.as_view(), name="api-case-take-over"),
    route("desk-policies", desk_policies.DeskPolicies.as_view(), name="api-desk-policies"),
    route("next-case", claims.NextCase.as_view(), name="api-next-case"),
    route("queues", queues.Queues.as_view(), name="api-queues"),
    route("queues/count", queue_count.QueueCount.as_view(), name="api-queue-count"),
    route("queues/<slug:code>", queues.QueueDetail.as_view(), name="api-queue"),
    route("queues/<slug:code>/rank", queues.QueueRank.as_view(), name="api-queue-rank"),
    route("queues/<slug:code>/state", queues.QueueState.as_view(), name="api-queue-state"),
    route("queues/<slug:code>/versions", queues.QueueVersions.as_view(), name="api-queue-versions"),
    route("reassignments", reassign.Reassignments.as_view(), name="api-reassignments"),
    route("reassignments/preview", reassign.ReassignmentPreview.as_view(), name="api-reassignment-preview"),
    route("reassignments/<int:pk>/undo", reassign.ReassignmentUndo.as_view(), name="api-reassignment-undo"),
]
