"""Where a file lies while it arrives: in a temporary file without a name, which vanishes with its process.

A temporary disk that is full takes the file away, not what was typed beside it. Neither does a file that is too large:
it is read to its end, and written no further than the largest paper; its size tells its entry to refuse it.
"""

import tempfile
from typing import NoReturn

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile


class UnnamedUploadHandler(FileUploadHandler):
    """Django's temporary file, without its name. An error of the disk waits in `request.upload_failure`."""

    def new_file(self, *args, **kwargs) -> None:
        super().new_file(*args, **kwargs)
        self.room = settings.CPER_PIECE_MAX_BYTES
        try:
            self.file = tempfile.TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR)  # noqa: SIM115 -- read by the view
        except OSError as error:
            self.give_up(error)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start > self.room:  # one chunk over it, so that its entry sees that it is too large
            return
        try:
            self.file.write(raw_data)
            self.file.flush()  # a full disk says so here, not later
        except OSError as error:
            self.give_up(error)

    def give_up(self, error: OSError) -> NoReturn:
        """Pass over the rest of this file, and go on reading the form."""
        self.request.upload_failure = error
        self.request.lost_files = [*getattr(self.request, "lost_files", ()), self.file_name]
        raise SkipFile from error

    def file_complete(self, file_size: int) -> UploadedFile:
        self.file.seek(0)
        return UploadedFile(
            self.file, self.file_name, self.content_type, file_size, self.charset, self.content_type_extra
        )
