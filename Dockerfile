# One image for web, worker, scheduler and the one-off migration; compose.yaml says which runs what.

# The look: govuk-frontend from its lock, cleaned by scripts/build_assets.py.
FROM node:22-bookworm-slim AS packages
WORKDIR /product
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund --ignore-scripts

# The locked dependencies, checked by hash and compiled to byte code.
FROM python:3.11-slim-bookworm AS build
WORKDIR /product
RUN python -m venv /product/.venv
COPY requirements/base.txt requirements/
RUN .venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes --compile -r requirements/base.txt
COPY --from=packages /product/node_modules node_modules
COPY scripts/__init__.py scripts/build_assets.py scripts/
RUN .venv/bin/python scripts/build_assets.py
COPY manage.py pyproject.toml ./
COPY static static
COPY templates templates
COPY missions missions
COPY codesign codesign
COPY funding funding
COPY config config
# Settings refuse to start without these; collectstatic uses none of them and nothing of them stays in the image.
RUN STEWARD_MODE=production SECRET_KEY=unused SITE_URL=https://unused.example ALLOWED_HOSTS=unused.example \
    DATABASE_URL=postgres://unused@unused/unused REDIS_URL=redis://unused EMAIL_HOST=unused \
    .venv/bin/python manage.py collectstatic --noinput --verbosity 0 \
    && .venv/bin/python -m compileall -q config missions codesign funding \
    && rm -rf node_modules

FROM python:3.11-slim-bookworm
ENV PATH=/product/.venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 DJANGO_SETTINGS_MODULE=config.settings STEWARD_MODE=production
# WeasyPrint sets PDFs with Pango.
RUN apt-get update -qq \
    && apt-get install -y -qq --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --no-create-home steward
WORKDIR /product
COPY --from=build /product /product
USER steward
EXPOSE 8000
CMD ["gunicorn", "config.wsgi", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", "--workers", "3", "--threads", "4", "--no-control-socket", "--worker-tmp-dir", "/dev/shm", "--max-requests", "5000", "--max-requests-jitter", "500", "--access-logfile", "-"]
