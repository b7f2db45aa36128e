"""Addresses of results."""

from django.urls import path, re_path

from .views import results, rolls, scorecard

urlpatterns = [
    path("results/", results.results, name="results"),
    path("results/mine/", results.my_results, name="my-results"),
    re_path(r"^results/(?P<table>conduct|money|rolls)/file/$", results.results_file, name="results-file"),
    re_path(r"^results/mine/(?P<table>conduct|money|rolls)/file/$", results.my_file, name="my-results-file"),
    path("results/behind/<slug:measure>/", results.behind, name="results-behind"),
    path("results/accounts/", rolls.assigned_accounts, name="results-accounts"),
    path("results/scorecard/", scorecard.scorecard, name="scorecard"),
    path("results/scorecard/new/", scorecard.new_scorecard, name="new-scorecard"),
]
