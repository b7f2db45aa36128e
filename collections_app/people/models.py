"""Users and the roles they hold from a day to a day."""

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower, Now
from django.utils.translation import gettext_lazy as _

from collections_app.shared import clock

from .rules.roles import ADMINISTRATOR, ROLES


class UserManager(BaseUserManager["User"]):
    """Makes users; everything else about them goes through `actions`."""

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "User":
        """A user who can log in with `password`, or with None one who first needs a set-password link."""
        fields.setdefault("display_name", username)
        user = self.model(username=self.model.normalize_username(username), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        """Log-in names are one whatever their letter case: Li.Na and li.na are the same person."""
        return self.get(username__iexact=username)


class User(AbstractBaseUser):
    """Someone who logs in: a person, or a machine with the role `integration`."""

    class Theme(models.TextChoices):
        AUTO = "auto", _("As the device")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    username = models.CharField(_("log-in name"), max_length=60, validators=[UnicodeUsernameValidator()])
    display_name = models.CharField(_("name"), max_length=80)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, default="en")
    theme = models.CharField(_("theme"), max_length=5, choices=Theme, default=Theme.AUTO)
    spoken_languages = ArrayField(models.CharField(max_length=10), default=list, blank=True)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(db_default=Now())

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["display_name"]
    objects = UserManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("username"), name="people_user_username_is_unique"),
            models.CheckConstraint(name="people_user_username_is_not_empty", condition=~models.Q(username="")),
        ]

    def __str__(self) -> str:
        return self.display_name or self.username

    # Django's admin asks these three; it is read-only support for administrators and nothing else.
    @property
    def is_staff(self) -> bool:
        return self.is_active and self.grants.on(clock.local_date()).filter(role=ADMINISTRATOR).exists()

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        return self.is_staff and ".view_" in perm

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_staff


class RoleGrants(models.QuerySet["RoleGrant"]):
    """Grants, and which of them count on a day."""

    def on(self, day: date) -> "RoleGrants":
        """In force on `day`: `valid_from` counts, `valid_to` does not."""
        return self.filter(models.Q(valid_to__isnull=True) | models.Q(valid_to__gt=day), valid_from__lte=day)


class RoleGrant(models.Model):
    """`user` holds `role` from `valid_from` until the day before `valid_to`, or without end."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(_("role"), max_length=20)
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("ends before"), null=True)
    granted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    granted_at = models.DateTimeField(db_default=Now())

    objects = RoleGrants.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="people_rolegrant_role_is_known", condition=models.Q(role__in=ROLES)),
            models.CheckConstraint(
                name="people_rolegrant_ends_after_it_begins",
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
            ),
            models.UniqueConstraint(
                fields=["user", "role"],
                condition=models.Q(valid_to__isnull=True),
                name="people_rolegrant_one_open_grant_per_role",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role}"

    @property
    def last_day(self) -> date | None:
        """The last day of the grant, as people say it; None when it has no end."""
        return self.valid_to - timedelta(days=1) if self.valid_to else None


class Team(models.Model):
    """A desk: front, mid and back end, field, legal, or an outside agency's. Teams are data (`domain.md` 1.5)."""

    class Tier(models.TextChoices):
        FRONT = "FRONT", _("front end")
        MID = "MID", _("mid end")
        BACK = "BACK", _("back end")
        FIELD = "FIELD", _("field")
        LEGAL = "LEGAL", _("legal")
        AGENCY = "AGENCY", _("outside agency")

    code = models.SlugField(_("code"), max_length=20, unique=True)
    name_en = models.CharField(_("name in English"), max_length=60)
    name_zh = models.CharField(_("name in Chinese"), max_length=60)
    tier = models.CharField(_("tier"), max_length=6, choices=Tier.choices)
    is_active = models.BooleanField(default=True)


class TeamAssignment(models.Model):
    """`user` works in `team` from `valid_from` until the day before `valid_to`, or without end; one team on a day."""

    class Reason(models.TextChoices):
        HOME = "HOME", _("home team")
        TRANSFER = "TRANSFER", _("transfer")
        SUPPORT_TRANSFER = "SUPPORT_TRANSFER", _("support transfer")
        RETURN = "RETURN", _("back from support")

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="team_assignments")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="assignments")
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("ends before"), null=True)
    reason = models.CharField(_("reason"), max_length=16, choices=Reason.choices)
    note = models.CharField(_("note"), max_length=200, blank=True)
    assigned_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    assigned_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="people_teamassignment_ends_after_it_begins",
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gt=models.F("valid_from")),
            ),
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(valid_to__isnull=True), name="people_teamassignment_one_open"
            ),
            models.UniqueConstraint(fields=["user", "valid_from"], name="people_teamassignment_one_a_day"),
        ]

    @property
    def last_day(self) -> date | None:
        """The last day in the team, as people say it; None when it has no end."""
        return self.valid_to - timedelta(days=1) if self.valid_to else None


class ChangeNote(models.Model):
    """What was noted beside a change of team. It outlasts a change that was cancelled, and stands in no event."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(max_length=200)


class ClearanceGrant(models.Model):
    """`user` may see cardholders of a restriction (staff of the bank, VIP) from a day to a day."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="clearances")
    restriction = models.CharField(_("restriction"), max_length=5)
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("ends before"), null=True)
    granted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    granted_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="people_clearancegrant_ends_after_it_begins",
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
            ),
            models.UniqueConstraint(
                fields=["user", "restriction"],
                condition=models.Q(valid_to__isnull=True),
                name="people_clearancegrant_one_open",
            ),
        ]

    @property
    def last_day(self) -> date | None:
        """The last day of the clearance, as people say it; None when it has no end."""
        return self.valid_to - timedelta(days=1) if self.valid_to else None
