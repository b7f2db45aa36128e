"""Addresses of cases."""

from django.urls import path

from collections_app.cases.views import cases, conditions, desk_policy, holds, queues, reassign

urlpatterns = [
    path("cases/", cases.cases, name="cases"),
    path("cases/<int:case_id>/holds/", holds.holds, name="case-holds"),
    path("cases/<int:case_id>/holds/<int:hold_id>/release/", holds.release, name="case-hold-release"),
    path("conditions/row/", conditions.condition, name="condition"),
    path("conditions/another/", conditions.another, name="another-condition"),
    path("queues/", queues.queues, name="queues"),
    path("queues/new/", queues.new_queue, name="new-queue"),
    path("queues/count/", queues.count, name="queue-count"),
    path("queues/desk-policy/", desk_policy.policy, name="desk-policy"),
    path("queues/desk-policy/new/", desk_policy.new_policy, name="new-desk-policy"),
    path("queues/<slug:code>/", queues.queue, name="queue"),
    path("queues/<slug:code>/edit/", queues.edit_queue, name="edit-queue"),
    path("queues/<slug:code>/move/", queues.move, name="queue-move"),
    path("queues/<slug:code>/state/", queues.state, name="queue-state"),
    path("reassign/", reassign.reassign, name="reassign"),
    path("reassign/<int:pk>/", reassign.reassignment, name="reassignment"),
    path("reassign/<int:pk>/undo/", reassign.undo, name="reassignment-undo"),
]
