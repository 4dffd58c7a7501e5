# Two stages: wheels are installed in the first, and only the finished environment goes into the second.
FROM python:3.11-slim AS build
WORKDIR /app
COPY requirements.txt .
# The environment has no pip of its own. Dropped from it: what only fetches models from elsewhere, and the packages' own tests.
RUN python -m venv --without-pip .venv \
    && pip --python .venv/bin/python install --no-cache-dir --no-compile --require-hashes -r requirements.txt \
    && pip --python .venv/bin/python uninstall --yes huggingface-hub hf-xet fsspec filelock tqdm \
    && find .venv -type d -name tests -prune -exec rm -r {} +

FROM python:3.11-slim
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin homeward \
    && install -d -o homeward -g homeward -m 0700 /app/data /app/keys
WORKDIR /app
COPY --from=build /app/.venv .venv
COPY bot bot
COPY jobs jobs
COPY content content
ENV PATH=/app/.venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1 LISTEN=127.0.0.1:8080 METRICS_LISTEN=0.0.0.0:9090
USER homeward
# What must outlive a container: people's progress, and apart from it the keys. Nothing else is written to.
VOLUME ["/app/data", "/app/keys"]
STOPSIGNAL SIGTERM
# What it is not ready for stands in `docker inspect`, in words.
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s CMD ["python", "bot/ops/ready.py"]
ENTRYPOINT ["python", "-m", "bot"]
CMD ["run"]
