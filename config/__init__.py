"""The composition root: settings, addresses, jobs, and the pages that join areas."""

from config.celery import app as celery_app

__all__ = ("celery_app",)
