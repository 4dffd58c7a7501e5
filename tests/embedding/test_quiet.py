"""The sentence model tells nobody that it runs."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
WARM_UP = "from bot.embedding import load_embedder; load_embedder().warm_up()"


def test_the_runtime_keeps_no_id_of_the_machine_and_reports_nothing(tmp_path: Path) -> None:
    """The id under the home folder is what its reports are sent with; where there is none, none are."""
    environment = {"HOME": str(tmp_path), "PATH": "", "PYTHONDONTWRITEBYTECODE": "1"}
    subprocess.run([sys.executable, "-c", WARM_UP], cwd=ROOT, env=environment, check=True)
    assert list(tmp_path.rglob("*")) == []
