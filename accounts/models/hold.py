from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models.card_account import CardAccount
from accounts.models.fields import MoneyField


class AccountHold(models.Model):
    """An account fact that may stop fees or interest by policy, or a disputed amount (B8).

    Holds never stop the bucket computation. `until` is the last day, null while it lasts; set by a
    release, it is known from `until_recorded_on` on.
    """

    class Kind(models.TextChoices):
        DISPUTE = "DISPUTE", _("dispute")
        FRAUD = "FRAUD", _("fraud")
        DECEASED = "DECEASED", _("deceased")
        BANKRUPTCY = "BANKRUPTCY", _("bankruptcy")
        DISASTER = "DISASTER", _("disaster relief")
        CHARGE_OFF = "CHARGE_OFF", _("charge-off")
        SUIT = "SUIT", _("suit filed")

    card_account = models.ForeignKey(CardAccount, on_delete=models.PROTECT, related_name="holds")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    since = models.DateField()
    until = models.DateField(null=True)
    until_recorded_on = models.DateField(null=True)
    disputed_amount = MoneyField(default=0)
    reason = models.CharField(max_length=300)
    release_reason = models.CharField(max_length=300, blank=True, default="", db_default="")
    recorded_on = models.DateField()
    recorded_by = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="hold_until_not_before_since"
            ),
            models.CheckConstraint(condition=Q(disputed_amount__gte=0), name="disputed_amount_not_negative"),
        ]
        indexes = [models.Index(fields=["card_account"], name="hold_by_account")]
