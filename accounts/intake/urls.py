"""Addresses of bank files and suspected duplicates."""

from django.urls import path

from accounts.intake import views

urlpatterns = [
    path("intake/", views.intake, name="intake"),
    path("intake/deliveries/", views.deliveries, name="deliveries"),
    path("intake/<int:delivery_id>/", views.delivery, name="delivery"),
    path("intake/<int:delivery_id>/progress/", views.delivery_progress, name="delivery-progress"),
    path("intake/<int:delivery_id>/rejects.csv", views.delivery_rejects, name="delivery-rejects"),
    path("duplicates/", views.duplicates, name="duplicates"),
    path("duplicates/<int:suspected_id>/decide/", views.decide, name="decide-duplicate"),
]
