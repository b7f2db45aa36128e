# The web, worker and beat image. Servers (PostgreSQL, Valkey) come from docker-compose.yml or from your own.
FROM python:3.11-slim-bookworm AS packages
WORKDIR /build
COPY requirements.txt .
RUN python -m venv /opt/venv \
    && /opt/venv/bin/pip install --no-cache-dir --require-hashes --no-deps -r requirements.txt

FROM python:3.11-slim-bookworm
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=collections_app.settings \
    FAIRDUE_STATE_DIR=/srv/state \
    STATIC_ROOT=/srv/static
RUN useradd --system --uid 10001 --home-dir /srv/app --shell /usr/sbin/nologin fairdue \
    && install -d -o fairdue -g fairdue /srv/state
COPY --from=packages /opt/venv /opt/venv
WORKDIR /srv/app
COPY . .
# Static files need settings but no secret: DEBUG would change their names, so throw-away values stand in.
# Compressed here, once, because gzip at every start would cost seconds.
RUN SECRET_KEY=build FIELD_KEY=build HASH_KEY=build python manage.py collectstatic --no-input --verbosity 0 \
    && python -m whitenoise.compress --quiet /srv/static
USER fairdue
EXPOSE 8000
VOLUME /srv/state
HEALTHCHECK --interval=15s --timeout=6s --start-period=30s CMD ["python", "tools/check_health.py"]
CMD ["gunicorn", "collections_app.wsgi:application", "--bind", "0.0.0.0:8000", "--workers", "3", "--threads", "4", \
     "--max-requests", "5000", "--max-requests-jitter", "500"]
