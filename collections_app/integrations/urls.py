"""Addresses of integrations."""

from django.urls import path

from .views import keys

urlpatterns = [
    path("integrations/", keys.keys, name="integrations"),
    path("integrations/keys/new/", keys.new_key, name="new-api-key"),
    path("integrations/keys/<str:prefix>/revoke/", keys.revoke_key, name="revoke-api-key"),
]
