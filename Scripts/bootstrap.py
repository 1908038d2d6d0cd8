"""Intervals of metrics from images drawn again with replacement, for models that are compared.

Every model gets the same draws, so that the difference of two is that of a pair: what makes an
image hard for both cancels out. Draws and intervals are those of `darkroom evaluate` with the same
seed: SplitMix64 (Steele et al. 2014), one stream for each draw; the basic (reverse percentile)
interval (Davison and Hinkley, Bootstrap Methods and their Application, 1997, section 2.4).
"""

import numpy

RESAMPLES = 1000
SEED = 0
LEVEL = 0.95
# How far the mean of the same numbers, added in another order, may lie from pycocotools'.
TOLERANCE = 1e-12

INCREMENT = 0x9E3779B97F4A7C15
ALL_AREAS = 0


def draws(images, resamples=RESAMPLES, seed=SEED):
    """How many times each image is in a draw: [resamples, images]; as many in all as there are."""
    streams = seed + numpy.arange(resamples, dtype=numpy.uint64) * numpy.uint64(INCREMENT)
    steps = numpy.arange(1, images + 1, dtype=numpy.uint64) * numpy.uint64(INCREMENT)
    numbers = mixed(mixed(streams)[:, None] + steps)
    # The upper 64 bits of the product with the number of images.
    low = (numbers & 0xFFFFFFFF) * images >> 32
    chosen = ((numbers >> 32) * images + low >> 32).astype(numpy.int64)
    chosen += numpy.arange(resamples)[:, None] * images
    return numpy.bincount(chosen.ravel(), minlength=resamples * images).reshape(resamples, images)


def mixed(numbers):
    numbers = (numbers ^ numbers >> 30) * 0xBF58476D1CE4E5B9
    numbers = (numbers ^ numbers >> 27) * 0x94D049BB133111EB
    return numbers ^ numbers >> 31


def interval(metric, samples, most=numpy.inf):
    """A metric with its bounds: as far from it as the samples' quantiles, on the other side.

    Samples that are not a number, of draws without any object, do not count.
    """
    outside = (1 - LEVEL) / 2
    low, high = numpy.nanquantile(samples, [outside, 1 - outside])
    bounds = {"low": 2 * metric - high, "high": 2 * metric - low}
    return {"value": metric, **{key: float(min(bound, most)) for key, bound in bounds.items()}}


class AveragePrecision:
    """COCO's AP over all sizes (`stats[0]`, 0 to 1) of one model on any draw of the images.

    Detections are matched once, by pycocotools, since the matches of an image are the same in
    every draw; a draw only changes how many times each image counts.
    """

    def __init__(self, evaluation):
        """Of a COCOeval that has evaluated."""
        parameters = evaluation.params
        images = len(parameters.imgIds)
        # In the order of pycocotools: category, area, image.
        step = len(parameters.areaRng) * images
        self.recalls = parameters.recThrs
        self.categories = [
            RankedCategory(evaluation.evalImgs[start : start + images], len(parameters.iouThrs))
            for start in range(ALL_AREAS * images, len(evaluation.evalImgs), step)
        ]

    def samples(self, weights):
        """The AP of each draw of weights [D, images]; not a number where no image has an object."""
        total, present = numpy.zeros(len(weights)), numpy.zeros(len(weights))
        for category in self.categories:
            objects = weights @ category.objects
            # Of a category without objects COCO has no precision.
            drawn = numpy.flatnonzero(objects)
            total[drawn] += category.precision(weights[drawn], objects[drawn], self.recalls)
            present[drawn] += 1
        with numpy.errstate(invalid="ignore"):
            return total / present

    def check(self, expected):
        """Stops where the images as they are do not give the AP of pycocotools."""
        [found] = self.samples(numpy.ones((1, len(self.categories[0].objects)), numpy.int64))
        expected = numpy.nan if expected == -1 else expected
        if not numpy.isclose(found, expected, rtol=0, atol=TOLERANCE, equal_nan=True):
            raise SystemExit(f"the AP of draws is wrong: {found}, of pycocotools {expected}")


class RankedCategory:
    """The detections of a category in all images, best first, and what each was matched with."""

    def __init__(self, images, thresholds):
        """Of what pycocotools makes of each image: None where there is nothing."""
        # Objects to be found in each image.
        self.objects = numpy.array(
            [0 if image is None else numpy.sum(image["gtIgnore"] == 0) for image in images], int
        )
        looked = [(index, image) for index, image in enumerate(images) if image is not None]
        scores = numpy.concatenate([numpy.empty(0), *(image["dtScores"] for _, image in looked)])
        order = numpy.argsort(-scores, kind="stable")
        # The image of each detection.
        self.images = numpy.array(
            [index for index, image in looked for _ in image["dtScores"]], int
        )[order]
        blank = numpy.empty((thresholds, 0))
        matches, ignored = (
            numpy.concatenate([blank, *(image[key] for _, image in looked)], axis=1)[:, order] != 0
            for key in ("dtMatches", "dtIgnore")
        )
        # For each overlap the places of detections that found an object, and of those ignored.
        self.found = [numpy.flatnonzero(row) for row in matches & ~ignored]
        self.ignored = [numpy.flatnonzero(row) for row in ignored]

    def precision(self, weights, objects, recalls):
        """The mean precision over all overlaps and recalls, for each draw.

        Recall only grows and precision only peaks where an object is found, so other detections
        are counted but not looked at.
        """
        total = numpy.zeros(len(weights))
        counts = numpy.cumsum(weights[:, self.images], axis=1)
        for found, ignored in zip(self.found, self.ignored, strict=True):
            if not found.size:
                continue
            hits = numpy.cumsum(weights[:, self.images[found]], axis=1)
            passed = numpy.cumsum(weights[:, self.images[ignored]], axis=1)
            passed = numpy.pad(passed, [(0, 0), (1, 0)])[:, numpy.searchsorted(ignored, found)]
            precision = hits / (counts[:, found] - passed + numpy.spacing(1))
            best = numpy.maximum.accumulate(precision[:, ::-1], axis=1)[:, ::-1]
            # How many of the recalls are reached, as pycocotools compares them.
            reached = numpy.searchsorted(recalls, hits / objects[:, None], side="right")
            total += (best * numpy.diff(reached, axis=1, prepend=0)).sum(axis=1)
        return total / (len(self.found) * len(recalls))
