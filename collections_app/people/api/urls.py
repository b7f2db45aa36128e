"""Every REST address of people, below `/api/v1/`."""

from django.urls import path

from collections_app.shared.routes import route

from . import access, grants, session, team, teams, users

urlpatterns = [
    path("log-in", session.LogIn.as_view(), name="api-log-in"),
    path("log-out", session.LogOut.as_view(), name="api-log-out"),
    path("me", session.Me.as_view(), name="api-me"),
    route("people", users.People.as_view(), name="api-people"),
    route("people/<int:pk>", users.Person.as_view(), name="api-person"),
    route("people/<int:pk>/languages", users.Languages.as_view(), name="api-person-languages"),
    route("people/<int:pk>/lock", access.Lock.as_view(), name="api-person-lock"),
    route("people/<int:pk>/unlock", access.Unlock.as_view(), name="api-person-unlock"),
    route("people/<int:pk>/link", access.Link.as_view(), name="api-person-link"),
    route("grants", grants.Grants.as_view(), name="api-grants"),
    route("grants/<int:pk>/revocation", grants.Revocation.as_view(), name="api-grant-revocation"),
    route("clearances", grants.Clearances.as_view(), name="api-clearances"),
    route("clearances/<int:pk>/end", grants.ClearanceEnd.as_view(), name="api-clearance-end"),
    route("teams", teams.Teams.as_view(), name="api-teams"),
    route("teams/<slug:code>", team.OneTeam.as_view(), name="api-team"),
    route("teams/<slug:code>/state", team.TeamState.as_view(), name="api-team-state"),
    route("assignments", teams.Assignments.as_view(), name="api-assignments"),
    route("assignments/<int:pk>/cancellation", teams.Cancellation.as_view(), name="api-assignment-cancellation"),
    route("group-moves", teams.GroupMoves.as_view(), name="api-group-moves"),
    route("group-moves/preview", teams.GroupMovePreview.as_view(), name="api-group-move-preview"),
]
