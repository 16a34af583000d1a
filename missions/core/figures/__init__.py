"""Figures: a chart with a sentence that says what it shows and a table that holds all of it."""

from missions.core.figures.figure import Figure, bar_chart, line_chart

__all__ = ("Figure", "bar_chart", "line_chart")
