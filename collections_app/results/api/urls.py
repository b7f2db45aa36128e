"""Every REST address of results, below `/api/v1/`."""

from collections_app.shared.routes import route

from . import behind, results, schemes

urlpatterns = [
    route("results", results.Results.as_view(), name="api-results"),
    route("results/contacts", behind.CountedContacts.as_view(), name="api-results-contacts"),
    route("results/promises", behind.CountedPromises.as_view(), name="api-results-promises"),
    route("results/payments", behind.CountedPayments.as_view(), name="api-results-payments"),
    route("results/accounts", behind.AssignedAccounts.as_view(), name="api-results-accounts"),
    route("scorecard-schemes", schemes.Schemes.as_view(), name="api-scorecard-schemes"),
]
