"""Figures: drawn by a worker, kept by content, with a table and a sentence, and without anything that the CSP refuses."""

import re
from typing import Any
from unittest.mock import patch

import pytest
from django.core.cache import cache
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from kombu.exceptions import OperationalError

from missions.core.figures import Figure, line_chart
from missions.core.figures.figure import drawing, keep_drawing
from missions.core.figures.tasks import draw


def make_figure(values: tuple[float | None, ...] = (1, 2, 4), series: str = "Homes") -> Figure:
    points = [(f"{2020 + index}-04-01", series, value) for index, value in enumerate(values)]
    return Figure(
        title="Homes by year",
        summary="4 homes in 2022.",
        headers=("Year", "Homes"),
        rows=tuple((day[:4], str(value)) for day, _, value in points),
        spec=line_chart(points, x_title="", y_title="Homes"),
    )


@pytest.fixture(autouse=True)
def eager(settings: Any) -> None:
    settings.CELERY_TASK_ALWAYS_EAGER = True


def test_a_worker_draws_it_and_it_is_kept() -> None:
    figure = make_figure()
    assert drawing(figure.key) is None
    svg = figure.svg
    assert svg is not None
    assert svg.startswith("<svg")
    assert drawing(figure.key) == svg


def test_the_same_content_is_drawn_once() -> None:
    figure = make_figure()
    assert draw(figure.key, figure.spec) is True
    assert draw(figure.key, figure.spec) is False
    with patch("missions.core.figures.tasks.ask") as ask:
        assert make_figure().svg is not None
    ask.assert_not_called()


def test_other_content_has_another_key() -> None:
    assert make_figure().key == make_figure().key != make_figure((1, 2, 5)).key


def test_while_it_is_being_drawn_a_worker_is_asked_once() -> None:
    with patch("missions.core.figures.tasks.ask") as ask:
        assert make_figure().svg is None
        assert make_figure().svg is None
    ask.assert_called_once()


def test_without_a_broker_the_page_keeps_its_table() -> None:
    with patch("missions.core.figures.tasks.draw.delay", side_effect=OperationalError):
        assert make_figure().svg is None


@pytest.mark.parametrize("figure", [make_figure(), make_figure(series="<style>x{}</style>"), make_figure((1, None, 3))], ids=str)
def test_nothing_in_it_breaks_the_content_security_policy(figure: Figure) -> None:
    svg = figure.svg or ""
    assert re.search(r"<style|<script|<image|<foreignObject|\sstyle=|\son\w+=|javascript:", svg) is None
    assert 'aria-hidden="true"' in svg
    assert 'focusable="false"' in svg


def test_its_letters_can_be_read_on_a_phone() -> None:
    """A page of 360 px leaves 330 for the drawing: letters must still be 12 px high."""
    points = [(f"{year}-04-01", name, 250_000) for year in range(2001, 2024) for name in ("One series", "Another series")]
    figure = Figure("T", "S", ("A",), (), line_chart(points, x_title="", y_title="Homes"))
    svg = figure.svg or ""
    width = float(re.findall(r'viewBox="0 0 ([\d.]+)', svg)[0])
    sizes = {float(size) for size in re.findall(r'font-size="([\d.]+)(?:px)?"', svg)}
    assert sizes
    assert min(sizes) * min(1, 330 / width) >= 12


def test_a_missing_value_is_a_gap_and_never_zero() -> None:
    """The line of 1, nothing, 3, 4 is drawn in two parts."""
    svg = make_figure((1, None, 3, 4)).svg or ""
    lines = re.findall(r'<path[^>]*aria-roledescription="line mark"[^>]*d="([^"]+)"', svg) or re.findall(r'd="([^"]+)"', svg)
    assert any(path.count("M") == 2 for path in lines)


def test_the_component_holds_sentence_chart_and_table() -> None:
    html = render_to_string("components/figure.html", {"figure": make_figure(), "source": "Live table 1"})
    for part in ("4 homes in 2022.", "<svg", '<th scope="row" class="govuk-table__header">2022</th>', "Source: Live table 1"):
        assert part in html


def test_the_component_shows_the_table_at_once_while_the_chart_is_drawn() -> None:
    with patch("missions.core.figures.tasks.ask"):
        html = render_to_string("components/figure.html", {"figure": make_figure(), "source": ""})
    assert "The chart is being drawn" in html
    assert '<details class="govuk-details" open>' in html
    assert reverse("core:figure", args=[make_figure().key]) in html


def test_the_waiting_page_gets_nothing_until_it_is_there(client: Client) -> None:
    url = reverse("core:figure", args=["abc"])
    assert client.get(url).status_code == 204
    keep_drawing("abc", "<svg></svg>")
    assert client.get(url).content == b"<svg></svg>"
    assert cache.get("figure:abc") == "<svg></svg>"
