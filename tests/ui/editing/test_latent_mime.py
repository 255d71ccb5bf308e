from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QGuiApplication

from ganstudio.edit.latents import Latent, Manner
from ganstudio.ui.editing.latent_mime import (
    copy_latent,
    from_mime,
    places_of,
    to_mime,
)


def test_a_latent_arrives_as_it_was_dragged():
    latent, manner = Latent(seed=7, label=2), Manner(truncation=0.5)
    mime = to_mime(latent, manner, places=(3, 5))
    assert from_mime(mime) == (latent, manner)
    assert places_of(mime) == (3, 5)


def test_its_text_alone_is_enough_and_a_number_is_a_seed():
    copied, typed = QMimeData(), QMimeData()
    copied.setText(to_mime(Latent(seed=7)).text())
    typed.setText("42")
    assert from_mime(copied) == (Latent(seed=7), Manner())
    assert from_mime(typed) == (Latent(seed=42), Manner())
    assert places_of(typed) == ()


def test_other_words_and_files_are_no_latents():
    words, files = QMimeData(), QMimeData()
    words.setText("hello")
    files.setUrls([QUrl.fromLocalFile("/tmp/42")])
    assert from_mime(words) is None
    assert from_mime(files) is None


def test_what_is_copied_is_plain_words_as_data_of_python_would_outlive_it(qapp):
    copy_latent(Latent(seed=7), Manner(truncation=0.5))
    mime = QGuiApplication.clipboard().mimeData()
    assert mime.formats() == ["text/plain"]
    assert from_mime(mime) == (Latent(seed=7), Manner(truncation=0.5))
