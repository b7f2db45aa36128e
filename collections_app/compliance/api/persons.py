"""Naming a cardholder in a request."""

from django.utils.translation import gettext as _
from rest_framework import serializers

from accounts.models import Cardholder
from collections_app.compliance.listing import visible_cardholders
from collections_app.shared.actor import Actor
from collections_app.shared.errors import Refused


def cardholder_named(actor: Actor, customer_no: str) -> Cardholder:
    """The cardholder with this customer number. Raises Refused("not_found", field="customer_no")."""
    found = visible_cardholders(actor).filter(customer_no=customer_no).first()
    if found is None:
        raise Refused("not_found", _("There is no cardholder with this customer number."), field="customer_no")
    return found


class PersonOutput(serializers.Serializer):
    """What every row of these lists says of whom it is about."""

    customer_no = serializers.CharField(source="cardholder.customer_no", read_only=True)
    is_demo = serializers.BooleanField(
        source="cardholder.is_demo", read_only=True, help_text="Nobody real: the number must never be dialled."
    )
