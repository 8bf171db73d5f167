"""The edge of a request: who acts, and what time it is; below the views nobody asks the clock."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from negotiation.clock import day_of


class ActorMiddleware:
    """Give the request its moment (`request.now`, aware) and, when signed in, its actor with the mandates of the day."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.now = timezone.now()
        request.actor = SimpleLazyObject(lambda: request.user.on(day_of(request.now)))
        return self.get_response(request)
