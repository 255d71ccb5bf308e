import pytest

from ganstudio.core.errors import InputError
from ganstudio.ui.learning.lessons import course_of, read_lesson, shipped_courses
from ganstudio.ui.learning.pages import PAGES

ASKED = "title: M\nsteps: [{page: modes, question: {text: Which"


def written(tmp_path, text):
    path = tmp_path / "mine.ganlesson"
    path.write_text(text, encoding="utf-8")
    return path


def test_both_shipped_lessons_are_whole():
    courses = shipped_courses()
    assert [course.title for course in courses] == ["From GAN to WGAN-GP", "From pix2pix to SPADE"]
    for course in courses:
        assert not [page.problem for page in course.pages if page.problem]
        assert len({page.key for page in course.pages}) == len(course.pages)
        assert any(page.preset and not page.symbols for page in course.pages)


def test_a_step_is_a_page_or_a_preset_with_the_teachers_words(tmp_path):
    path = written(
        tmp_path,
        """
        title: Mine
        steps:
        - page: earth-mover
        - preset: wgan-ring
          words: Look at the weights.
          question: {text: "Where do they end?", answer: 0.01}
        """,
    )
    page, step = course_of("mine", read_lesson(path)).pages
    assert page == next(one for one in PAGES if one.key == "earth-mover")
    assert (step.key, step.lead) == ("mine/wgan-ring", "Look at the weights.")
    assert step.question.is_right(0.01)


def test_a_missing_preset_or_page_is_told_and_the_rest_works(tmp_path):
    path = written(
        tmp_path, "title: M\nsteps: [{preset: wgan-rnig}, {page: nowhere}, {page: modes}]"
    )
    first, second, third = course_of("mine", read_lesson(path)).pages
    assert "wgan-ring" in first.problem  # the nearest
    assert "nowhere" in second.problem
    assert not third.problem


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("title: [", "not valid YAML"),
        ("steps: [{page: modes}]", "title is missing"),
        ("title: M\nsteps: []", "steps"),
        ("title: M\nsteps: [{page: modes, preset: wgan-ring}]", "either a page or a preset"),
        ("title: M\nstep: [{page: modes}]", "steps"),
        ("- 1", "mine.ganlesson"),
        (f"{ASKED}, answer: red, choices: [blue, green]}}}}]", "none of the choices"),
        (f"{ASKED}, answer: red}}}}]", "text"),
    ],
)
def test_a_spoilt_file_is_refused_with_its_name_and_reason(tmp_path, text, told):
    with pytest.raises(InputError) as caught:
        read_lesson(written(tmp_path, text))
    assert told in str(caught.value)
    assert "mine.ganlesson" in str(caught.value)
    assert "Traceback" not in str(caught.value)


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(InputError, match="cannot be read"):
        read_lesson(tmp_path / "gone.ganlesson")
