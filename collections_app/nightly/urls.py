"""Addresses of the operations page."""

from django.urls import path

from . import views

urlpatterns = [
    path("operations/", views.operations, name="operations"),
    path("operations/now/", views.night_now, name="night-now"),
    path("operations/run/", views.run, name="run-nights"),
    path("operations/waive-feed/", views.waive_feed, name="waive-feed"),
    path("operations/<str:day>/", views.night, name="night"),
    path("operations/<str:day>/verify/", views.verify, name="verify-night"),
]
