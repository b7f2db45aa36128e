"""The contacts, promises, payments and accounts that a figure of the results counts, over REST."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.buckets import BY_LABEL, BucketField
from accounts.rules.roll import OUTCOMES
from collections_app.arrangements.models import PromiseToPay
from collections_app.contacts.models import Contact
from collections_app.results.models import AssignedAccount, Recovery
from collections_app.results.queries import behind as queries
from collections_app.shared.actor import Actor, actor_of
from collections_app.shared.inputs import PageInput, asked

from .results import AMOUNT, ResultsInput


class PaymentsInput(ResultsInput, PageInput):
    """Payments and reversals with their value date in these days."""


class ContactsInput(PaymentsInput):
    """Which figure of contacts."""

    measure = serializers.ChoiceField(choices=list(queries.CONTACTS))


class PromisesInput(PaymentsInput):
    """Which figure of promises: those made in these days, or with their last day in them."""

    measure = serializers.ChoiceField(choices=list(queries.PROMISES))


class AssignedInput(PaymentsInput):
    """Accounts of this bucket and currency, assigned in months that closed in these days: all, or of one outcome."""

    bucket = BucketField()
    currency = serializers.CharField(max_length=3)
    outcome = serializers.ChoiceField(choices=[(outcome, outcome) for outcome in OUTCOMES], required=False)
    unassigned = serializers.BooleanField(default=False, help_text="Only those that no agent had.")


class CountedContactOutput(serializers.ModelSerializer):
    """A contact that a figure counts; all of it is at `GET contacts/<id>`."""

    customer_no = serializers.CharField(source="cardholder.customer_no")
    case = serializers.IntegerField(source="case_id")
    outcome = serializers.CharField(source="outcome_id")

    class Meta:
        model = Contact
        fields = ["id", "at", "customer_no", "case", "outcome"]


class CountedPromiseOutput(serializers.ModelSerializer):
    """A promise that a figure counts; all of it is at `GET promises/<id>`."""

    customer_no = serializers.CharField(source="cardholder.customer_no")
    case = serializers.IntegerField(source="case_id")

    class Meta:
        model = PromiseToPay
        fields = ["id", "made_on", "customer_no", "case", "amount", "currency", "last_due_on", "status"]


class CountedPaymentOutput(serializers.ModelSerializer):
    """A payment, or the reversal of one with a negative amount, and whose it is; `agent` null: nobody's."""

    entry = serializers.IntegerField(source="entry_id")
    value_date = serializers.DateField(source="day")
    customer_no = serializers.CharField(source="entry.card_account.cardholder.customer_no")
    account_no = serializers.CharField(source="entry.card_account.account_no")
    amount = serializers.DecimalField(**AMOUNT)
    agent = serializers.CharField(source="user.username", default=None, allow_null=True)

    class Meta:
        model = Recovery
        fields = ["entry", "value_date", "customer_no", "account_no", "amount", "currency", "agent", "why"]


class AssignedAccountOutput(serializers.ModelSerializer):
    """An account on the first morning of the month, with whom its case was then, and on the first of the next."""

    account_no = serializers.CharField(source="card_account.account_no")
    product = serializers.CharField(source="card_account.product.code")
    agent = serializers.CharField(source="user.username", default=None, allow_null=True)
    balance_at_start = serializers.DecimalField(source="balance", **AMOUNT)
    from_bucket = BucketField(source="bucket")
    to_bucket = BucketField()
    bucket_now = BucketField(source="card_account.position.bucket")

    class Meta:
        model = AssignedAccount
        fields = [
            "account_no", "product", "month", "agent", "currency", "balance_at_start", "from_bucket", "to_bucket",
            "bucket_now",
        ]  # fmt: skip


class Behind(ListAPIView):
    """A list behind a figure, in the order in which its rows came, the newest first; of whom one may see results."""

    needs: str | None = None
    filter_backends: list = []
    query: type[PageInput]

    def get_queryset(self) -> QuerySet:
        actor = actor_of(self.request)
        if not (actor.may("results.team") or actor.may("results.own")):
            raise PermissionDenied
        wanted = asked(self.query, self.request)
        team, agent = wanted.get("team"), wanted.get("agent")
        days = {"first": wanted["first"], "last": wanted["last"]}
        return self.rows(actor, wanted, **days, team_id=team.pk if team else None, user_id=agent.pk if agent else None)

    def rows(self, actor: Actor, wanted: dict[str, Any], **which: Any) -> QuerySet:
        """The rows of `which` days, team and agent."""
        raise NotImplementedError


class CountedContacts(Behind):
    """The contacts that a figure of `GET results` counts."""

    query = ContactsInput
    serializer_class = CountedContactOutput
    queryset = Contact.objects.none()

    def rows(self, actor: Actor, wanted: dict[str, Any], **which: Any) -> QuerySet[Contact]:
        return queries.contacts_behind(actor, wanted["measure"], **which)

    @extend_schema(operation_id="results_contacts", tags=["results"], parameters=[ContactsInput])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)


class CountedPromises(Behind):
    """The promises that a figure of `GET results` counts."""

    query = PromisesInput
    serializer_class = CountedPromiseOutput
    queryset = PromiseToPay.objects.none()

    def rows(self, actor: Actor, wanted: dict[str, Any], **which: Any) -> QuerySet[PromiseToPay]:
        return queries.promises_behind(actor, wanted["measure"], **which)

    @extend_schema(operation_id="results_promises", tags=["results"], parameters=[PromisesInput])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)


class CountedPayments(Behind):
    """The payments and reversals that the recovered amounts of `GET results` add up."""

    query = PaymentsInput
    serializer_class = CountedPaymentOutput
    queryset = Recovery.objects.none()

    def rows(self, actor: Actor, wanted: dict[str, Any], **which: Any) -> QuerySet[Recovery]:
        return queries.recoveries_behind(actor, **which)

    @extend_schema(operation_id="results_payments", tags=["results"], parameters=[PaymentsInput])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)


class AssignedAccounts(Behind):
    """The accounts that the roll rates of `GET results` count."""

    needs = "accounts.view"
    query = AssignedInput
    serializer_class = AssignedAccountOutput
    queryset = AssignedAccount.objects.none()

    def rows(self, actor: Actor, wanted: dict[str, Any], **which: Any) -> QuerySet[AssignedAccount]:
        return queries.assigned_behind(
            actor,
            bucket=int(BY_LABEL[wanted["bucket"]]),
            currency=wanted["currency"],
            word=wanted.get("outcome", ""),
            unassigned=wanted["unassigned"],
            **which,
        )

    @extend_schema(operation_id="results_accounts", tags=["results"], parameters=[AssignedInput])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)
