"""Archives whose bytes follow from what is in them."""

import gzip
import hashlib
import io
import tarfile
import zlib


def digest(path):
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def packed(data):
    """Bytes as gzip packs them, without name and time."""
    buffer = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", compresslevel=9, fileobj=buffer, mtime=0) as file:
        file.write(data)
    return buffer.getvalue()


class Tar:
    """A tar archive: folders that are needed are made, everything is of root and of one time."""

    def __init__(self, epoch):
        self.epoch = epoch
        self.entries = {}

    def add(self, name, contents, mode=0o644):
        """A file; contents are bytes or a path."""
        self.entries[name] = (
            contents if isinstance(contents, bytes) else contents.read_bytes(),
            mode,
        )

    def folder(self, name, mode=0o755):
        self.entries[name] = (None, mode)

    def link(self, name, target):
        self.entries[name] = (target, 0o777)

    def data(self):
        """The archive, its entries sorted by name."""
        for name in list(self.entries):
            parts = name.split("/")[:-1]
            for count in range(1, len(parts) + 1):
                self.entries.setdefault("/".join(parts[:count]), (None, 0o755))
        buffer = io.BytesIO()
        with tarfile.open(fileobj=buffer, mode="w", format=tarfile.PAX_FORMAT) as archive:
            for name, (contents, mode) in sorted(self.entries.items()):
                info = tarfile.TarInfo(name)
                info.mode, info.mtime = mode, self.epoch
                if contents is None:
                    info.type = tarfile.DIRTYPE
                elif isinstance(contents, str):
                    info.type, info.linkname = tarfile.SYMTYPE, contents
                else:
                    info.size = len(contents)
                archive.addfile(info, io.BytesIO(contents) if info.size else None)
        return buffer.getvalue()


def zlib_version():
    """What compresses, since other versions may give other bytes."""
    return zlib.ZLIB_RUNTIME_VERSION
