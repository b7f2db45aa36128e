from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Cardholder

from .contact import Contact


class Ability(models.TextChoices):
    """What a debtor is able to pay, as far as a contact showed."""

    FULL = "FULL", _("can pay what is past due")
    PART = "PART", _("can pay a part")
    NONE = "NONE", _("cannot pay now")


class Observed(models.TextChoices):
    """How someone at a company acted (`domain.md` 4.5), as a fact of that day; which of whom: `rules/checks.py`."""

    COOPERATIVE = "COOPERATIVE", _("helped")
    SCREENING = "SCREENING", _("screened us off")
    DECISIVE = "DECISIVE", _("decided")
    UNRESPONSIVE = "UNRESPONSIVE", _("did not respond")


class DebtorFact(models.Model):
    """Willingness or ability as it was on a day; a dated fact, never a label on a person."""

    class Kind(models.TextChoices):
        WILLINGNESS = "WILLINGNESS", _("willingness")
        ABILITY = "ABILITY", _("ability")
        OBSERVED = "OBSERVED", _("observed")

    cardholder = models.ForeignKey(Cardholder, on_delete=models.PROTECT, related_name="facts", db_index=False)
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="facts")
    kind = models.CharField(max_length=11, choices=Kind.choices)
    value = models.CharField(max_length=16)
    on = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["cardholder", "kind", "-id"], name="debtor_fact_newest")]


class Finding(models.Model):
    """One answer of the fact-finding list for companies (`domain.md` 4.2): who pays, who approves, is there money …"""

    class Question(models.TextChoices):
        WHO_PAYS = "WHO_PAYS", _("Who makes the payment?")
        FUNDS = "FUNDS", _("Is there money in the account?")
        WAGES_PAID = "WAGES_PAID", _("Are wages being paid?")
        LEADER_KNOWS = "LEADER_KNOWS", _("Does the management know?")
        APPROVER = "APPROVER", _("Who gives the final approval?")
        MISSING = "MISSING", _("What is missing?")

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="findings")
    question = models.CharField(max_length=12, choices=Question.choices)
    answer = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contact", "question"], name="finding_once_per_question")]
