# The portal's image for production; servers come from outside (docker-compose.yml).
FROM python:3.11-slim-bookworm
RUN apt-get update \
 && apt-get install -y --no-install-recommends \
    libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz0b libharfbuzz-subset0 fontconfig \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /srv/portal
COPY requirements/run.txt requirements/run.txt
RUN pip install --no-cache-dir --require-hashes -r requirements/run.txt
COPY . .
RUN useradd --system --create-home portal && mkdir -p /srv/var && chown portal /srv/var
USER portal
ENV PYTHONUNBUFFERED=1 DJANGO_SETTINGS_MODULE=nssf_portal.settings.production VAR_DIR=/srv/var
EXPOSE 8000
