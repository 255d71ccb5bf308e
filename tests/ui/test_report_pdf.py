import re

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from ganstudio.core.control import RunControl
from ganstudio.core.errors import RunError
from ganstudio.engine import preset as presets
from ganstudio.engine.report_contents import gather
from ganstudio.engine.run import RunFolder
from ganstudio.engine.worker import Job, train
from ganstudio.ui.report_page import HEIGHT, MARGIN, WIDTH, Pages
from ganstudio.ui.report_pdf import fill, report_pdf
from tests.ui.rings import RING


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    path = tmp_path_factory.mktemp("runs") / "ring 01"
    preset = presets.loads(RING).edited("schedule.steps", 12)
    train(Job(path, preset, device="cpu"), lambda event: None, RunControl())
    return RunFolder.open(path)


def sheet():
    made = QImage(round(WIDTH), round(HEIGHT), QImage.Format.Format_RGB32)
    made.fill(0xFFFFFF)
    return made


def painted(contents):
    """Every page as an array (h, w) of grey."""
    sheets = [sheet()]
    painter = QPainter(sheets[0])

    def turn():
        painter.end()
        sheets.append(sheet())
        painter.begin(sheets[-1])

    count = fill(contents, painter, turn)
    painter.end()
    assert count == len(sheets)
    greys = [one.convertToFormat(QImage.Format.Format_Grayscale8) for one in sheets]
    return [
        np.frombuffer(one.constBits(), np.uint8).reshape(one.height(), one.bytesPerLine()).copy()
        [:, : one.width()]
        for one in greys
    ]  # fmt: skip


def test_the_pdf_has_the_pages_that_were_painted(qapp, run):
    pages = painted(gather(run))
    content = report_pdf(run)
    assert content.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type\s*/Page\b", content)) == len(pages)
    assert b"ring 01, a report".decode().encode("utf-16-be") in content


def test_nothing_stands_in_the_margins(qapp, run):
    for page in painted(gather(run)):
        margin = round(MARGIN) - 4
        assert page[:, :margin].min() == 255
        assert page[:, -margin:].min() == 255
        assert page[:margin].min() == 255
        assert page.min() < 100


def test_what_does_not_fit_goes_overleaf_whole(qapp):
    first = sheet()
    painter = QPainter(first)
    tops = []
    pages = Pages(painter, lambda: None, "foot")
    pages.boxes([lambda _p, room: tops.append((pages.count, room.top()))] * 14, 2, 100.0)
    pages.words("word " * 3_000)
    painter.end()
    assert [count for count, _ in tops[:2]] == [1, 1]
    assert tops[-1][0] == 2
    assert tops[-1][1] >= MARGIN
    assert pages.count > 3
    assert QRectF(0, 0, WIDTH, HEIGHT).contains(QRectF(MARGIN, tops[-1][1], 10, 100))


def test_a_folder_that_is_no_run_is_refused(tmp_path):
    with pytest.raises(RunError):
        report_pdf(RunFolder.open(tmp_path))
