"""Changes to outcomes: indicators, the figures that councils are asked for, and imports of tables."""
