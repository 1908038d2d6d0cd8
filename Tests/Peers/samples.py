"""Draws samples as Python's standard library does, for tests to compare with.

usage: samples.py CASES.json

The file has a list of objects: `seed`, a whole number in decimal digits; `count`; and `population`,
a number of things, or a list of names in hexadecimal digits (the bytes of file names). For each the
positions that are drawn, or the names, are printed as JSON. Only Python's own library is needed.
"""

import json
import os
import pathlib
import random
import sys


def drawn(case):
    source = random.Random(int(case["seed"]))
    if isinstance(case["population"], int):
        return source.sample(range(case["population"]), case["count"])
    names = [os.fsdecode(bytes.fromhex(name)) for name in case["population"]]
    return [os.fsencode(name).hex() for name in source.sample(sorted(names), case["count"])]


cases = json.loads(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8"))
print(json.dumps([drawn(case) for case in cases]))
