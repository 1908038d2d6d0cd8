"""Does with the Python module of a wheel what a user does first; run by Scripts/test-dist.

usage: module_check.py CFG WEIGHTS NAMES CALIBRATION IMAGE FOLDER
"""

import hashlib
import pathlib
import subprocess
import sys

import darkroom

cfg, weights, names, calibration, image, folder = sys.argv[1:]
folder = pathlib.Path(folder)
folder.mkdir()
seen = set()
darkroom.convert(cfg, weights, folder / "net.onnx", names=names, quiet=True)
darkroom.quantize(
    folder / "net.onnx", folder / "net-int8.onnx", calibration=calibration, effort="fast",
    progress=lambda progress: seen.add(progress.stage),
)  # fmt: skip
assert "calibrating" in seen, seen
assert darkroom.inspect(folder / "net-int8.onnx").layers
found = darkroom.detect(folder / "net-int8.onnx", image).images[0]
assert len(found) > 0
assert "<svg" in found._repr_html_()
program = darkroom.program()
assert str(program).startswith(sys.prefix), program
key = folder.parent / "module.pem"
for command in (
    ["keygen", key],
    ["manifest", "create", folder],
    ["sign", folder, "--key", key],
):
    subprocess.run([program, *command], check=True, capture_output=True)
assert darkroom.verify(folder, key=f"{key}.pub").holds
with (folder / "net.onnx").open("ab") as file:
    file.write(b"more")
try:
    darkroom.verify(folder, key=f"{key}.pub")
    raise SystemExit("a changed file was not noticed")
except darkroom.CheckFailed as error:
    assert any("net.onnx" in message for message in error.messages), error
print(hashlib.sha256((folder / "net-int8.onnx").read_bytes()).hexdigest())
