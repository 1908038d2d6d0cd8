"""The OCI image, as an archive of its layout: the program on glibc, with what it loads."""

import hashlib
import json
import pathlib

import files
import tarball
from release import debian_package, run

LOADED = ("libcurl.so.4", "libwebp.so.7")
"""What the program loads when it needs it."""
CERTIFICATES = pathlib.Path("/etc/ssl/certs/ca-certificates.crt")


def make(release):
    base, packages = base_layer(release)
    program = files.Tar(release.epoch)
    program.add("usr/bin/darkroom", release.portable, 0o755)
    for name, path in tarball.texts():
        program.add(f"usr/share/doc/darkroom/{name}", path)
    layers = [base.data(), program.data()]
    blobs, descriptors = {}, []
    for layer in layers:
        descriptors.append(
            blob(blobs, files.packed(layer), "application/vnd.oci.image.layer.v1.tar+gzip")
        )
    time = run("date", "-u", "-d", f"@{release.epoch}", "+%Y-%m-%dT%H:%M:%SZ").strip()
    configuration = {
        "architecture": release.debian,
        "os": "linux",
        "created": time,
        "config": {
            "Entrypoint": ["/usr/bin/darkroom"],
            "Cmd": ["--help"],
            "Env": ["PATH=/usr/bin", "HOME=/tmp"],
            "WorkingDir": "/work",
            "Labels": {
                "org.opencontainers.image.title": "darkroom",
                "org.opencontainers.image.version": release.version,
                "org.opencontainers.image.revision": release.commit,
                "org.opencontainers.image.licenses": "MIT",
                "org.opencontainers.image.created": time,
            },
        },
        "rootfs": {
            "type": "layers",
            "diff_ids": [f"sha256:{hashlib.sha256(layer).hexdigest()}" for layer in layers],
        },
        "history": [
            {"created": time, "created_by": f"Debian: {', '.join(packages)}"},
            {"created": time, "created_by": f"darkroom {release.version}, {release.commit}"},
        ],
    }
    manifest = {
        "schemaVersion": 2,
        "mediaType": "application/vnd.oci.image.manifest.v1+json",
        "config": blob(blobs, text(configuration), "application/vnd.oci.image.config.v1+json"),
        "layers": descriptors,
    }
    entry = blob(blobs, text(manifest), manifest["mediaType"])
    entry["annotations"] = {"org.opencontainers.image.ref.name": release.version}
    entry["platform"] = {"architecture": release.debian, "os": "linux"}
    layout = files.Tar(release.epoch)
    layout.add("oci-layout", text({"imageLayoutVersion": "1.0.0"}))
    layout.add("index.json", text({"schemaVersion": 2, "manifests": [entry]}))
    for name, data in blobs.items():
        layout.add(f"blobs/sha256/{name}", data)
    path = release.output / f"{release.name}.oci.tar"
    path.write_bytes(layout.data())
    run("skopeo", "inspect", f"oci-archive:{path}:{release.version}")
    return path


def text(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()


def blob(blobs, data, kind):
    """Adds a blob, and describes it."""
    name = hashlib.sha256(data).hexdigest()
    blobs[name] = data
    return {"mediaType": kind, "digest": f"sha256:{name}", "size": len(data)}


def base_layer(release):
    """glibc and what the program loads, of this machine's Debian, with their licences; and the
    names of the packages."""
    tar = files.Tar(release.epoch)
    for name in ("lib", "lib64", "bin"):
        tar.link(name, f"usr/{name}")
    packages = {}
    for path in libraries(release):
        place = str(path).removeprefix("/usr").lstrip("/")
        tar.add(f"usr/{place}", path.resolve(), 0o755)
        package, version = debian_package(path)
        packages[package] = version
    package, version = debian_package(pathlib.Path("/usr/share/ca-certificates"))
    packages[package] = version
    tar.add("etc/ssl/certs/ca-certificates.crt", CERTIFICATES)
    tar.add("etc/nsswitch.conf", b"hosts: files dns\n")
    tar.add("etc/passwd", b"root:x:0:0:root:/tmp:/sbin/nologin\n")
    tar.add("etc/group", b"root:x:0:\n")
    tar.folder("tmp", 0o1777)
    tar.folder("work", 0o1777)
    for package in packages:
        path = pathlib.Path("/usr/share/doc", package, "copyright")
        tar.add(f"usr/share/doc/{package}/copyright", path.resolve())
    return tar, [f"{name} {version}" for name, version in sorted(packages.items())]


def libraries(release):
    """The loader and the shared libraries, by the names under which they are looked for."""
    cached = run("/sbin/ldconfig", "-p").splitlines()
    subjects = [release.portable]
    for name in LOADED:
        found = [line.split("=> ")[1] for line in cached if line.strip().startswith(f"{name} ")]
        if not found:
            raise SystemExit(f"dist: {name} is not installed; Scripts/dist-tools installs it")
        subjects.append(pathlib.Path(found[0]))
    paths = set(subjects[1:])
    for subject in subjects:
        for line in run("ldd", subject).splitlines():
            words = line.replace("=>", " ").split()
            paths |= {pathlib.Path(word) for word in words[:2] if word.startswith("/")}
    return sorted(paths)
