"""The page of signs as a private check."""

from tests.conftest import Life


async def test_signs_are_ticked_in_private_and_kept_only_on_a_word(life: Life) -> None:
    ana = await life.arrived()
    sign = life.content.pages["signs"].signs[2]
    await ana.says("/topic signs")
    for part in range(1, len(life.content.pages["signs"].parts)):
        await ana.taps(f"On ({part}/")
    await ana.taps("Tick them in private")
    await ana.taps("3")
    ana.sees(f"☑ 3. {sign}")
    await ana.taps("5")
    await ana.taps("✓ 5")
    ana.sees("☐ 5.")
    await ana.taps("That is all")
    ana.sees("There is no score here.")
    await ana.says("/progress")
    ana.sees_not("You wrote one text.")
    await ana.says("/topic signs")
    for part in range(1, len(life.content.pages["signs"].parts)):
        await ana.taps(f"On ({part}/")
    await ana.taps("Tick them in private")
    ana.sees_not("☑")
    await ana.taps("3")
    await ana.taps("That is all")
    await ana.taps("Keep what I ticked")
    ana.sees("Kept, encrypted, among your own texts.")
    await ana.says("/progress")
    ana.sees("You wrote one text.")
