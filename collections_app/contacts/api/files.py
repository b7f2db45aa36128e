"""The case on which a call of somebody is logged who owes nothing."""

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import Cardholder
from collections_app.cases.actions.filing import case_to_log_on
from collections_app.shared import clock
from collections_app.shared.actor import actor_of
from collections_app.shared.inputs import Input, given


class CaseToLogOnOutput(serializers.Serializer):
    """A case of the customer. `closed_on`: it is open, or since when it is closed; it takes contacts all the same."""

    case_id = serializers.IntegerField(source="pk")
    closed_on = serializers.DateField(allow_null=True)


class CaseToLogOn(APIView):
    """The customer's open case, else the one closed last; where there never was one, a closed case is made for it."""

    needs = "contacts.log"

    @extend_schema(operation_id="case_to_log_on", tags=["contacts"], request=Input, responses=CaseToLogOnOutput)
    def post(self, request: Request, customer_no: str) -> Response:
        given(Input, request)
        holder = Cardholder.objects.filter(customer_no=customer_no).first()
        if holder is None:
            raise Http404
        case = case_to_log_on(actor=actor_of(request), cardholder_id=holder.pk, at=clock.now())
        return Response(CaseToLogOnOutput(case).data)
