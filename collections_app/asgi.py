"""What an ASGI server imports: `collections_app.asgi:application`."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "collections_app.settings")

application = get_asgi_application()
