"""Presets and runs of this machine, as rows of the palette and of File, Open recent."""

from functools import partial
from pathlib import Path

from ganstudio.engine.cards import Card, all_cards
from ganstudio.engine.run import RunInfo, all_runs
from ganstudio.ui.actions import Action
from ganstudio.ui.command_entries import Entry
from ganstudio.ui.context import StudioContext

RECENT = 8


def preset_entries(context: StudioContext) -> list[Entry]:
    """Every preset that can be read, shipped and own."""
    return [_preset_entry(context, card) for card in all_cards()]


def _preset_entry(context: StudioContext, card: Card) -> Entry:
    hint = "own preset" if card.is_own else "preset"
    reason = "This file cannot be read" if card.problem else ""
    run = partial(context.open_preset, card.path)
    return Entry(card.title or card.name, "Open", run, hint, reason=reason, icon="presets")


def run_entries(context: StudioContext) -> list[Entry]:
    """Every run of the library, newest first."""
    return [
        Entry(
            info.name, "Open", partial(context.open_run, run.path), _state_words(info), icon="runs"
        )
        for run, info in all_runs(context.runs_folder())
    ]


def _state_words(info: RunInfo) -> str:
    if info.status in ("running", "paused"):
        return "run, training now" if info.status == "running" else "run, paused"
    return f"run, {info.step:,} steps"


def recent_actions(context: StudioContext) -> tuple[Action, ...]:
    """The newest runs, for the File menu."""
    return tuple(
        Action(
            f"recent.{run.path.name}",
            run.path.name,
            partial(_open, context, run.path),
            tip=info.title,
            menu="File/Open recent",
            section="open",
            kind="Open",
            in_palette=False,
        )
        for run, info in all_runs(context.runs_folder())[:RECENT]
    )


def _open(context: StudioContext, path: Path) -> None:
    context.open_run(path)
