"""Every REST address of compliance, below `/api/v1/`."""

from collections_app.shared.routes import route

from . import judging, permits, phrases, policies, profiles, stops, words, zones

urlpatterns = [
    route("permits", permits.Permits.as_view(), name="api-permits"),
    route("permits/<int:pk>/hand-back", permits.HandBack.as_view(), name="api-permit-hand-back"),
    route("contact-refusals", permits.Refusals.as_view(), name="api-contact-refusals"),
    route("contact-policies", policies.ContactPolicies.as_view(), name="api-contact-policies"),
    route("contact-profiles", profiles.ContactProfiles.as_view(), name="api-contact-profiles"),
    route("region-zones", zones.RegionZones.as_view(), name="api-region-zones"),
    route("region-zones/<int:pk>/removal", zones.Removal.as_view(), name="api-region-zone-removal"),
    route("contact-profile-uses", policies.ProfileUses.as_view(), name="api-contact-profile-uses"),
    route("breaches", judging.Breaches.as_view(), name="api-breaches"),
    route("breaches/<int:pk>/review", judging.Review.as_view(), name="api-breach-review"),
    route("overrides", judging.Overrides.as_view(), name="api-overrides"),
    route("stop-signals", stops.Signals.as_view(), name="api-stop-signals"),
    route("stop-signals/<int:pk>/lift", stops.Lift.as_view(), name="api-stop-signal-lift"),
    route("consents", stops.Consents.as_view(), name="api-consents"),
    route("consents/<int:pk>/withdrawal", stops.Withdrawal.as_view(), name="api-consent-withdrawal"),
    route("phrases", phrases.Phrases.as_view(), name="api-phrases"),
    route("phrases/<int:pk>/retirement", phrases.Retirement.as_view(), name="api-phrase-retirement"),
    route("forbidden-words", words.ForbiddenWords.as_view(), name="api-forbidden-words"),
    route("forbidden-words/<int:pk>/retirement", words.Retirement.as_view(), name="api-forbidden-word-retirement"),
]
