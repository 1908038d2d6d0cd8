#!/usr/bin/env python3
"""How the time of a zoo falls with the machines that make it.

usage: scale.py DARKROOM [--json FILE] [--measure] [--write FILE.md]

Simulates a zoo of 200 models, each with a float and 4 INT8 forms, 5,000 images to calibrate and
100,000 to evaluate with, on 1 to 256 nodes: jobs, what each needs, and its work are those of
`darkroom zoo plan` for the recipes of ../shared/models (of the detector of the repository where
that is not there), in turn. A list scheduler gives a free node the job with the longest chain
behind it. A job takes

    START + bytes it reads / DISK + multiply-adds / (SPEED * THREADS)

with the constants below. --measure times an evaluation in 1, 2, 4 and 8 parts on this machine, each
part alone with one thread. --write puts the tables into a page between <!-- scale --> and
<!-- end -->.
"""

import argparse
import heapq
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared/models"
MODELS, CALIBRATION, EVALUATION = 200, 5_000, 100_000
TARGETS = ["openvino", "tensorrt", "qnn"]
PART_IMAGES = 2_500
NODES = [1, 2, 4, 8, 16, 32, 64, 128, 256]
JOBS_PER_NODE, THREADS = 4, 4
SPEED = 5e9
"""Multiply-adds in a second and thread."""
START = 5
"""Seconds for a scheduler to start a job."""
DISK = 200e6
"""Bytes in a second that a job reads."""
IMAGE = 160e3
"""Bytes of an image, as those of COCO."""


def images(folder):
    """Images without contents of their own: a plan counts them, and reads none."""
    sample = next((ROOT / "Images/shapes/validation").glob("*.jpg"))
    for name, count in (("calibration", CALIBRATION), ("evaluation", EVALUATION)):
        (folder / name).mkdir()
        for number in range(count):
            (folder / name / f"{number:06}.jpg").symlink_to(sample)
    entries = [
        {"id": number, "file_name": f"{number:06}.jpg", "width": 96, "height": 96}
        for number in range(EVALUATION)
    ]
    person = {"id": 1, "name": "person"}
    annotations = {"images": entries, "annotations": [], "categories": [person]}
    (folder / "annotations.json").write_text(json.dumps(annotations))


def placed(line):
    """A line of a recipe with paths that hold everywhere."""
    line = line.replace(" ../", f" {ROOT}/")
    return line.replace(" names/", f" {ROOT}/Manifests/names/")


def recipes(folder):
    """Recipes of networks at hand, each with all targets, for images that are given."""
    names = sorted(path.name for path in SHARED.iterdir()) if SHARED.exists() else ["shapes"]
    for name in names:
        lines, part = [], ""
        for line in (ROOT / f"Manifests/{name}.yaml").read_text().splitlines():
            if line and line[0].isalpha():
                part = line.split(":")[0]
            if part in ("gates", "reference", "evaluation", "calibration"):
                continue
            lines.append(placed(line))
        lines += ["calibration: {name: many}", "evaluation: {dataset: more}"]
        lines += [f"targets: [{', '.join(TARGETS)}]"]
        (folder / f"{name}.yaml").write_text("\n".join(lines) + "\n")
    return names


def plan(darkroom):
    """The jobs of the networks at hand."""
    with tempfile.TemporaryDirectory() as place:
        folder = pathlib.Path(place)
        images(folder)
        (folder / "recipes").mkdir()
        names = recipes(folder / "recipes")
        command = [darkroom, "zoo", "plan", *names, "--recipes", folder / "recipes", "--json"]
        command += ["--mirror", SHARED, "--part-images", str(PART_IMAGES)]
        command += ["--calibration", folder / "calibration", "--images", folder / "evaluation"]
        command += ["--annotations", folder / "annotations.json"]
        made = subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout
        return json.loads(made)["models"]


def read(job, network):
    """The bytes that a job reads: models, and images."""
    count = job["images"]
    if job["step"].startswith("quantize"):
        # Their order is that of their hashes, so that each part hashes all.
        count = CALIBRATION
    models = 2 if job["step"].startswith("compare") else 1
    return models * network["weightsBytes"] + count * IMAGE


class Zoo:
    """The jobs of all models."""

    def __init__(self, models):
        self.time, self.bytes, self.after, self.waits = [], 0, [], []
        self.work = 0.0
        for number in range(MODELS):
            model = models[number % len(models)]
            first = len(self.time)
            places = {job["output"]: first + index for index, job in enumerate(model["jobs"])}
            for index, job in enumerate(model["jobs"]):
                threads = THREADS if job["images"] else 1
                amount = read(job, model["network"])
                self.time.append(START + amount / DISK + job["multiplyAdds"] / (SPEED * threads))
                self.bytes += amount
                self.after.append([])
                self.waits.append(len(job["inputs"]))
                for path in job["inputs"]:
                    self.after[places[path]].append(first + index)
        self.rank = [0.0] * len(self.time)
        for index in reversed(range(len(self.time))):
            self.rank[index] = self.time[index] + max(
                (self.rank[other] for other in self.after[index]), default=0
            )

    def makespan(self, nodes):
        """The seconds that it takes on so many nodes."""
        waits = list(self.waits)
        ready = [(-self.rank[index], index) for index, count in enumerate(waits) if not count]
        heapq.heapify(ready)
        running, free, now = [], nodes * JOBS_PER_NODE, 0.0
        while ready or running:
            while ready and free:
                index = heapq.heappop(ready)[1]
                heapq.heappush(running, (now + self.time[index], index))
                free -= 1
            now, index = heapq.heappop(running)
            free += 1
            for other in self.after[index]:
                waits[other] -= 1
                if not waits[other]:
                    heapq.heappush(ready, (-self.rank[other], other))
        return now


