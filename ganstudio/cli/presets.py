"""What can be trained: systems and presets."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ganstudio.cli.answers import Json, answer, table

if TYPE_CHECKING:
    from ganstudio.engine.preset import Preset

presets_app = typer.Typer(
    help="List, show, check, time, share and keep presets.", no_args_is_help=True
)


def load_preset(name: str) -> "Preset":
    """A preset by its short name or path. Raises PresetError."""
    from ganstudio.engine import preset
    from ganstudio.engine.cards import find_preset

    return preset.load(find_preset(name))


def systems(as_json: Json = False) -> None:
    """Every named system: name, paper, file, presets, capabilities."""
    import torch

    from ganstudio.core.capabilities import offered
    from ganstudio.engine.setup import build_system
    from ganstudio.systems.catalog import NAMED_SYSTEMS

    documents: list[dict[str, Any]] = [
        {
            "name": named.name,
            "paper": named.paper,
            "file": f"ganstudio/systems/{named.file}",
            "presets": list(named.presets),
            "capabilities": list(
                offered(build_system(load_preset(named.presets[0]), torch.device("cpu")))
            ),
        }
        for named in NAMED_SYSTEMS
    ]
    rows = [
        (d.name, d.paper, document["file"], ", ".join(document["presets"]))
        for d, document in zip(NAMED_SYSTEMS, documents, strict=True)
    ]
    answer(documents, as_json, table(rows))


@presets_app.command("list")
def presets_list(as_json: Json = False) -> None:
    """Every shipped and own preset."""
    from ganstudio.engine.cards import all_cards

    cards = all_cards()
    documents = [
        {k: getattr(c, k) for k in ("name", "family", "title", "paper", "shows", "size", "is_own")}
        | {"path": str(c.path), "problem": c.problem}
        for c in cards
    ]
    answer(documents, as_json, table([(c.name, c.family, c.title, c.paper) for c in cards]))


@presets_app.command("show")
def presets_show(
    name: str,
    full: Annotated[
        bool, typer.Option("--resolved", help="With every default written out.")
    ] = False,
    as_json: Json = False,
) -> None:
    """A preset's text."""
    from ganstudio.engine import preset

    chosen = load_preset(name)
    text = preset.resolved(chosen) if full else preset.dumps(chosen)
    answer(chosen.model_dump(mode="json"), as_json, [text.rstrip("\n")])


@presets_app.command("check")
def presets_check(
    names: Annotated[
        list[str] | None, typer.Argument(help="Presets; all shipped ones if none.")
    ] = None,
    steps: Annotated[int, typer.Option(min=0, help="Steps to train each one.")] = 20,
    large_steps: Annotated[
        int, typer.Option(min=2, help="Those of presets for a graphics card, where there is none.")
    ] = 20,
    as_json: Json = False,
) -> int:
    """Valid, minimal, round trip byte-equal, no incompatible parts, trains 20 steps.

    Without a graphics card, a preset that is tagged as meant for one does steps of 2 samples and
    of one turn of each player: its whole networks build, hold their shapes and learn.
    """
    from ganstudio.engine.cards import shipped_cards
    from ganstudio.engine.check import check_presets

    chosen = names or [card.name for card in shipped_cards()]
    results = check_presets(chosen, steps, large_steps)
    rows = [
        (
            r.name,
            "ok" if r.is_ok else "; ".join(r.problems),
            f"{r.steps} steps",
            f"{r.seconds:.1f} s",
        )
        for r in results
    ]
    answer([asdict(r) | {"ok": r.is_ok} for r in results], as_json, table(rows))
    return 0 if all(r.is_ok for r in results) else 1


@presets_app.command("time")
def presets_time(
    names: Annotated[
        list[str] | None,
        typer.Argument(
            help="Presets; all shipped ones that train without a graphics card if none."
        ),
    ] = None,
    device: Annotated[str, typer.Option(help="auto, cpu, cuda or mps.")] = "auto",
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", help="The file that remembers; this machine's if none."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Do a few steps of presets, so that their cards say how long a run takes."""
    from ganstudio.data.source import unreported
    from ganstudio.engine.cards import find_preset, shipped_cards
    from ganstudio.engine.preflight import measure_preset
    from ganstudio.engine.timings import about

    paths = [find_preset(name) for name in names or ()]
    paths = paths or [card.path for card in shipped_cards() if not card.is_large]
    found = {path.stem: measure_preset(path, device, unreported, output) for path in paths}
    rows = [
        (name, f"{1000 * cost.seconds:,.1f} ms a step", f"{about(cost.run_seconds)} a run")
        for name, cost in found.items()
    ]
    documents = [
        {"name": name, "step_seconds": cost.seconds, "run_seconds": cost.run_seconds,
         "memory": cost.memory, "device": cost.device}
        for name, cost in found.items()
    ]  # fmt: skip
    answer(documents, as_json, table(rows))


@presets_app.command("pack")
def presets_pack(
    name: str,
    output: Annotated[Path, typer.Option("-o", "--output", help="The .ganpreset file.")],
    run_name: Annotated[str, typer.Option("--run", help="A run whose weights go along.")] = "",
    notes: Annotated[str, typer.Option(help="Words for whoever gets it.")] = "",
    half: Annotated[
        bool, typer.Option("--half", help="The weights in half precision: half the size.")
    ] = False,
    with_data: Annotated[
        bool, typer.Option("--with-data", help="A small dataset goes along.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Put a preset into one file to send."""
    from ganstudio.engine import bundle
    from ganstudio.engine.cards import find_preset, read_card
    from ganstudio.engine.run import find_run

    path = find_preset(name)
    source = find_run(run_name) if run_name else None
    info = bundle.pack(
        load_preset(name), output, picture=read_card(path).picture, notes=notes, run=source,
        with_weights=source is not None, half=half, with_data=with_data,
    )  # fmt: skip
    answer(asdict(info), as_json, [f"{output}: {info.statement}"])


@presets_app.command("unpack")
def presets_unpack(file: Path, as_json: Json = False) -> None:
    """Take a preset out of a .ganpreset file into your own presets."""
    from ganstudio.engine import bundle

    info = bundle.inspect(file)
    imported = bundle.unpack(file)
    document = asdict(info) | {"imported": str(imported)}
    answer(document, as_json, [f"Contains {info.statement}", f"Imported as {imported}"])


@presets_app.command("duplicate")
def presets_duplicate(name: str, as_json: Json = False) -> None:
    """Copy any preset among your own, to be changed there."""
    from ganstudio.engine import shelf
    from ganstudio.engine.cards import find_preset, read_card

    source = find_preset(name)
    copied = shelf.duplicate(source, read_card(source).picture)
    answer({"copied": str(copied)}, as_json, [f"Copied as {copied}"])


@presets_app.command("trash")
def presets_trash(name: str, as_json: Json = False) -> None:
    """Move one of your own presets to the trash; it can be moved back by hand."""
    from ganstudio.engine import shelf
    from ganstudio.engine.cards import find_preset

    trashed = shelf.move_to_trash(find_preset(name))
    answer({"trashed": str(trashed)}, as_json, [f"Moved to {trashed}"])
