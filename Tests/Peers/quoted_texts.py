"""Reads texts in quotes as YAML and as Python, and compares them with what was meant.

usage: quoted_texts.py FILE.json, a list of {"text": ..., "spelling": ...}
"""

import ast
import json
import pathlib
import sys

import yaml


def main():
    entries = json.loads(pathlib.Path(sys.argv[1]).read_text())
    for entry in entries:
        text, spelling = entry["text"], entry["spelling"]
        assert yaml.safe_load(f"- key: {spelling}\n") == [{"key": text}], (text, spelling)
        assert ast.literal_eval(spelling) == text, (text, spelling)
    print(f"{len(entries)} read back")


if __name__ == "__main__":
    main()
