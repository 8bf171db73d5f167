from django.http import Http404


def act(request, **kwargs):
    raise Http404
