"""Every REST address of the dashboards, below `/api/v1/`."""

from collections_app.shared.routes import route

from . import differences, operation, portfolio, workload

urlpatterns = [
    route("portfolio/figures", portfolio.Figures.as_view(), name="api-figures"),
    route("portfolio/flows", portfolio.Flows.as_view(), name="api-flows"),
    route("differences", differences.Differences.as_view(), name="api-differences"),
    route("differences/charges", differences.ChargeDifferences.as_view(), name="api-charge-differences"),
    route("workload", workload.WorkloadView.as_view(), name="api-workload"),
    route("operation", operation.OperationView.as_view(), name="api-operation"),
]
