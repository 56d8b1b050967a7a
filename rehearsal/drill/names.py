"""Who is answered where while a region is lost, in the words of `python -m rehearsal answers`."""

from collections.abc import Iterable

from rich.console import Console

from facts.places import CITIES, CLIENTS
from rehearsal.answers.answer import answers
from rehearsal.answers.names import Name
from rehearsal.answers.read import names
from rehearsal.answers.solver import after, answered
from rehearsal.drill.scenario import Scenario
from rehearsal.recorded import Recording


def led(recording: Recording, scenario: Scenario, console: Console) -> tuple[str, bool]:
    """Show the answers, if any name leads to what is lost. Returns the result in words, and whether every name that has another
    region is answered from there in the end."""
    lost = set(scenario.lost)
    concerned = [name for name in names(recording) if lost & {one.cluster for one in name.answers}]
    if not concerned:
        return "no name over several regions leads there", True
    console.print()
    answers(recording, [scenario.what], console)
    alone = [name.host for name in concerned if {one.cluster for one in name.answers} <= lost]
    stuck = sorted(_stuck(concerned, lost, alone))
    if stuck:
        return f"still led there: {', '.join(stuck)}", False
    waits = [after(name).seconds for name in concerned if name.host not in alone]
    words = f"nobody is led there after {max(filter(None, waits))} s" if any(waits) else "nothing to lead"
    return f"{words}; gone with it: {', '.join(alone)}" if alone else words, True


def _stuck(concerned: Iterable[Name], lost: set[str], alone: list[str]) -> Iterable[str]:
    """The hosts that lead somebody to what is lost for ever, though they have another region."""
    for name in concerned:
        led_there = any(lost & set(answered(name, CITIES[city], lost)) for city in CLIENTS)
        if name.host not in alone and (led_there or after(name).seconds is None):
            yield name.host
