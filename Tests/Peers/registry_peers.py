"""Pulls and pushes models with other programs' clients of registries: oras and modelpack-client.

usage: registry_peers.py pull oras|modelpack REFERENCE FOLDER
       registry_peers.py push oras|modelpack REFERENCE FOLDER
       registry_peers.py check

REFERENCE is HOST/NAME:TAG of a registry that speaks plain HTTP. `check` ends with 0 where both are
here.
"""

import os
import pathlib
import sys

try:
    import modelpack_client
    import oras.client
except ImportError as error:
    sys.exit(f"{error}; make peers")

if sys.argv[1] == "check":
    sys.exit(0)
verb, client, reference, folder = sys.argv[1:5]
folder = pathlib.Path(folder)

if client == "oras":
    registry = oras.client.OrasClient(insecure=True)
    if verb == "pull":
        registry.pull(target=reference, outdir=str(folder))
    else:
        os.chdir(folder)
        names = sorted(path.name for path in pathlib.Path().iterdir())
        files = [f"{name}:application/octet-stream" for name in names]
        registry.push(target=reference, files=files, disable_path_validation=True)
else:
    registry = modelpack_client.ModelPackClient(insecure=True)
    if verb == "pull":
        registry.pull(reference, folder)
    else:
        layers = [
            modelpack_client.ModelLayer(
                path=path, artifact_path=path.relative_to(folder).as_posix()
            )
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        ]
        registry.push(
            reference,
            layers=layers,
            config=modelpack_client.ModelPackConfig(
                config=modelpack_client.ModelTechnicalConfig(format="onnx")
            ),
        )
