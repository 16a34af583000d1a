"""Joins the areas' importers: a whole programme comes in at once."""
