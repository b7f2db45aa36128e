from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from collections_app.compliance.models import Channel


class Outcome(models.Model):
    """What came of a contact (`domain.md` 4.1): an editable, coded, bilingual list.

    Three flags feed the caps (`Touch` of compliance says what they mean). `effect` is what logging it changes, one of
    `rules/effects.py`; `asks` which part of the form it opens; `channel` the only one it belongs to (visits, letters).
    """

    class Class(models.TextChoices):
        FAIL = "FAIL", _("not reached")
        REACH = "REACH", _("someone reached")
        SUCCESS = "SUCCESS", _("right party reached")
        STOP = "STOP", _("stop or hold")
        SENT = "SENT", _("sent, no answer yet")

    class Asks(models.TextChoices):
        NOTHING = "", _("nothing more")
        PROMISE = "PROMISE", _("a promise")
        CALLBACK = "CALLBACK", _("a date to call back")
        THIRD_PARTY = "THIRD_PARTY", _("what a third party said")
        REASON = "REASON", _("a reason for not paying")

    code = models.CharField(_("code"), max_length=30, primary_key=True)
    name_en = models.CharField(_("name in English"), max_length=60)
    name_zh = models.CharField(_("name in Chinese"), max_length=60)
    outcome_class = models.CharField(_("class"), max_length=7, choices=Class.choices)
    right_party = models.BooleanField(_("the customer personally"), default=False)
    rang = models.BooleanField(_("the number was reached"), default=True)
    connected = models.BooleanField(_("someone spoke"), default=True)
    conversation = models.BooleanField(_("spoke about the debt"), default=False)
    effect = models.CharField(_("effect"), max_length=24, blank=True)
    asks = models.CharField(_("asks for"), max_length=11, choices=Asks.choices, blank=True)
    channel = models.CharField(_("only by"), max_length=6, choices=Channel.choices, blank=True)
    position = models.SmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)


class Reason(models.Model):
    """Why someone does not pay (`domain.md` 4.2): an editable, coded, bilingual list."""

    code = models.CharField(_("code"), max_length=30, primary_key=True)
    name_en = models.CharField(_("name in English"), max_length=60)
    name_zh = models.CharField(_("name in Chinese"), max_length=60)
    for_persons = models.BooleanField(_("for persons"), default=True)
    for_companies = models.BooleanField(_("for companies"), default=False)
    position = models.SmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(for_persons=True) | Q(for_companies=True), name="reason_is_for_someone")
        ]
