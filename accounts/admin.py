"""Support view of what the bank knows; nothing can be changed here."""

from django.contrib import admin

from accounts import models
from collections_app.shared.read_only_admin import ReadOnlyAdmin

# Personal data has no place here: it is unmasked on the account page, where every look is recorded.
COLUMNS: dict[type, list[str]] = {
    models.AccountHold: ["card_account_id", "kind", "since", "until", "recorded_by"],
    models.Allocation: ["entry_id", "card_account_id", "seq", "component", "amount"],
    models.BalancePool: ["card_account_id", "seq", "component", "remaining", "bears"],
    models.BucketFlow: ["day", "since", "from_bucket", "to_bucket", "currency", "accounts", "balance"],
    models.BucketInterval: ["card_account_id", "bucket", "from_date", "to_date", "known_from", "known_to"],
    models.CardAccount: ["account_no", "currency", "statement_day", "status", "recorded_on"],
    models.Cardholder: ["customer_no", "kind", "region", "is_demo", "erased_on"],
    models.ChargeComparison: ["card_account_id", "seq", "what", "ours", "banks", "compared_on"],
    models.FeedDay: ["day", "recorded_on", "waived_reason", "decided_by"],
    models.Holiday: ["day", "is_working", "name_en", "name_zh"],
    models.Installation: ["name", "business_date", "simulated", "demo", "payment_feed"],
    models.LedgerEntry: ["card_account_id", "kind", "amount", "posting_date", "value_date", "recorded_by"],
    models.MonthEnd: ["day", "card_account_id", "bucket", "balance", "past_due"],
    models.PolicyProfile: ["code", "name_en", "name_zh", "is_default"],
    models.PolicyVersion: ["profile_id", "valid_from", "reason", "recorded_by"],
    models.PortfolioFigure: ["day", "bucket", "region", "currency", "accounts", "balance", "past_due"],
    models.Position: ["card_account_id", "bucket", "past_due", "balance", "next_statement_date", "changed_on"],
    models.Product: ["code", "name_en", "name_zh", "corporate"],
    models.ProductPolicy: ["product_id", "profile_id", "valid_from"],
    models.Slice: ["card_account_id", "seq", "amount", "unpaid", "missed", "late_fee"],
    models.Statement: ["card_account_id", "seq", "statement_date", "balance", "minimum_due", "issued_by"],
}


def _register(model: type, columns: list[str]) -> None:
    attributes = {"list_display": ["pk", *columns], "ordering": ["-pk"], "raw_id_fields": []}
    admin.site.register(model, type(f"{model.__name__}Admin", (ReadOnlyAdmin,), attributes))


for _model, _columns in COLUMNS.items():
    _register(_model, _columns)
