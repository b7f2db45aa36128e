"""Addresses of the dashboards."""

from django.urls import path, re_path

from . import difference_views, views
from .views import accounts_on, alerts, corrected, flow_accounts, flows, operation, operation_rows, vintage, workload

urlpatterns = [
    path("dashboard/", views.dashboard, name="dashboard"),
    re_path(
        r"^dashboard/(?P<table>buckets|breakdown|corrected|trend|flow|desks)\.csv$",
        views.dashboard_csv,
        name="dashboard-csv",
    ),
    path("dashboard/accounts/", accounts_on.accounts_on, name="accounts-on"),
    path("dashboard/corrected/<str:day>/", corrected.corrected_state, name="corrected-state"),
    path("dashboard/corrected/<str:day>/again/", corrected.corrected_again, name="corrected-again"),
    path("dashboard/differences/", difference_views.differences, name="differences"),
    path("dashboard/differences/charges/", difference_views.charge_differences, name="charge-differences"),
    re_path(
        r"^dashboard/differences/(?P<table>months|charges)\.csv$",
        difference_views.differences_csv,
        name="differences-csv",
    ),
    path("dashboard/flows/", flows.flows, name="flows"),
    path("dashboard/flows/accounts/", flow_accounts.flow_accounts, name="flow-accounts"),
    re_path(r"^dashboard/flows/(?P<table>rates|chain|months)\.csv$", flows.flows_table, name="flows-table"),
    path("dashboard/vintage/", vintage.vintage, name="vintage"),
    path("dashboard/vintage/accounts/", vintage.vintage_accounts, name="vintage-accounts"),
    path("dashboard/vintage.csv", vintage.vintage_table, name="vintage-table"),
    path("dashboard/operation/", operation.operation, name="operation"),
    re_path(
        r"^dashboard/operation/(?P<table>queues|desks|people)\.csv$", operation.operation_table, name="operation-table"
    ),
    path("dashboard/workload/", workload.workload, name="workload"),
    re_path(r"^dashboard/workload/(?P<table>days|desk|move)\.csv$", workload.workload_table, name="workload-table"),
    path("dashboard/alerts/", alerts.alerts, name="alerts"),
    re_path(r"^dashboard/alerts/raised\.csv$", alerts.raised_table, name="alerts-table"),
    re_path(r"^dashboard/alerts/watched\.csv$", alerts.watched_table, name="watched-table"),
    path("dashboard/alerts/new/", alerts.new_alert, name="new-alert"),
    path("dashboard/alerts/mailing/", alerts.set_mailing, name="set-mailing"),
    path("dashboard/alerts/<int:alert_id>/stop/", alerts.stop_alert, name="stop-alert"),
    path("dashboard/alerts/<int:alert_id>/resume/", alerts.resume_alert, name="resume-alert"),
    path("dashboard/operation/<slug:figure>/", operation_rows.operation_rows, name="operation-rows"),
]
