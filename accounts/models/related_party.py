from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.cardholder import Cardholder


class PartyRole(models.TextChoices):
    """Who someone is to the debt (`domain.md` 4.5); the cardholder is a role too."""

    CARDHOLDER = "CARDHOLDER", _("cardholder")
    SUPPLEMENTARY_HOLDER = "SUPPLEMENTARY_HOLDER", _("supplementary cardholder")
    GUARANTOR = "GUARANTOR", _("guarantor")
    AUTHORISED_AGENT = "AUTHORISED_AGENT", _("authorised agent")
    ATTORNEY = "ATTORNEY", _("lawyer")
    ESTATE_REP = "ESTATE_REP", _("representative of the estate")
    PAYER = "PAYER", _("accounts payable of the company")
    DECISION_MAKER = "DECISION_MAKER", _("decision-maker of the company")
    INFLUENCER = "INFLUENCER", _("business owner of the purchase")
    GATEKEEPER = "GATEKEEPER", _("front desk of the company")
    EMERGENCY_CONTACT = "EMERGENCY_CONTACT", _("emergency contact")
    EMPLOYER = "EMPLOYER", _("employer")
    UNRELATED_THIRD_PARTY = "UNRELATED_THIRD_PARTY", _("someone else")


class FoundBy(models.TextChoices):
    """Where a number, an address or a person came from; APPLICATION is what the bank's file brought."""

    APPLICATION = "APPLICATION", _("application")
    DEBTOR = "DEBTOR", _("the debtor")
    THIRD_PARTY = "THIRD_PARTY", _("a third party")
    PUBLIC = "PUBLIC", _("public source")
    CONTACT = "CONTACT", _("found by a contact")


class RelatedParty(models.Model):
    """Someone around a cardholder: guarantor, authorised agent, a company's accounts payable, an emergency contact.

    The name is encrypted and shown masked, as everything personal; erased with the cardholder's data (B11).
    """

    class Status(models.TextChoices):
        UNVERIFIED = "UNVERIFIED", _("not verified")
        VERIFIED = "VERIFIED", _("verified")
        WRONG = "WRONG", _("does not know the cardholder")

    cardholder = models.ForeignKey(Cardholder, on_delete=models.PROTECT, related_name="related_parties")
    role = models.CharField(_("role"), max_length=24, choices=PartyRole.choices)
    name = models.BinaryField()
    name_masked = models.CharField(max_length=60)
    relation = models.CharField(_("relation"), max_length=60, blank=True)
    source = models.CharField(max_length=20)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.UNVERIFIED)
    added_on = models.DateField()
