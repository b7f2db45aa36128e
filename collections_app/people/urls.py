"""Addresses of log-in, own settings, users and teams."""

from django.urls import path

from .views import log_in, own, people, person, team, teams

urlpatterns = [
    path("login/", log_in.LogIn.as_view(), name="login"),
    path("logout/", log_in.log_out, name="logout"),
    path("set-password/<str:uidb64>/<str:token>/", log_in.SetPassword.as_view(), name="set-password"),
    path("profile/", own.profile, name="profile"),
    path("profile/password/", log_in.ChangePassword.as_view(), name="change-password"),
    path("profile/language/", own.set_language, name="set-language"),
    path("profile/languages-spoken/", own.set_own_languages, name="set-own-languages"),
    path("profile/theme/", own.set_theme, name="set-theme"),
    path("people/", people.people, name="people"),
    path("people/invite/", people.invite, name="invite"),
    path("people/<int:user_id>/", person.person, name="person"),
    path("people/<int:user_id>/grant/", person.grant, name="grant-role"),
    path("people/<int:user_id>/acting-lead/", person.acting_lead, name="acting-lead"),
    path("people/<int:user_id>/revoke/<int:grant_id>/", person.revoke, name="revoke-role"),
    path("people/<int:user_id>/lock/", person.lock, name="lock-user"),
    path("people/<int:user_id>/unlock/", person.unlock, name="unlock-user"),
    path("people/<int:user_id>/link/", person.renew_link, name="renew-link"),
    path("people/<int:user_id>/languages/", person.languages, name="set-languages"),
    path("people/<int:user_id>/team/", person.assign, name="assign-team"),
    path("people/<int:user_id>/team/<int:assignment_id>/cancel/", person.cancel_assignment, name="cancel-assignment"),
    path("people/<int:user_id>/clearance/", person.clear, name="clear-user"),
    path("people/<int:user_id>/clearance/<int:clearance_id>/end/", person.end_clearance, name="end-clearance"),
    path("teams/", teams.teams, name="teams"),
    path("teams/new/", teams.new_team, name="new-team"),
    path("teams/move/", teams.move, name="move-group"),
    path("teams/<int:team_id>/", team.team, name="team"),
    path("teams/<int:team_id>/rename/", team.rename_team, name="rename-team"),
    path("teams/<int:team_id>/close/", team.close_team, name="close-team"),
    path("teams/<int:team_id>/reopen/", team.reopen_team, name="reopen-team"),
]