def simulated(models):
    """A row for each number of nodes, and what is said of the whole."""
    zoo = Zoo(models)
    longest = max(zoo.rank)
    one = zoo.makespan(1)
    rows = []
    for nodes in NODES:
        seconds = zoo.makespan(nodes)
        rows.append(
            {
                "nodes": nodes,
                "hours": round(seconds / 3600, 2),
                "speedup": round(one / seconds, 1),
                "efficiency": round(one / seconds / nodes, 3),
                "readGBs": round(zoo.bytes / seconds / 1e9, 2),
            }
        )
    return {
        "jobs": len(zoo.time),
        "longestChainHours": round(longest / 3600, 2),
        "terabytesRead": round(zoo.bytes / 1e12, 1),
        "rows": rows,
    }


def chain(models):
    """The longest chain of a model: its jobs with their seconds."""
    zoo = Zoo(models)
    index = max(range(len(zoo.rank)), key=zoo.rank.__getitem__)
    names = [
        f"{models[number % len(models)]['name']}: {job['step']} {job.get('part') or job['wanted']}"
        for number in range(MODELS)
        for job in models[number % len(models)]["jobs"]
    ]
    found = []
    while True:
        found.append({"job": names[index], "seconds": round(zoo.time[index])})
        if not zoo.after[index]:
            return found
        index = max(zoo.after[index], key=zoo.rank.__getitem__)


def measured(darkroom):
    """Seconds of an evaluation in parts on this machine."""
    rows = []
    with tempfile.TemporaryDirectory() as place:
        step = [darkroom, "zoo", "step", ROOT / "Manifests/shapes.yaml"]
        more = ["--work", place, "--threads", "1", "-q"]

        def run(*words):
            began = time.monotonic()
            subprocess.run([*step, *words, *more], check=True, stdout=subprocess.DEVNULL)
            return time.monotonic() - began

        run("pull")
        run("convert")
        for count in (1, 2, 4, 8):
            if count == 1:
                longest = run("evaluate-float")
                rows.append({"parts": 1, "longest": round(longest, 2), "merging": 0})
                continue
            numbers = range(1, count + 1)
            longest = max(run("evaluate-float", "--shard", f"{part}/{count}") for part in numbers)
            merging = run("evaluate-float", "--parts", str(count))
            row = {"parts": count, "longest": round(longest, 2), "merging": round(merging, 2)}
            rows.append(row)
    return rows


def page(result):
    """The tables for people."""
    rows = result["simulated"]["rows"]
    lines = [
        "| nodes | hours | times as fast | efficiency | read by all, GB/s |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| {row['nodes']} | {row['hours']} | {row['speedup']} | {row['efficiency']:.0%} "
        f"| {row['readGBs']} |"
        for row in rows
    ]
    lines += ["", "```mermaid", "xychart-beta", '  title "Times as fast as one node"']
    lines += [f'  x-axis "nodes" [{", ".join(str(row["nodes"]) for row in rows)}]']
    lines += [f"  bar [{', '.join(str(row['speedup']) for row in rows)}]"]
    lines += ["```", ""]
    whole = result["simulated"]
    lines += [
        f"{whole['jobs']:,} jobs; the longest chain takes {whole['longestChainHours']} hours; "
        f"{whole['terabytesRead']} TB are read. The longest chain:",
        "",
        "| job | seconds |",
        "|---|---|",
        *(f"| {job['job']} | {job['seconds']} |" for job in result["chain"]),
    ]
    if result.get("measured"):
        lines += ["", "| parts, here | longest part, s | putting together, s |", "|---|---|---|"]
        lines += [
            f"| {row['parts']} | {row['longest']} | {row['merging']} |"
            for row in result["measured"]
        ]
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("darkroom")
    parser.add_argument("--json", type=pathlib.Path)
    parser.add_argument("--measure", action="store_true")
    parser.add_argument("--write", type=pathlib.Path)
    arguments = parser.parse_args()
    darkroom = pathlib.Path(arguments.darkroom).resolve()
    models = plan(darkroom)
    result = {"simulated": simulated(models), "chain": chain(models)}
    if arguments.measure:
        result["measured"] = measured(darkroom)
    text = page(result)
    print(text)
    if arguments.json:
        arguments.json.write_text(json.dumps(result, indent=2) + "\n")
    if arguments.write:
        whole = arguments.write.read_text(encoding="utf-8")
        mark = re.compile(r"(<!-- scale -->\n).*?(\n<!-- end -->)", re.DOTALL)
        if not mark.search(whole):
            sys.exit(f"{arguments.write}: has no <!-- scale -->")
        arguments.write.write_text(
            mark.sub(lambda match: f"{match[1]}\n{text}\n{match[2]}", whole), encoding="utf-8"
        )


if __name__ == "__main__":
    main()
