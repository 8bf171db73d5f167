from django.http import Http404


def open_dossier(request, **kwargs):
    raise Http404


def edit_dossier(request, **kwargs):
    raise Http404


def add_project(request, **kwargs):
    raise Http404


def edit_project(request, **kwargs):
    raise Http404


def remove_project(request, **kwargs):
    raise Http404


def edit_financing(request, **kwargs):
    raise Http404
