"""The losses of the players, total by default and every term on demand."""

from collections.abc import Sequence

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from ganstudio.ui.panels.curve_panel import CurvePanel, Trace
from ganstudio.ui.scalar_words import estimate_words
from ganstudio.ui.theme import theme
from ganstudio.ui.widgets.dashes import Dash
from ganstudio.ui.widgets.painting import blend

TOTAL = "loss"
_NO_TERMS = ("metric/", "spectrum/")
_ELSEWHERE = {"gradient_norm", "slope"}  # drawn by other panels, as estimates are
_LOOKS: dict[str, tuple[str, Dash]] = {
    "critic": ("critic", "solid"),
    "generator": ("generator", "dash"),
}
_ORDER = ("critic", "generator")


def player_look(player: str) -> tuple[str, Dash]:
    """Colour and dash of a player; others than the two have the quiet ink."""
    return _LOOKS.get(player, ("text2", "dashdot"))


class LossesPanel(CurvePanel):
    """`<player>/loss` of every player; terms are switched on in the dots menu."""

    key = "panel-losses"
    title = "Losses"
    empty_title = "No losses yet"
    empty_text = "Every player's loss is drawn here from the first step on."

    def __init__(self) -> None:
        super().__init__("per player")
        self._shown_terms: set[str] = set()
        self._actions: dict[str, QAction] = {}
        self._terms_menu = QMenu("Terms", self)
        first = self.menu.actions()[0]
        self.menu.insertMenu(first, self._terms_menu)
        self._terms_menu.aboutToShow.connect(self._offer_terms)

    def show_term(self, name: str, shown: bool = True) -> None:
        """Draw a single term or reading, such as `critic/gradient_penalty`."""
        (self._shown_terms.add if shown else self._shown_terms.discard)(name)
        self.set_qualifier("per player, with terms" if self._shown_terms else "per player")
        self.mark_dirty()

    def traces(self) -> Sequence[Trace]:
        players = [name.split("/")[0] for name in self.store.names if name.endswith(f"/{TOTAL}")]
        players.sort(key=lambda player: (player not in _ORDER, player))
        drawn = [self._total(player) for player in players if player != "metric"]
        terms = [name for name in sorted(self._shown_terms) if name in self.store]
        return [*drawn, *(self._term(name, index) for index, name in enumerate(terms, 1))]

    def terms(self) -> list[str]:
        """Scalars that could be drawn here beside the totals."""
        names = [name for name in self.store.names if not name.startswith(_NO_TERMS)]
        parts = {name: name.rpartition("/")[2] for name in names}
        return sorted(
            name for name, part in parts.items()
            if part != TOTAL and part not in _ELSEWHERE and not estimate_words(name)
        )  # fmt: skip

    def clear(self) -> None:
        self._shown_terms.clear()
        super().clear()

    def _total(self, player: str) -> Trace:
        colour, dash = player_look(player)
        return Trace(f"{player}/{TOTAL}", player.capitalize(), colour, dash)

    def _term(self, name: str, index: int) -> Trace:
        player, _, term = name.partition("/")
        colour, _ = player_look(player)
        shade = blend(theme().colour(colour), theme().colour("text2"), 1 - 0.65**index)
        return Trace(name, term.replace("_", " ").capitalize(), shade.name(), "dashdot")

    def _offer_terms(self) -> None:
        self._terms_menu.clear()
        self._actions = {}
        for name in self.terms():
            player, _, term = name.partition("/")
            words = f"{player.capitalize()}, {term.replace('_', ' ')}"
            action = self._terms_menu.addAction(words)
            action.setCheckable(True)
            action.setChecked(name in self._shown_terms)
            action.setData(name)
            action.toggled.connect(self._choose_terms)
            self._actions[name] = action
        if not self._actions:
            self._terms_menu.addAction("No terms recorded yet").setEnabled(False)

    def _choose_terms(self) -> None:
        for name, action in self._actions.items():
            if action.isChecked() != (name in self._shown_terms):
                self.show_term(name, action.isChecked())
