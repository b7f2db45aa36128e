"""Every REST address of the dashboards, below `/api/v1/`."""

from collections_app.shared.routes import route

from . import (
    accounts_on,
    alerts,
    corrected,
    corrected_parts,
    desks,
    differences,
    flow_accounts,
    flows,
    mailing,
    operation,
    operation_rows,
    portfolio,
    vintage,
    workload,
)

urlpatterns = [
    route("portfolio/accounts", accounts_on.AccountsOn.as_view(), name="api-accounts-on"),
    route("portfolio/figures", portfolio.Figures.as_view(), name="api-figures"),
    route("portfolio/corrected-figures", corrected_parts.CorrectedFigures.as_view(), name="api-corrected-figures"),
    route("portfolio/corrected-flows", corrected_parts.CorrectedFlows.as_view(), name="api-corrected-flows"),
    route("portfolio/corrected-trend", corrected_parts.CorrectedTrends.as_view(), name="api-corrected-trend"),
    route("portfolio/corrected-days", corrected.CorrectedDays.as_view(), name="api-corrected-days"),
    route("portfolio/vintage", vintage.Vintage.as_view(), name="api-vintage"),
    route("portfolio/vintage/accounts", vintage.VintageAccounts.as_view(), name="api-vintage-accounts"),
    route("portfolio/roll-rates", flows.RollRates.as_view(), name="api-roll-rates"),
    route("portfolio/net-flows", flows.NetFlows.as_view(), name="api-net-flows"),
    route("portfolio/flows/accounts", flow_accounts.FlowAccounts.as_view(), name="api-flow-accounts"),
    route("portfolio/open-cases", desks.OpenCases.as_view(), name="api-open-cases"),
    route("portfolio/flows", portfolio.Flows.as_view(), name="api-flows"),
    route("differences", differences.Differences.as_view(), name="api-differences"),
    route("differences/charges", differences.ChargeDifferences.as_view(), name="api-charge-differences"),
    route("workload", workload.WorkloadView.as_view(), name="api-workload"),
    route("alerts", alerts.Alerts.as_view(), name="api-alerts"),
    route("alerts/raised", alerts.AlertsRaised.as_view(), name="api-alerts-raised"),
    route("alerts/<int:alert_id>", alerts.AlertView.as_view(), name="api-alert"),
    route("me/mailing", mailing.OwnMailing.as_view(), name="api-own-mailing"),
    route("operation", operation.OperationView.as_view(), name="api-operation"),
    route("operation/<slug:figure>", operation_rows.OperationRows.as_view(), name="api-operation-rows"),
]
