"""What stands beside the bot names only what there is: figures, settings, files."""

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from bot.config import Role, Settings
from bot.metrics import Metrics
from jobs.runner import JOBS

ROOT = Path(__file__).resolve().parent.parent.parent
OPS = ROOT / "bot" / "ops"
FOREIGN = {"process_resident_memory_bytes", "process_cpu_seconds_total"}  # prometheus-client's own
NAME = re.compile(r"\b(?:homeward|process)_[a-z_]+")


def _compose() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
    return found


def _names_in_registry() -> set[str]:
    """Every name that the registry can ever show, also of figures that have counted nothing yet."""
    found: set[str] = set()
    for metric in Metrics().registry.collect():
        ends = {"counter": ("_total",), "histogram": ("_bucket", "_sum", "_count")}.get(metric.type, ("",))
        found.update(metric.name + end for end in ends)
    return found | FOREIGN


def _dashboard() -> tuple[dict[str, Any], list[str]]:
    board: dict[str, Any] = json.loads((OPS / "grafana" / "dashboard.json").read_text(encoding="utf-8"))
    return board, [target["expr"] for panel in board["panels"] for target in panel["targets"]]


def test_the_dashboard_and_the_alerts_ask_only_for_figures_that_exist() -> None:
    _, asked = _dashboard()
    rules = yaml.safe_load((OPS / "alerts.yml").read_text(encoding="utf-8"))
    asked += [rule["expr"] for group in rules["groups"] for rule in group["rules"]]
    names = {name for expression in asked for name in NAME.findall(expression)}
    assert names <= _names_in_registry()


def test_the_dashboard_and_the_alerts_name_only_jobs_that_exist() -> None:
    text = (OPS / "alerts.yml").read_text(encoding="utf-8") + " ".join(_dashboard()[1])
    assert "job=" not in text, "that label is Prometheus' own"
    assert set(re.findall(r'\bname="([a-z_]+)"', text)) <= {job.name for job in JOBS}


def test_the_dashboard_can_be_provisioned() -> None:
    board, _ = _dashboard()
    source = yaml.safe_load((OPS / "grafana" / "datasource.yml").read_text(encoding="utf-8"))
    assert {panel["datasource"]["uid"] for panel in board["panels"]} == {source["datasources"][0]["uid"]}
    assert len({panel["id"] for panel in board["panels"]}) == len(board["panels"])


def test_compose_sets_only_settings_that_there_are() -> None:
    ours = [service for service in _compose()["services"].values() if service.get("image") == "homeward"]
    assert ours
    for service in ours:
        assert set(service["environment"]) <= {name.upper() for name in Settings.model_fields}
        if service["command"][0] == "run":
            assert Role(service["command"][service["command"].index("--role") + 1])
        assert service["read_only"] is True
        assert "stop_grace_period" in service


def test_compose_mounts_only_files_that_are_here() -> None:
    mounts = [mount for service in _compose()["services"].values() for mount in service.get("volumes", ())]
    files = [mount.split(":")[0] for mount in mounts if mount.startswith("./")]
    assert files
    assert [file for file in files if not (ROOT / file).is_file()] == []


def test_the_proxy_lets_in_what_compose_tells_telegram() -> None:
    settings = _compose()["services"]["web"]["environment"]
    path = urlsplit(settings["WEBHOOK_URL"].replace("${DOMAIN:-localhost}", "localhost")).path
    proxy = (OPS / "Caddyfile").read_text(encoding="utf-8")
    assert f"\t\tpath {path}\n" in proxy
    assert f"port {settings['LISTEN'].rpartition(':')[2]}\n" in proxy


def test_every_variable_of_compose_is_described() -> None:
    used = set(re.findall(r"\$\{([A-Z_]+)", (ROOT / "compose.yaml").read_text(encoding="utf-8")))
    described = set(re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(encoding="utf-8"), re.MULTILINE))
    assert used <= described
    profiles = {name for service in _compose()["services"].values() for name in service["profiles"]}
    assert profiles, "each service belongs to a profile, or it would always run"
