"""What a role is called on a page."""

from django.utils.translation import gettext_lazy as _

from .rules import roles

ROLE_LABELS = {
    roles.AGENT: _("Agent"),
    roles.LEAD: _("Team lead"),
    roles.MANAGER: _("Manager"),
    roles.QUALITY: _("Quality"),
    roles.COMPLIANCE: _("Compliance"),
    roles.ADMINISTRATOR: _("Administrator"),
    roles.INTEGRATION: _("Integration"),
}
ROLE_CHOICES = [(role, ROLE_LABELS[role]) for role in roles.ROLES]
