"""The settings of a site of the negotiation alone: nothing of the follow-up is installed, nor named."""

from cper.settings import *  # noqa: F403 -- everything else is as on the whole site
from cper.settings import CPER_BESIDE, CPER_HOME, CPER_ONCE_SIGNED, INSTALLED_APPS, STORAGES, TEMPLATES


def without_the_follow_up(paths: list[str]) -> list[str]:
    return [path for path in paths if not path.startswith("monitoring.")]


def named_without_it(paths: dict[str, str]) -> dict[str, str]:
    return {name: path for name, path in paths.items() if not path.startswith("monitoring.")}


INSTALLED_APPS = [app for app in without_the_follow_up(INSTALLED_APPS) if app not in ("cper.bench", "cper.demo")]
CPER_ONCE_SIGNED = without_the_follow_up(CPER_ONCE_SIGNED)
CPER_HOME, CPER_BESIDE = named_without_it(CPER_HOME), named_without_it(CPER_BESIDE)
OPTIONS = TEMPLATES[0]["OPTIONS"]
OPTIONS["context_processors"] = without_the_follow_up(OPTIONS["context_processors"])
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
