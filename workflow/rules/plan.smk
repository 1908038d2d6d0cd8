# What there is to do. The plan is made once for a state of the configuration and the recipes, and kept,
# as every job of a cluster reads this file again.

import hashlib
import json
import os
import shlex
import subprocess
from pathlib import Path

RESULTS = config["results"]
WORK = f"{RESULTS}/work"
STORE = f"{RESULTS}/store"
DARKROOM = config["darkroom"]


def options(*names):
    """The options of darkroom that configuration gives."""
    words = ["--recipes", config["recipes"]]
    for name in names:
        value = config["images"].get(name)
        if value:
            words += [f"--{name}", value]
    return words


IMAGE_OPTIONS = options("calibration", "images", "annotations")
MIRRORS = [word for mirror in config["mirrors"] for word in ("--mirror", mirror)]


def planned():
    """What `darkroom zoo plan` says of the models."""
    recipes = sorted(Path(config["recipes"]).glob("*.yaml"))
    state = json.dumps([config["models"], config["partImages"], IMAGE_OPTIONS, MIRRORS, DARKROOM])
    key = hashlib.sha256(state.encode())
    for recipe in recipes:
        key.update(recipe.read_bytes())
    path = Path(RESULTS) / f"plan-{key.hexdigest()[:16]}.json"
    if not path.exists():
        models = config["models"] or ["--all"]
        command = [DARKROOM, "zoo", "plan", *models, *IMAGE_OPTIONS, *MIRRORS, "--json"]
        command += ["--part-images", str(config["partImages"])]
        made = subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout
        path.parent.mkdir(parents=True, exist_ok=True)
        whole = path.with_suffix(f".{os.getpid()}")
        whole.write_bytes(made)
        whole.rename(path)
    return json.loads(path.read_text())


PLAN = planned()
MODELS = [model["name"] for model in PLAN["models"]]
JOBS = {job["output"]: job for model in PLAN["models"] for job in model["jobs"]}


def job(wildcards):
    """The job of a rule."""
    output = f"{wildcards.model}/{wildcards.step}"
    if hasattr(wildcards, "part"):
        return JOBS[f"{output}.{wildcards.part}.json"]
    return JOBS[output]


def deciding(wildcards):
    """The job that decides on equalization."""
    return JOBS[f"{wildcards.model}/{wildcards.step}.equalize.json"]


def threads_of(find=job):
    """Jobs that look at images share the work among threads; others have none to share."""
    return lambda wildcards: config["threads"] if find(wildcards)["images"] else 1


def memory_of(find=job):
    """Megabytes: what the plan says, more where a try was not enough."""

    def memory(wildcards, threads, attempt):
        need = find(wildcards)["memory"]
        return attempt * ((need["base"] + threads * need["perThread"]) // 1_000_000 + 1)

    return memory


def runtime_of(find=job):
    """Minutes, by the speed of a thread, with half as much again for slower machines."""

    def runtime(wildcards, threads, attempt):
        seconds = find(wildcards)["multiplyAdds"] / (config["speed"] * threads)
        return attempt * (config["minutes"] + int(1.5 * seconds / 60))

    return runtime


def inputs_of(find=job):
    """What a job reads."""
    return lambda wildcards: [f"{WORK}/{path}" for path in find(wildcards)["inputs"]]


def command_of(find=job):
    """The command of a job, but for its threads."""

    def command(wildcards):
        words = [DARKROOM, *find(wildcards)["arguments"], "--work", WORK]
        words += MIRRORS if wildcards.get("step") == "pull" else []
        return shlex.join(words + IMAGE_OPTIONS + ["-q"])

    return command
