"""Tables of what a supervisor asked for: alerts and what they raised, what is mailed and when it was, past days; and of
how each morning found the desks."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Product
from accounts.models.derived import DelinquencyBucket
from collections_app.cases.models import QueueVersion, WorkQueue
from collections_app.people.models import Team, User


class Alert(models.Model):
    """Tell some people when a figure passes a threshold: of the operation, everywhere or at one queue or one desk, or
    of a part of the portfolio, which always has a currency.

    `figure` is a code of `alert_figures.py`, which says its unit and which columns its scope takes. The threshold of a
    share is a part of one: 0.4000 is 40 %.
    """

    class Operator(models.TextChoices):
        ABOVE = "ABOVE", _("more than")
        BELOW = "BELOW", _("less than")

    class By(models.TextChoices):
        BALANCE = "balance", _("by balance")
        ACCOUNTS = "accounts", _("by accounts")

    class Span(models.TextChoices):
        MONTH = "month", _("Last complete month")
        SO_FAR = "so-far", _("This month so far")

    figure = models.CharField(max_length=30)
    queue = models.ForeignKey(WorkQueue, on_delete=models.PROTECT, null=True, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, related_name="+")
    bucket = models.SmallIntegerField(choices=DelinquencyBucket.choices, null=True)
    """Null: of no bucket, or of all delinquent ones together."""
    currency = models.CharField(max_length=3, blank=True, default="")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, null=True, related_name="+")
    region = models.CharField(max_length=40, blank=True, default="")
    """As the filters of the dashboards write it: `-` where none is recorded, "" for all of them."""
    by = models.CharField(max_length=8, choices=By.choices, blank=True, default="")
    span = models.CharField(max_length=6, choices=Span.choices, blank=True, default="")
    operator = models.CharField(max_length=5, choices=Operator.choices)
    threshold = models.DecimalField(max_digits=20, decimal_places=4)
    told = models.ManyToManyField(User, related_name="+")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    judged_on = models.DateField(null=True)
    """The day of the figures of the portfolio it was last held against: only a night changes them."""

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(queue=None) | Q(team=None), name="alert_has_one_scope"),
            models.CheckConstraint(
                condition=Q(currency="", bucket=None, product=None, region="", by="", span="")
                | (~Q(currency="") & Q(queue=None, team=None)),
                name="alert_of_operation_or_portfolio",
            ),
            models.CheckConstraint(condition=Q(threshold__gte=0), name="alert_threshold_not_negative"),
        ]


class AlertRaised(models.Model):
    """One crossing of an alert: from the check that found it until the check that did not, or the alert's end.

    `mailed_at` says when the first of its people was written to (`AlertMail` tells of each); null while nobody was.
    `day`: which night's figures of the portfolio raised it; null for the operation, which is counted at that moment.
    """

    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="raised")
    value = models.DecimalField(max_digits=20, decimal_places=4)
    day = models.DateField(null=True)
    raised_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["alert"], condition=Q(ended_at=None), name="alert_raised_once_at_a_time"),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=models.F("raised_at")), name="alert_ends_after_it_began"
            ),
        ]
        indexes = [models.Index(fields=["-raised_at", "-id"], name="alert_raised_newest")]


class Mailing(models.Model):
    """What somebody has sent to an address of theirs: alerts they are told of, and a summary at an hour of theirs."""

    class Summary(models.TextChoices):
        NEVER = "NEVER", _("no summary")
        DAY = "DAY", _("every day")
        WEEK = "WEEK", _("every Monday, of the week before")

    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="mailing")
    address = models.EmailField(_("e-mail address"))
    alerts = models.BooleanField(_("alerts"), default=True)
    summary = models.CharField(_("summary"), max_length=5, choices=Summary.choices, default=Summary.DAY)
    hour = models.SmallIntegerField(_("hour"), default=8)
    since = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(hour__gte=0, hour__lte=23), name="mailing_hour_of_a_day")]


class Mail(models.Model):
    """Something to be mailed to one user: tried again after each failure, up to a limit, and never once it was sent.

    `failure` says why the last try did not send it, without the address. Before `next_try_at` nobody tries: whoever is
    trying now puts it ahead, so that a worker that died leaves the mail to another. Null: at once.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    tries = models.SmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True)
    next_try_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=200, blank=True)

    class Meta:
        abstract = True


class AlertMail(Mail):
    """One crossing, for one of the people who are told of it."""

    raised = models.ForeignKey(AlertRaised, on_delete=models.PROTECT, related_name="mails")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["raised", "user"], name="alert_mail_once_to_each")]
        indexes = [models.Index(fields=["user", "-tried_at"], name="alert_mail_newest")]


class SummarySent(Mail):
    """The summary of a day, for one subscriber."""

    day = models.DateField()
    first = models.DateField()
    """The first day whose figures it shows; the last is the day before `day`."""
    due_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "day"], name="summary_once_a_day")]
        indexes = [models.Index(fields=["due_at"], name="summary_waiting", condition=Q(sent_at=None))]


class CorrectedDay(models.Model):
    """A past day as corrected since: who asked for it, and how far a worker is with it. Its figures: `CorrectedFigure`.

    `known_on` is the business date it was asked for, then the one it was computed on; another night makes it old.
    """

    class Status(models.TextChoices):
        ASKED = "ASKED", _("asked for")
        RUNNING = "RUNNING", _("being computed")
        DONE = "DONE", _("computed")
        FAILED = "FAILED", _("failed")

    UNDER_WAY = (Status.ASKED, Status.RUNNING)

    day = models.DateField(primary_key=True)
    known_on = models.DateField()
    status = models.CharField(max_length=7, choices=Status.choices, default=Status.ASKED)
    asked_at = models.DateTimeField()
    asked_by = models.TextField()
    began_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    failure = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["ASKED", "RUNNING"], finished_at=None)
                | Q(status__in=["DONE", "FAILED"], finished_at__isnull=False),
                name="corrected_day_ends_with_a_moment",
            )
        ]
        indexes = [
            models.Index(fields=["asked_at"], name="corrected_under_way", condition=Q(status__in=["ASKED", "RUNNING"]))
        ]

    @property
    def under_way(self) -> bool:
        return self.status in self.UNDER_WAY

    def needs_asking(self, *, known_on: date, again: bool) -> bool:
        """Whether it must be computed anew: another night has run, or it failed and is asked for again."""
        if self.under_way:
            return False
        return self.known_on != known_on or (again and self.status == self.Status.FAILED)


class MorningBacklog(models.Model):
    """Open cases of a queue and team in the morning of a day, as the night left them; restricted files apart.

    Known then, never corrected: nobody can say later how a case stood. `version` is the queue as it was that morning
    (null: in no queue), `team` whom the cases were given to. `due`: to be followed up that day or before it. `oldest`:
    since when the case waits that waits longest.
    """

    day = models.DateField()
    version = models.ForeignKey(QueueVersion, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    restriction = models.CharField(max_length=5, blank=True)
    cases = models.IntegerField()
    due = models.IntegerField()
    held = models.IntegerField()
    oldest = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["day", "version", "team", "restriction"], name="morning_backlog_once", nulls_distinct=False
            )
        ]


class MorningDesk(models.Model):
    """How many agents a team had in the morning of a day, as known then; a kept morning has one for each open team."""

    day = models.DateField()
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+", db_index=False)
    agents = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "team"], name="morning_desk_once")]
