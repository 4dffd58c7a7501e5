"""The fixed jobs. Each is `async def run(deps, now) -> counts`; none reads a clock or knows Telegram."""
