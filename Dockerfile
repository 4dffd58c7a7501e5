# Two stages: wheels are installed in the first, and only the finished environment goes into the second.
FROM python:3.11-slim AS build
WORKDIR /app
COPY requirements.txt .
RUN python -m venv /app/.venv && /app/.venv/bin/pip install --no-cache-dir -r requirements.txt

FROM python:3.11-slim
RUN useradd --uid 10001 --create-home --shell /usr/sbin/nologin homeward \
    && install -d -o homeward -g homeward -m 0700 /app/data /app/keys
WORKDIR /app
COPY --from=build /app/.venv .venv
COPY bot bot
COPY jobs jobs
COPY content content
ENV PATH=/app/.venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1 LISTEN=127.0.0.1:8080
USER homeward
# What must outlive a container: people's progress, and apart from it the keys.
VOLUME ["/app/data", "/app/keys"]
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8080/healthz', timeout=4)"]
ENTRYPOINT ["python", "-m", "bot"]
CMD ["run"]
