"""Prints name, type, shape and sum of every array of a NumPy archive.

usage: describe_npz.py FILE
"""

import sys
import zipfile

import numpy

assert zipfile.ZipFile(sys.argv[1]).testzip() is None
archive = numpy.load(sys.argv[1])
for name in archive.files:
    array = archive[name]
    print(name, array.dtype, array.shape, float(array.astype(numpy.float64).sum()))
