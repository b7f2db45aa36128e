"""Addresses of the desk and of the case page."""

from django.urls import path

from collections_app.desk.views import calls, case, claims, correct, found, holds, meanwhile, my_day, notes, queue, said

urlpatterns = [
    path("desk/", my_day.my_day, name="my-day"),
    path("desk/next/", claims.next_case, name="next-case"),
    path("desk/queues/<slug:code>/", queue.queue, name="desk-queue"),
    path("cases/of/<int:cardholder_id>/", case.case_of, name="case-of"),
    path("cases/<int:case_id>/", case.case, name="case"),
    path("cases/<int:case_id>/timeline/", case.timeline, name="case-timeline"),
    path("cases/<int:case_id>/accounts/", case.accounts, name="case-accounts"),
    path("cases/<int:case_id>/heartbeat/", meanwhile.heartbeat, name="case-heartbeat"),
    path("cases/<int:case_id>/glance/", meanwhile.glance, name="case-glance"),
    path("cases/<int:case_id>/now/", meanwhile.now, name="case-now"),
    path("cases/<int:case_id>/claim/", claims.claim, name="case-claim"),
    path("cases/<int:case_id>/take-over/", claims.take_over, name="case-take-over"),
    path("cases/<int:case_id>/skip/", claims.skip, name="case-skip"),
    path("cases/<int:case_id>/return/", claims.give_back, name="case-return"),
    path("cases/<int:case_id>/call/<int:point_id>/", calls.call, name="case-call"),
    path("cases/<int:case_id>/permits/<int:permit_id>/dial/", calls.dial, name="dial-permit"),
    path("cases/<int:case_id>/permits/<int:permit_id>/hand-back/", calls.hand_back, name="hand-back-permit"),
    path("cases/<int:case_id>/contacts/<int:contact_id>/correct/", correct.correct, name="case-correct"),
    path("cases/<int:case_id>/hold/", holds.hold, name="case-hold"),
    path("cases/<int:case_id>/notes/", notes.note, name="case-note"),
    path("cases/<int:case_id>/consents/", said.consent, name="case-consent"),
    path("cases/<int:case_id>/signals/", said.stop, name="case-signal"),
    path("cases/<int:case_id>/numbers/", found.number, name="case-add-number"),
    path("cases/<int:case_id>/numbers/<int:point_id>/status/", found.number_status, name="case-number-status"),
    path("cases/<int:case_id>/people/", found.person, name="case-add-person"),
    path("cases/<int:case_id>/people/<int:party_id>/status/", found.person_status, name="case-person-status"),
    path("cases/<int:case_id>/addresses/", found.address, name="case-add-address"),
]
