"""The product's own settings with one more address, the floor. Only benchmarks name this module."""

from config.settings import *  # noqa: F403

ROOT_URLCONF = "tests.benchmarks.urls"
