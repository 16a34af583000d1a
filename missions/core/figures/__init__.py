"""Figures: a chart with a sentence that says what it shows and a table that holds all of it."""

from missions.core.figures.figure import Figure, line_chart

__all__ = ("Figure", "line_chart")
