"""What notebooks show: images with boxes as SVG, tables. Nothing is loaded from elsewhere."""

from __future__ import annotations

import base64
import struct
import zlib
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .results import Comparison, Detection, ImageDetections

MOST_IMAGES = 12
"""How many images a gallery shows."""
MOST_COMPARED = 3
"""How many images of a comparison are run again to show the boxes of both models."""
WIDTH = 480
COLORS = ("#e6194b", "#3cb44b", "#4363d8", "#f58231", "#911eb4", "#008080", "#9a6324", "#808000")


def detections(found: Iterable[Detection]) -> str:
    """A table of objects."""
    rows = [(d.label, f"{d.score:.3f}", *(f"{number:.1f}" for number in d.box)) for d in found]
    return _table(("class", "score", "x", "y", "width", "height"), rows)


def image(shown: ImageDetections, title: str = "") -> str:
    """An image with its boxes; boxes alone where its file is not there any more."""
    thickness = max(1.0, max(shown.width, shown.height) / 250)
    boxes = [_box(d, COLORS[d.class_index % len(COLORS)], thickness) for d in shown.detections]
    return _drawing(shown, boxes, title or shown.path)


def gallery(images: Sequence[ImageDetections]) -> str:
    """Several images."""
    drawn = "".join(image(one) for one in images[:MOST_IMAGES])
    left = len(images) - MOST_IMAGES
    return drawn + (f"<p>and {left} more</p>" if left > 0 else "")


def comparison(shown: Comparison) -> str:
    """The verdict, the heads, and the worst images with the boxes of both models."""
    verdict = "passed" if shown.verdict.passed else "failed"
    checks = "; ".join(
        f"{c.name} {_number(c.found)}, at least {c.minimum:g} is needed"
        for c in shown.verdict.checks
    )
    heads = [
        (h.name, _number(h.sqnr), _number(h.cosine), _number(h.max_error)) for h in shown.heads
    ]
    agreement = shown.detections
    counts = f"{agreement.matched} matched, {agreement.lost} lost, {agreement.gained} gained"
    parts = [
        f"<p><b>{verdict}</b>: {escape(checks)}</p>",
        f"<p>detections: {counts}; F1 {_number(agreement.f1)}</p>",
        _table(("head", "signal to noise, dB", "cosine", "largest error"), heads),
        *(f"<p>{escape(finding)}</p>" for finding in shown.findings),
    ]
    return "".join(parts) + _compared_images(shown)


def _compared_images(shown: Comparison) -> str:
    """The worst images: the boxes of A in green, those of B dashed in red."""
    paths = [one.path for one in shown.images[:MOST_COMPARED] if Path(one.path).is_file()]
    models = [model.file.path for model in shown.models]
    if not paths or len(models) < 2 or None in models:
        return ""
    from .commands import detect
    from .errors import DarkroomError

    protocol = shown.protocol
    try:
        both = [
            detect(model, paths, threshold=protocol.score, nms=protocol.overlap, quiet=True)
            for model in models[:2]
            if model is not None
        ]
    except DarkroomError:
        # Models that were moved since, or are no detectors: the figures stand by themselves.
        return ""
    drawn = []
    for a, b in zip(*both, strict=True):
        thickness = max(1.0, max(a.width, a.height) / 250)
        boxes = [_box(d, "#3cb44b", thickness * 2) for d in a]
        boxes += [_box(d, "#e6194b", thickness, "dashed") for d in b]
        drawn.append(_drawing(a, boxes, a.path))
    names = [escape(Path(model).name) for model in models[:2] if model is not None]
    return f"<p>green: {names[0]}; red, dashed: {names[1]}</p>" + "".join(drawn)


def _box(found: Detection, color: str, thickness: float, style: str = "") -> str:
    left, top, width, height = found.box
    size = thickness * 7
    dashes = f' stroke-dasharray="{thickness * 4:g}"' if style == "dashed" else ""
    label = escape(f"{found.label} {found.score:.2f}")
    return (
        f'<rect x="{left:g}" y="{top:g}" width="{width:g}" height="{height:g}" fill="none" '
        f'stroke="{color}" stroke-width="{thickness:g}"{dashes}/>'
        f'<text x="{left + thickness:g}" y="{max(top, size):g}" font-size="{size:g}" '
        f'font-family="sans-serif" fill="{color}" stroke="white" stroke-width="{size / 8:g}" '
        f'paint-order="stroke">{label}</text>'
    )


def _drawing(shown: ImageDetections, shapes: Sequence[str], title: str) -> str:
    address = _address(shown)
    background = (
        f'<image href="{address}" width="{shown.width}" height="{shown.height}"/>'
        if address
        else '<rect width="100%" height="100%" fill="#ddd"/>'
    )
    return (
        f'<figure style="display:inline-block;margin:4px"><svg viewBox="0 0 {shown.width} '
        f'{shown.height}" width="{min(WIDTH, max(shown.width, 160))}" '
        f'xmlns="http://www.w3.org/2000/svg">{background}{"".join(shapes)}</svg>'
        f"<figcaption>{escape(title)}</figcaption></figure>"
    )


def _address(shown: ImageDetections) -> str | None:
    """The image itself as an address."""
    if shown.pixels is not None:
        return _data("image/png", png(shown.pixels))
    try:
        contents = Path(shown.path).read_bytes()
    except (OSError, ValueError):
        return None
    kind = "image/png" if contents.startswith(b"\x89PNG") else "image/jpeg"
    return _data(kind, contents)


def _data(kind: str, contents: bytes) -> str:
    return f"data:{kind};base64,{base64.b64encode(contents).decode()}"


def png(pixels: Any) -> bytes:
    """Bytes [H, W, 3] as a PNG file."""
    height, width = pixels.shape[:2]
    rows = b"".join(b"\0" + row.tobytes() for row in pixels)

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = [(b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(kind, data) for kind, data in parts)


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    head = "".join(f"<th>{escape(text)}</th>" for text in heads)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.4g}"
