"""The environment of the tests, set before Django reads its settings (pytest reads this file first)."""

import os

import django

from cper import database

os.environ |= {"DJANGO_SETTINGS_MODULE": "cper.settings", "CPER_DEMO": "1", "SECRET_KEY": "for the tests only"}
os.environ.setdefault("DATABASE_URL", database.url(database.TESTS_FOLDER))
# Playwright's synchronous API runs an event loop in the thread of the tests.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

django.setup()
