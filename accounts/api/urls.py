"""Every REST address of accounts, below `/api/v1/`."""

from collections_app.shared.routes import route

from . import accounts, bulk, calendars, cardholders, holds, ledger, policies, postings

urlpatterns = [
    route("accounts", accounts.Accounts.as_view(), name="api-accounts"),
    route("accounts/lookup", bulk.Lookup.as_view(), name="api-accounts-lookup"),
    route("accounts/<str:account_no>", accounts.AccountDetail.as_view(), name="api-account"),
    route("accounts/<str:account_no>/explanation", accounts.AccountExplanation.as_view(), name="api-explanation"),
    route("accounts/<str:account_no>/bucket-calendar", accounts.BucketCalendar.as_view(), name="api-bucket-calendar"),
    route(
        "accounts/<str:account_no>/calendar-changes", calendars.CalendarChanges.as_view(), name="api-calendar-changes"
    ),
    route("cardholders", cardholders.Cardholders.as_view(), name="api-cardholders"),
    route("cardholders/<str:customer_no>", cardholders.CardholderDetail.as_view(), name="api-cardholder"),
    route("cardholders/<str:customer_no>/reveal", cardholders.Reveal.as_view(), name="api-reveal"),
    route("cardholders/<str:customer_no>/restriction", cardholders.Restriction.as_view(), name="api-restriction"),
    route("cardholders/<str:customer_no>/erasure", cardholders.Erasure.as_view(), name="api-erasure"),
    route("statements", ledger.Statements.as_view(), name="api-statements"),
    route("ledger-entries", ledger.LedgerEntries.as_view(), name="api-ledger-entries"),
    route("ledger-entries/<int:pk>", ledger.LedgerEntryDetail.as_view(), name="api-ledger-entry"),
    route("policies", policies.Policies.as_view(), name="api-policies"),
    route("policies/<str:code>", policies.OnePolicy.as_view(), name="api-policy"),
    route("policies/<str:code>/versions", policies.PolicyVersions.as_view(), name="api-policy-versions"),
    route("payments", postings.Payments.as_view(), name="api-payments"),
    route("payments/bulk", bulk.BulkPayments.as_view(), name="api-payments-bulk"),
    route("payment-reversals", postings.PaymentReversals.as_view(), name="api-payment-reversals"),
    route("waivers", postings.Waivers.as_view(), name="api-waivers"),
    route("charge-reversals", postings.ChargeReversals.as_view(), name="api-charge-reversals"),
    route("holds", holds.Holds.as_view(), name="api-holds"),
    route("holds/<int:pk>/release", holds.Release.as_view(), name="api-hold-release"),
    route("charge-offs", holds.ChargeOffs.as_view(), name="api-charge-offs"),
]
