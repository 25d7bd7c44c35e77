"""The ground: a workshop, its people, its dates, its mail; and the project's settings."""

from workshop.celery import app as celery_app

__all__ = ["celery_app"]
