"""The ground floor: no models, no domain words."""
