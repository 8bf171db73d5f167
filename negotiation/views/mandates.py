from django.http import Http404


def people(request, **kwargs):
    raise Http404


def add_person(request, **kwargs):
    raise Http404


def person(request, **kwargs):
    raise Http404


def edit_person(request, **kwargs):
    raise Http404


def grant(request, **kwargs):
    raise Http404


def end(request, **kwargs):
    raise Http404
