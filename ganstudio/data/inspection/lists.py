"""Lists beside pictures, and numbers in their names: attributes, defects, frames."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import NamedTuple
from xml.etree import ElementTree

from ganstudio.data.files import readable
from ganstudio.data.inspection.report import ClassCount, Finding
from ganstudio.data.layouts.loose import Frames, attribute_file, defect_lists, sequences
from ganstudio.data.reading import amount, listed

_MOST_BYTES = 256 << 20
_UNREAD = (OSError, UnicodeDecodeError, ElementTree.ParseError)


class Listed(NamedTuple):
    """What a list says: how many pictures show each class, and what is wrong with it."""

    classes: tuple[ClassCount, ...] = ()
    findings: tuple[Finding, ...] = ()


def attributes(folder: Path, names: Sequence[str], pictures: Sequence[str]) -> Listed:
    """CelebA's list: a count, a line of names, then a file and a 1 or -1 for each name."""
    name = attribute_file(names)
    try:
        lines = _text(folder / name).splitlines()
    except _UNREAD:
        return Listed(findings=(_unread(name),))
    if len(lines) < 3 or not lines[0].strip().isdigit():
        message = f"{name} does not begin with a count and a line of names; restore it."
        return Listed(findings=(Finding("error", message, name),))
    titles = lines[1].split()
    rows = [line.split() for line in lines[2:] if line.strip()]
    counts: Counter[str] = Counter()
    wrong: list[str] = []
    for number, row in enumerate(rows, 3):
        if len(row) != len(titles) + 1 or not set(row[1:]) <= {"1", "-1"}:
            wrong.append(f"line {number}")
        counts.update(t for t, value in zip(titles, row[1:], strict=False) if value == "1")
    classes = tuple(ClassCount(n, title, counts[title]) for n, title in enumerate(titles))
    findings = [*_differences(name, {row[0] for row in rows}, pictures)]
    if wrong:
        message = f"{name}: {listed(wrong)} does not hold 1 or -1 for each of {len(titles)} names."
        findings.append(Finding("error", f"{message[:-1]}; mend the list.", name))
    if int(lines[0]) != len(rows):
        message = f"{name} announces {int(lines[0]):,} lines and holds {len(rows):,}; restore it."
        findings.append(Finding("warning", message, name))
    return Listed(classes, tuple(findings))


def defects(folder: Path, names: Sequence[str], pictures: Sequence[str]) -> Listed:
    """CODEBRIM's lists: a <Defect name=...> for each picture, with 0 or 1 for each class."""
    counts: Counter[str] = Counter()
    told: set[str] = set()
    several = 0
    findings: list[Finding] = []
    for name in defect_lists(names):
        try:
            root = ElementTree.fromstring(_text(folder / name))
        except _UNREAD:
            findings.append(_unread(name))
            continue
        for item in root.iter("Defect"):
            shown = [child.tag for child in item if (child.text or "").strip() == "1"]
            counts.update(shown)
            several += len(shown) > 1
            told.add(item.get("name", ""))
    classes = tuple(ClassCount(n, name, counts[name]) for n, name in enumerate(sorted(counts)))
    findings += _differences("metadata", told, pictures)
    if several:
        message = f"{amount(several, 'picture')} with several defects; the folders only tell "
        findings.append(Finding("note", f"{message}whether there are any."))
    return Listed(classes, tuple(findings))


def frame_findings(pictures: Sequence[str]) -> Iterator[Finding]:
    """Frames that are missing between the first and the last of a video."""
    for video in sequences(pictures):
        where = video.folder or "the folder"
        if video.missing:
            numbers = [str(number) for number in video.missing]
            after = _before(video)
            yield Finding(
                "warning",
                f"{where} lacks the frame {listed(numbers)} after {readable(after)}; add it, or "
                "make two folders of what comes before and after.",
                after,
            )


def _before(video: Frames) -> str:
    """The last frame before the first gap."""
    return video.frames[max(number for number in video.frames if number < video.missing[0])]


def _differences(name: str, told: set[str], pictures: Sequence[str]) -> Iterator[Finding]:
    """Pictures that the list does not name, and the other way round."""
    held = {PurePosixPath(picture).name for picture in pictures}
    absent, untold = sorted(told - held), sorted(held - told)
    if absent:
        message = f"{name} names {amount(len(absent), 'file')} not found here: {listed(absent)}"
        yield Finding("warning", f"{message}; bring them back.", absent[0])
    if untold:
        message = f"{name} says nothing of {amount(len(untold), 'picture')}: {listed(untold)}"
        yield Finding("warning", f"{message}; add them to it, or take them out.", untold[0])


def _text(path: Path) -> str:
    if path.stat().st_size > _MOST_BYTES:
        raise OSError("too large")
    return path.read_text(encoding="utf-8-sig")


def _unread(name: str) -> Finding:
    return Finding("error", f"{name} cannot be read as a list; restore the file.", name)
