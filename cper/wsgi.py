"""The entry point of the application server."""

import os

import django
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.utils.http import parse_header_parameters

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cper.settings")

UNKNOWN = "unknown"


class Request(WSGIRequest):
    """A request whose announced type may be anything, and never says how its address and its form are decoded.

    What cannot be read of it is an encoding that nobody knows; `cper.pages.edge` refuses the bodies that name one.
    """

    def _set_content_type_params(self, meta):
        try:
            self.content_type, self.content_params = parse_header_parameters(meta.get("CONTENT_TYPE", ""))
        except (LookupError, ValueError):
            self.content_type, self.content_params = "", {"charset": UNKNOWN}


class Handler(WSGIHandler):
    """Django's, on such requests."""

    request_class = Request


django.setup(set_prefix=False)
application = Handler()
