"""A file is chosen once: what came with a form that led nowhere is there again when the form is sent again.

The page says which file it has received and carries its hash; the site puts the bytes back beside what is typed, so
that the form examines them as it does any file. Only the account and the page they came with ever reach them.
"""

import hashlib

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from cper.pages.marks import RECEIVED, sha256_of
from negotiation.models import KeptFile, KeptForm
from negotiation.models.kept_file import MOST_BYTES, MOST_FILES


def keep(request: HttpRequest, form: KeptForm) -> None:
    """Keep the files sent, save those that were examined and refused; the oldest of the account go beyond its due."""
    for entry, file in request.FILES.items():
        if not getattr(file, "refused", False):
            _keep(request, form, entry, file)
    _make_room(form.user_id)


def _keep(request: HttpRequest, form: KeptForm, entry: str, file: UploadedFile) -> None:
    facts = {"name": file.name[-300:], "size": file.size, "sha256": sha256_of(file), "made_at": request.now}
    former = KeptFile.objects.filter(form=form, entry=entry)
    if former.filter(sha256=facts["sha256"]).update(**facts):
        return
    former.drop()
    kept = KeptFile(form=form, entry=entry, **facts)
    kept.file.save(file.name, file, save=False)
    kept.save()
    file.seek(0)


def _make_room(account: int) -> None:
    room, beyond = MOST_BYTES, []
    for rank, kept in enumerate(KeptFile.objects.filter(form__user=account).order_by("-made_at", "-pk")):
        room -= kept.size
        if rank and (rank >= MOST_FILES or room < 0):
            beyond.append(kept.pk)
    if beyond:
        KeptFile.objects.filter(pk__in=beyond).drop()


def put_back(request: HttpRequest) -> None:
    """Beside what is sent, the files that the page had said it had received, where no other was chosen."""
    named = [name.removeprefix(RECEIVED) for name in request.POST if name.startswith(RECEIVED)]
    for entry in named:
        if entry in request.FILES:
            continue
        held = KeptFile.objects.filter(form__user=request.user, form__path=request.path, entry=entry)
        kept = held.filter(sha256=request.POST[RECEIVED + entry]).first()
        if kept and (file := opened(kept)):
            request.FILES[entry] = file


def lay_out(request: HttpRequest, form: KeptForm) -> None:
    """Give the request, which closes them, the files of what is kept: the form reads them as if they were sent."""
    for kept in form.files.all():
        if file := opened(kept):
            request.FILES[kept.entry] = file


def opened(kept: KeptFile) -> UploadedFile | None:
    """The file as it had been sent; None when its bytes are not those received any more."""
    try:
        stored = kept.file.open("rb")
    except FileNotFoundError:
        return None
    if hashlib.file_digest(stored, "sha256").hexdigest() != kept.sha256:
        stored.close()
        return None
    stored.seek(0)
    return UploadedFile(file=stored.file, name=kept.name, size=kept.size)


def forget(forms) -> None:
    """Forget the files of these kept forms."""
    KeptFile.objects.filter(form__in=list(forms)).drop()
