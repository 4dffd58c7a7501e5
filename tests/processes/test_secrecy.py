"""What people type stands in no file and no log."""

import signal
from pathlib import Path

import pytest

from tests.conftest import Databases
from tests.processes.conftest import Town
from tests.processes.test_run import arrives

TYPED = (
    "marmalade on the windowsill",
    "quixotic lighthousekeeper",
    "zephyrs under the floorboards",
    "i feel like wallpapering tonight",
)


async def test_no_typed_word_is_in_the_database_files_or_the_logs(
    town: Town, databases: Databases, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    program = await town.starts(TOPIC_MODEL="on")
    ana = await arrives(town)
    await ana.says("/checkin")
    for answer in ("Too much", "Very strong", "They reached out"):
        await ana.taps(answer)
    await ana.taps("Add a line")
    await ana.says(TYPED[0])
    await ana.says("/write")
    await ana.says(TYPED[1])
    await ana.taps("Done")
    await ana.says(f"/topic {TYPED[2]}")
    await ana.says(TYPED[3])
    status, logged = await program.ends(signal.SIGTERM)
    assert status == 0

    folder = tmp_path if databases.main.startswith("sqlite") else _cluster(request)
    stored = b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())
    words = {word for line in TYPED for word in line.split() if len(word) > 6}
    # The answers in the clear would be a JSON object. (Its values are also words of other columns, as a rating's.)
    for word in words | {'"mood"', "reached out"}:
        assert word.encode() not in stored, word
        assert word not in logged, word
    assert town.world.bot.token.split(":")[1] not in logged
    assert str(ana.person_id) not in logged
    assert "Ana" not in logged
    assert "running" in logged, "there is a log to look through"


def _cluster(request: pytest.FixtureRequest) -> Path:
    return Path(request.getfixturevalue("postgres").pgdata)
