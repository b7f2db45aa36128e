"""What stands around every page: the pages a role may open, the business date, the warnings, language and theme."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.queries import installation
from collections_app.dashboards.notices import notices as alert_notices
from collections_app.integrations.notices import notices as webhook_notices
from collections_app.nightly.notices import notices as night_notices
from collections_app.people.labels import ROLE_LABELS
from collections_app.people.rules.roles import AGENT, ROLES
from collections_app.shared import clock
from collections_app.shared.actor import Actor, actor_of
from collections_app.shared.drafts import stored_drafts
from collections_app.shared.notices import Notice
from collections_app.shared.web import ActorRequest, needs


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One entry of the bar: URL name, what it is called, icon, who may see it; `also`: what else lies under it.

    `unless`: whoever may do that comes here by another entry.
    """

    name: str
    label: str | Promise
    icon: str
    permission: str
    also: tuple[str, ...] = ()
    unless: str = ""

    def is_for(self, actor: Actor) -> bool:
        return actor.may(self.permission) and not (self.unless and actor.may(self.unless))


# In the order of the bar; the first that an actor may open is where `/` leads. What does not fit stands under "More".
PAGES = (
    Page(name="my-day", label=_("My day"), icon="home", permission="cases.work"),
    Page(name="dashboard", label=_("Buckets"), icon="layout-dashboard", permission="portfolio.view", also=("results",)),
    Page(
        name="operation",
        label=_("Operation"),
        icon="layout-dashboard",
        permission="operation.view",
        also=("results", "workload", "alerts"),
        unless="portfolio.view",
    ),
    Page(name="cases", label=_("Cases"), icon="list-details", permission="cases.view"),
    Page(name="queues", label=_("Queues"), icon="filter", permission="cases.view", also=("reassign",)),
    Page(name="promises", label=_("Promises"), icon="flag", permission="cases.view"),
    Page(name="accounts", label=_("Accounts"), icon="credit-card", permission="accounts.view"),
    Page(name="inbound", label=_("Inbound"), icon="phone", permission="contacts.log"),
    Page(name="compliance", label=_("Compliance"), icon="shield-check", permission="compliance.view"),
    Page(name="policies", label=_("Policies"), icon="scale", permission="policies.view"),
    Page(name="contact-lists", label=_("Outcomes"), icon="list-details", permission="contacts.lists"),
    Page(name="operations", label=_("Nights"), icon="moon-stars", permission="nights.view"),
    Page(name="intake", label=_("Bank files"), icon="file-import", permission="intake.upload"),
    Page(name="duplicates", label=_("Duplicates"), icon="copy", permission="payments.reverse"),
    Page(name="people", label=_("Users"), icon="users", permission="people.view", also=("teams",)),
    Page(name="integrations", label=_("Integrations"), icon="link", permission="integrations.manage"),
)
IN_THE_BAR = 6
"""How many entries stand in the bar itself; one more than that needs no menu."""


def pages_of(actor: Actor) -> list[Page]:
    """The entries of the bar that `actor` may open."""
    return [page for page in PAGES if page.is_for(actor)]


# Functions of an actor that yield what the strip must say, the worst first.
NOTICE_SOURCES: tuple[Callable[[Actor], Iterable[Notice]], ...] = (night_notices, webhook_notices, alert_notices)


def _notices(actor: Actor, *, demo: bool) -> Iterator[Notice]:
    for source in NOTICE_SOURCES:
        yield from source(actor)
    if demo:
        yield Notice(level="info", text=_demo_text())


def _demo_text() -> str:
    text = gettext("Demo data: nobody here is real, and nobody can be called.")
    if not settings.DEMO_CLOCK_SHIFT:
        return text
    hour = clock.now().astimezone(timezone.get_default_timezone()).strftime("%H:%M")
    return text + " " + gettext("The demo's clock stands at %(hour)s in China.") % {"hour": hour}


def _current(path: str, pages: Iterable[Page]) -> str:
    """The entry of the bar under which `path` lies: /people/7/ and /teams/ belong to Users."""
    begins = {reverse(name): page.name for page in pages for name in (page.name, *page.also)}
    return begins.get(max((address for address in begins if path.startswith(address)), key=len, default=""), "")


def shell(request: HttpRequest) -> dict[str, Any]:
    """Template context of every page."""
    match = getattr(request, "resolver_match", None)
    context: dict[str, Any] = {
        "theme": request.COOKIES.get("theme", "auto"),
        "page_name": match.url_name if match else "",
        "stored_drafts": stored_drafts(request),
    }
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return context
    actor = actor_of(request)
    here = installation()
    pages = [(page, reverse(page.name)) for page in pages_of(actor)]
    shown = len(pages) if len(pages) <= IN_THE_BAR + 1 else IN_THE_BAR
    context |= {
        "actor": actor,
        "business_date": here.business_date if here else None,
        "notices": list(_notices(actor, demo=bool(here and here.demo))),
        "role_labels": [ROLE_LABELS[role] for role in ROLES if role in actor.roles],
        "pages": pages[:shown],
        "more_pages": pages[shown:],
        "current_page": _current(request.path, [page for page, _address in pages]),
        "search_address": next((address for page, address in pages if page.name == "accounts"), None),
    }
    return context


@needs()
def home(request: ActorRequest) -> HttpResponse:
    """`/` leads each role to the page it works with: agents to My day, everyone else to the first other of the bar."""
    pages = pages_of(request.actor)
    if request.actor.roles != {AGENT}:
        pages = [page for page in pages if page.name != "my-day"] or pages
    return redirect(pages[0].name) if pages else redirect("profile")
