"""What an object looks like: the usual styles of its class, between two of them, raw features."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ganstudio.edit.features import ClassStyles
from ganstudio.ui.editing.inspector import Inspector
from ganstudio.ui.tools.instances_donor import DonorView
from ganstudio.ui.tools.instances_tiles import StyleTiles
from ganstudio.ui.tools.setting_row import NumberRow
from ganstudio.ui.widgets.buttons import SecondaryButton
from ganstudio.ui.widgets.combo import Combo
from ganstudio.ui.widgets.label import Label
from ganstudio.ui.widgets.note import Note

_SPAN = 0.02  # the least width of a slider


class InstancesInspector(Inspector):
    """`mixed` carries (first, second, share), `featured` (number of a feature, its value)."""

    mixed = Signal(object)
    featured = Signal(object)
    released = Signal()
    random_asked = Signal()
    copy_asked = Signal()
    picture_asked = Signal()
    clusters_asked = Signal()
    clusters_saved = Signal()

    def __init__(self) -> None:
        super().__init__("No object is chosen")
        self.tiles = StyleTiles("Styles of the class")
        self.about = Label("", "control", "text2", wrap=True)
        self.random = SecondaryButton("Random", "dice")
        self.copy = SecondaryButton("Copy from", "picker")
        self.picture = SecondaryButton("Copy from a picture…", "image")
        self.donor = DonorView()
        self._donor_words = Label(
            "Drag over the part whose look is copied; a click takes all of it.",
            "control",
            "text2",
            wrap=True,
        )
        self.first, self.second = Combo(), Combo()
        self.share = NumberRow("Share", (0, 100), unit="%")
        self.features: list[NumberRow] = []
        self.hint = Note("info", "Click any object in the picture. Only the chosen ones change.")
        self._is_open = False
        self._rows = QVBoxLayout()
        self._parts: list[QWidget] = []
        self._lay_out()
        self._connect()
        self.show_nothing()

    def show_nothing(self) -> None:
        self.head.set_words("No object is chosen")
        self.about.setText("Click an object in the picture, or press Tab in it.")
        self._is_open = False
        self._show_donor()
        for part in self._parts:
            part.hide()

    def show_object(
        self, title: str, values: tuple[float, ...], styles: ClassStyles | None, region: str
    ) -> None:
        """One object, or several that are changed alike.

        Args:
            title: "car #5", "3 objects".
            values: its features.
            styles: of its class; None where nothing is known of it.
            region: its class.
        """
        self.head.set_words(title)
        count = len(styles.centres) if styles else 0
        self._is_open = True
        self._show_donor()
        for part in self._parts:
            part.show()
        for part in (self.first, self.second, self.share, self._between):
            part.setVisible(count > 1)
        what = f"{count} styles of {region}, keys 1 to {min(count, 9)}"
        what += " and 0" if count > 9 else ""
        self.about.setText(what if count else f"Nothing is known of the class {region}.")
        self.tiles.set_count(count)
        names = [(at, f"Style {at + 1}", "") for at in range(count)]
        for combo, default in ((self.first, 0), (self.second, 1)):
            kept = combo.value
            combo.set_items(names)
            known = isinstance(kept, int) and kept < count
            combo.set_value(kept if known else min(default, max(count - 1, 0)))
        self._show_features(values, styles)

    def show_mark(self, index: int) -> None:
        """Which of the styles it has; -1 for none of them."""
        self.tiles.mark(index)

    def show_donor(self, image: QImage) -> None:
        """A picture that gives its look; an empty one for none."""
        self.donor.show_picture(image)
        self._show_donor()

    def _show_donor(self) -> None:
        for part in (self.donor, self._donor_words):
            part.setVisible(self.donor.has_picture and self._is_open)

    def set_copying(self, *, copies: bool) -> None:
        self.hint.setVisible(copies)

    def _lay_out(self) -> None:
        self.add(self.about)
        self.add(self.tiles)
        self.add_line(self.random, self.copy)
        self.add(self.hint)
        self.hint.hide()
        self.add_line(self.picture)
        self.add(self.donor)
        self.add(self._donor_words)
        self.show_donor(QImage())
        self._between = self.add_title("Between two styles")
        self.add_line(self.first, self.second)
        self.add(self.share)
        self._raw = self.add_title("Raw features")
        self._raw_about = Label("Marks are the centres of the clusters.", "tick", "text3")
        self.add(self._raw_about)
        self._rows.setSpacing(4)
        self.column.addLayout(self._rows)
        self.load = SecondaryButton("Read styles…", "folder")
        self.save = SecondaryButton("Write styles…", "export")
        self.add_line(self.load, self.save)
        self.first.setAccessibleName("First style")
        self.second.setAccessibleName("Second style")
        self._parts = [
            self.tiles, self.random, self.copy, self.picture, self._between, self.first,
            self.second, self.share, self._raw, self._raw_about,
        ]  # fmt: skip

    def _connect(self) -> None:
        self.random.clicked.connect(self.random_asked)
        self.copy.clicked.connect(self.copy_asked)
        self.picture.clicked.connect(self.picture_asked)
        self.load.clicked.connect(self.clusters_asked)
        self.save.clicked.connect(self.clusters_saved)
        self.share.changed.connect(self._on_share)
        self.share.control.committed.connect(self._on_released)

    def _show_features(self, values: tuple[float, ...], styles: ClassStyles | None) -> None:
        while len(self.features) < len(values):
            row = NumberRow(f"Feature {len(self.features) + 1}", (-1, 1))
            row.changed.connect(self._on_feature)
            row.control.committed.connect(self._on_released)
            self.features.append(row)
            self._rows.addWidget(row)
        for at, row in enumerate(self.features):
            row.setVisible(at < len(values))
            if at >= len(values):
                continue
            low = styles.low[at] if styles and at < len(styles.low) else -1.0
            high = styles.high[at] if styles and at < len(styles.high) else 1.0
            low, high = min(low, values[at]), max(high, values[at])
            middle, half = (low + high) / 2, max(high - low, _SPAN) / 2
            row.set_range(middle - half, middle + half)
            ticks = [centre[at] for centre in styles.centres] if styles else []
            row.control.slider.set_ticks(ticks)
            row.set_value(round(values[at], 2))

    def _on_share(self, value: object) -> None:
        if isinstance(value, int | float):
            self.mixed.emit((self.first.value, self.second.value, float(value) / 100))

    def _on_feature(self, value: object) -> None:
        row = self.sender()
        if isinstance(value, int | float) and row in self.features:
            self.featured.emit((self.features.index(row), float(value)))

    def _on_released(self, _value: object) -> None:
        self.released.emit()
