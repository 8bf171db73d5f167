from django.http import Http404


def dossiers(request, **kwargs):
    raise Http404


def overview(request, **kwargs):
    raise Http404


def projects(request, **kwargs):
    raise Http404


def financing(request, **kwargs):
    raise Http404


def pieces(request, **kwargs):
    raise Http404


def opinions(request, **kwargs):
    raise Http404


def session(request, **kwargs):
    raise Http404


def convention(request, **kwargs):
    raise Http404


def journal(request, **kwargs):
    raise Http404
