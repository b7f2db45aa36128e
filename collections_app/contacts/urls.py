"""Addresses of incoming calls and of the lists."""

from django.urls import path

from . import views

urlpatterns = [
    path("contacts/inbound/", views.inbound, name="inbound"),
    path("contacts/inbound/<int:point_id>/", views.log_inbound, name="log-inbound"),
    path("contacts/lists/", views.contact_lists, name="contact-lists"),
    path("contacts/lists/outcomes/new/", views.new_outcome, name="new-outcome"),
    path("contacts/lists/reasons/new/", views.new_reason, name="new-reason"),
    path("contacts/lists/<slug:kind>/<str:code>/", views.list_entry, name="list-entry"),
    path("contacts/lists/<slug:kind>/<str:code>/use/", views.list_entry_use, name="list-entry-use"),
]
