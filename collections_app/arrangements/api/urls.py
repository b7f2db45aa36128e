"""Every REST address of promises, below `/api/v1/`."""

from collections_app.shared.routes import route

from . import calendar, policies, promises, results

urlpatterns = [
    route("promises", promises.Promises.as_view(), name="api-promises"),
    route("promise-policies", policies.PromisePolicies.as_view(), name="api-promise-policies"),
    route("promises/<int:pk>", promises.PromiseDetail.as_view(), name="api-promise"),
    route("promises/<int:pk>/cancel", promises.Cancel.as_view(), name="api-promise-cancel"),
    route("promise-calendar", calendar.PromiseCalendar.as_view(), name="api-promise-calendar"),
    route("promise-results", results.PromiseResults.as_view(), name="api-promise-results"),
]
