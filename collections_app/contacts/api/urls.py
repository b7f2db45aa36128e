"""Every REST address of contacts, below `/api/v1/`."""

from collections_app.shared.routes import route

from . import bulk, calls, contacts, files, found, lists, permits

urlpatterns = [
    route("cases/<int:case_id>/permits", permits.CasePermits.as_view(), name="api-case-permits"),
    route("permits/<int:pk>/call", calls.PermitCall.as_view(), name="api-permit-call"),
    route("permits/<int:pk>/number", calls.PermitNumber.as_view(), name="api-permit-number"),
    route("cases/<int:case_id>/contacts", contacts.CaseContacts.as_view(), name="api-case-contacts"),
    route("cases/<int:case_id>/numbers", found.Numbers.as_view(), name="api-case-numbers"),
    route("cases/<int:case_id>/numbers/<int:pk>/status", found.NumberStatus.as_view(), name="api-case-number-status"),
    route("cases/<int:case_id>/people", found.People.as_view(), name="api-case-people"),
    route("cases/<int:case_id>/people/<int:pk>/status", found.PersonStatus.as_view(), name="api-case-person-status"),
    route("cases/<int:case_id>/addresses", found.Addresses.as_view(), name="api-case-addresses"),
    route("cardholders/<str:customer_no>/case", files.CaseToLogOn.as_view(), name="api-case-to-log-on"),
    route("contacts", contacts.Contacts.as_view(), name="api-contacts"),
    route("contacts/bulk", bulk.BulkContacts.as_view(), name="api-contacts-bulk"),
    route("contacts/<int:pk>", contacts.ContactDetail.as_view(), name="api-contact"),
    route("contacts/<int:pk>/corrections", contacts.Corrections.as_view(), name="api-contact-corrections"),
    route("find-by-number", found.FindByNumber.as_view(), name="api-find-by-number"),
    route("outcomes", lists.Outcomes.as_view(), name="api-outcomes"),
    route("outcomes/<str:code>", lists.OutcomeDetail.as_view(), name="api-outcome"),
    route("reasons", lists.Reasons.as_view(), name="api-reasons"),
    route("reasons/<str:code>", lists.ReasonDetail.as_view(), name="api-reason"),
]
