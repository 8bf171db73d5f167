from django.http import Http404


def document(request, **kwargs):
    raise Http404


def minutes(request, **kwargs):
    raise Http404
