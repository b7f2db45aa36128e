"""Addresses of compliance."""

from django.urls import path

from collections_app.compliance.views import overrides, phrases, policies, profiles, record, said, words, zones

urlpatterns = [
    path("compliance/", record.compliance, name="compliance"),
    path("compliance/breaches/<int:breach_id>/review/", record.review, name="review-breach"),
    path("compliance/signals/new/", said.new_signal, name="new-signal"),
    path("compliance/signals/<int:signal_id>/lift/", record.lift, name="lift-signal"),
    path("compliance/consents/new/", said.new_consent, name="new-consent"),
    path("compliance/consents/<int:consent_id>/withdraw/", said.withdraw, name="withdraw-consent"),
    path("compliance/overrides/new/", overrides.new_override, name="new-override"),
    path("compliance/policies/", policies.contact_policies, name="contact-policies"),
    path("compliance/policies/follow/", policies.follow, name="follow-contact-profile"),
    path("compliance/policies/<str:code>/", policies.contact_profile, name="contact-profile"),
    path("compliance/policies/<str:code>/new/", policies.new_contact_version, name="new-contact-version"),
    path("compliance/policies/<str:code>/copy/", profiles.new_profile, name="new-contact-profile"),
    path("compliance/words/", words.words, name="forbidden-words"),
    path("compliance/words/<int:word_id>/allow/", words.allow, name="allow-word"),
    path("compliance/zones/", zones.zones, name="region-zones"),
    path("compliance/zones/<int:zone_id>/remove/", zones.remove, name="remove-region-zone"),
    path("compliance/phrases/", phrases.phrases, name="phrases"),
    path("compliance/phrases/<int:phrase_id>/retire/", phrases.retire, name="retire-phrase"),
]
