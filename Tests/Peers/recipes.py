"""Checks recipes with the JSON Schema that editors use.

usage: recipes.py SCHEMA FILE...

Prints the files that check-jsonschema refuses, one on each line. Nothing is fetched: the schema is
a file, and the one that describes schemas comes with the checker.
"""

import json
import subprocess
import sys


def main():
    schema, *files = sys.argv[1:]
    command = [sys.executable, "-m", "check_jsonschema"]
    meta = subprocess.run(
        [*command, "--check-metaschema", schema], capture_output=True, text=True, check=False
    )
    if meta.returncode != 0:
        sys.exit(f"{schema}: {meta.stdout}{meta.stderr}")
    command += ["--output-format", "json", "--schemafile", schema]
    result = subprocess.run(command + files, capture_output=True, text=True, check=False)
    if result.returncode not in (0, 1):
        sys.exit(result.stdout + result.stderr)
    report = json.loads(result.stdout)
    refused = report.get("errors", []) + report.get("parse_errors", [])
    for name in sorted({entry["filename"] for entry in refused}):
        print(name)


if __name__ == "__main__":
    main()
