# Build: the dependencies as pinned, and the static files as served.
FROM python:3.11-slim-bookworm AS build
WORKDIR /portal
RUN python -m venv /venv
ENV PATH=/venv/bin:$PATH
COPY requirements.txt .
RUN python -m pip install --no-cache-dir --disable-pip-version-check --require-hashes --requirement requirements.txt
COPY . .
# The local settings make keys of their own, which must not get into the image.
RUN DJANGO_SETTINGS_MODULE=config.settings.dev python manage.py prepare --static-only && rm -rf .local \
    && python -m compileall -q accounts benefits config

# Run: the same Python without the tools that built it; nothing in it can be written by the one who runs it.
FROM python:3.11-slim-bookworm
# What makes PDFs; without it the portal offers none.
RUN apt-get update && apt-get install --yes --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-cjk \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --system --no-create-home portal
COPY --from=build /venv /venv
COPY --from=build /portal /portal
WORKDIR /portal
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=config.settings.base HOST=0.0.0.0 PORT=8000
USER portal
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as r; r.urlopen(f\"http://127.0.0.1:{os.environ['PORT']}/healthz\", timeout=2)"]
CMD ["scripts/start"]
