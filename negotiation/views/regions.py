from django.http import Http404


def regions(request, **kwargs):
    raise Http404


def region(request, **kwargs):
    raise Http404
