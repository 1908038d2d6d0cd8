"""Writes images of all kinds that are read, and for each as NAME.png what Pillow decodes of it.

usage: decoded_images.py FOLDER

Kinds that Pillow reads but does not write are made of bytes here. What Pillow keeps as RGBA is kept
so, everything else becomes RGB.
"""

import random
import struct
import sys
from pathlib import Path

from PIL import Image

WIDTH, HEIGHT = 37, 23


def bitmap(name, bits, palette=b"", rows=None, height=HEIGHT, compression=0, masks=b"", core=False):
    """A bitmap of bytes that are random unless rows are given."""
    stride = (WIDTH * bits + 31) // 32 * 4
    pixels = (
        rows if rows is not None else bytes(source.randrange(256) for _ in range(stride * HEIGHT))
    )
    if core:
        header = struct.pack("<IHHHH", 12, WIDTH, HEIGHT, 1, bits)
    else:
        size = 40 if len(masks) in (0, 12) else 108
        header = struct.pack(
            "<IiiHHIIiiII", size, WIDTH, height, 1, bits, compression, len(pixels), 0, 0, 0, 0
        )
        header += masks + bytes(max(0, size - 40 - len(masks)) if size > 40 else 0)
    start = 14 + len(header) + len(palette)
    file = b"BM" + struct.pack("<IHHI", start + len(pixels), 0, 0, start)
    (folder / name).write_bytes(file + header + palette + pixels)


def without_segment(jpeg, marker):
    """A JPEG without its segments of a marker."""
    place, result = 2, jpeg[:2]
    while jpeg[place + 1] != 0xDA:
        length = 2 + struct.unpack(">H", jpeg[place + 2 : place + 4])[0]
        if jpeg[place + 1] != marker:
            result += jpeg[place : place + length]
        place += length
    return result + jpeg[place:]


folder = Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)
source = random.Random(5)
channels = [
    Image.frombytes(
        "L",
        (WIDTH, HEIGHT),
        bytes(
            min(255, max(0, (x * a + y * b) % 256 + source.randrange(-20, 20)))
            for y in range(HEIGHT)
            for x in range(WIDTH)
        ),
    )
    for a, b in [(3, 2), (1, 9), (5, 0), (2, 7)]
]
rgb, rgba = Image.merge("RGB", channels[:3]), Image.merge("RGBA", channels)

Image.merge("CMYK", channels).save(folder / "cmyk.jpg", quality=90)
cmyk = (folder / "cmyk.jpg").read_bytes()
adobe = cmyk.index(b"Adobe")
(folder / "ycck.jpg").write_bytes(cmyk[: adobe + 11] + b"\2" + cmyk[adobe + 12 :])
(folder / "unmarked.jpg").write_bytes(without_segment(cmyk, 0xEE))
Image.merge("CMYK", channels).save(folder / "progressive.jpg", quality=60, progressive=True)

Image.merge("RGB", channels[:3]).convert("1").save(folder / "one.bmp")
channels[0].save(folder / "grey.bmp")
rgb.quantize(200).save(folder / "palette.bmp")
rgb.save(folder / "colors.bmp")
rgba.save(folder / "alpha.bmp")
colors = bytes(source.randrange(256) for _ in range(256 * 4))
bitmap("four.bmp", 4, colors[:64])
bitmap("two-colors.bmp", 1, colors[:8])
bitmap("down.bmp", 8, colors, height=-HEIGHT)
bitmap("core.bmp", 8, colors[:768], core=True)
bitmap("core24.bmp", 24, core=True)
bitmap("fifteen.bmp", 16)
bitmap("sixteen.bmp", 16, compression=3, masks=struct.pack("<III", 0xF800, 0x7E0, 0x1F))
bitmap("unused.bmp", 32)
bitmap(
    "masked.bmp", 32, compression=3, masks=struct.pack("<IIII", 0xFF0000, 0xFF00, 0xFF, 0xFF << 24)
)

rgb.save(folder / "lossless.webp", lossless=True)
rgb.save(folder / "lossy.webp", quality=70)
rgba.save(folder / "lossless-alpha.webp", lossless=True, exact=True)
rgba.save(folder / "lossy-alpha.webp", quality=70)

for path in sorted(folder.iterdir()):
    image = Image.open(path)
    image.convert("RGBA" if image.mode == "RGBA" else "RGB").save(str(path) + ".png")

# Of these there is nothing to compare with.
rgb.save(folder / "animated.webp", save_all=True, append_images=[rgb.rotate(180)], duration=100)
print("\n".join(sorted(path.name for path in folder.iterdir())))
