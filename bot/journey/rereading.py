"""Reading the content again while people use it: the new takes the place of the old in one step, or not at all."""

import asyncio
from pathlib import Path

from sqlalchemy import select

from bot.course.faults import Fault
from bot.course.replacing import replacement_faults
from bot.course.translation import check_all, load_all
from bot.db.tables import Edition
from bot.db.upsert import insert_into
from bot.journey.library import Library
from bot.journey.turns import Turns
from bot.logs import get_log

log = get_log("content")
TOLD = 5  # faults that are told in words; the rest is a number


async def reread(turns: Turns, content_dir: Path) -> bool:
    """Read and check the content under `content_dir`; whoever takes a turn from now on reads it, if it is sound.

    A turn that has begun keeps what it began with. False: it is faulty, and all stays as it was.
    """
    turns.office.faults = None
    fresh, faults = await asyncio.to_thread(_read, turns.library, content_dir)
    turns.office.faults = tuple(str(fault) for fault in faults)
    if fresh is None:
        first = " | ".join(turns.office.faults[:TOLD])
        log.error("the content on disk is faulty; the one before stays", code="content", count=len(faults), fault=first)
        return False
    turns.library = fresh
    log.info("the content was read again", pages=len(fresh.content.pages))
    return True


async def edition(turns: Turns) -> int:
    """Which reading of the content all processes are to have. Raises DatabaseAway."""
    async with turns.read() as session:
        return await session.scalar(select(Edition.number)) or 0


async def ask_all(turns: Turns) -> None:
    """Let every process read the content again: each looks now and then whether it is to. Raises DatabaseAway."""
    async with turns.begin(urgent=True) as session:
        first = insert_into(session, Edition).values(id=1, number=1)
        again = first.on_conflict_do_update(index_elements=["id"], set_={"number": Edition.number + 1})
        await session.execute(again)


def _read(library: Library, content_dir: Path) -> tuple[Library | None, list[Fault]]:
    """A library of what lies there, its index built, or the faults. It takes seconds of processor time."""
    faults = check_all(content_dir)
    if faults:
        return None, faults
    contents = load_all(content_dir)
    faults = sorted(fault for content in contents for fault in replacement_faults(library.content, content))
    if faults:
        return None, faults
    return library.with_contents(contents), []
