import pytest

from ganstudio.ui.learning.errata import SLIPS
from ganstudio.ui.learning.errata_demo import ErrataDemo
from ganstudio.ui.learning.pages import PAGES
from ganstudio.ui.widgets.buttons import QuietButton


def press(card):
    (button,) = card.findChildren(QuietButton)
    button.click()


def found(demo):
    return [slip.where for slip, card in demo.cards.items() if not card.isHidden()]


def test_every_erratum_says_all_and_leads_to_a_page_that_exists():
    pages = {page.key for page in PAGES}
    assert len({slip.where for slip in SLIPS}) == len(SLIPS)
    for slip in SLIPS:
        assert slip.printed
        assert slip.right
        assert slip.otherwise
        assert not slip.page or slip.page in pages


@pytest.mark.parametrize(
    "words",
    ["003 A.4", "np-hard", "zero_grad", "eq. 19 norm", "truncation", "AC-GAN", "unrolled", "LSGAN"],
)
def test_errata_are_found_by_their_words(qtbot, words):
    demo = ErrataDemo()
    qtbot.addWidget(demo)
    assert len(found(demo)) == len(SLIPS)
    demo.search.setText(words)
    assert 1 <= len(found(demo)) <= 2
    demo.search.setText("no such words")
    assert not found(demo)
    assert "Nothing" in demo.count.text()
    demo.reset()
    assert len(found(demo)) == len(SLIPS)


def test_an_erratum_asks_for_its_page(qtbot):
    demo = ErrataDemo()
    qtbot.addWidget(demo)
    slip = next(slip for slip in SLIPS if "NP-hard" in slip.printed)
    with qtbot.waitSignal(demo.page_asked) as asked:
        press(demo.cards[slip])
    assert asked.args == ["primal-and-dual"]
