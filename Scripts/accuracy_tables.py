"""The tables of `accuracy.py` in Markdown, and what is wrong with the results."""

from accuracy_forms import DEFAULT

# Points of AP (0 to 100), and F1 of detectors without annotations.
MOST_LOST = 0.2
LEAST_F1 = 0.96

AP_COLUMNS = {
    "AP": "ap", "AP50": "ap50", "AP small": "apSmall", "AP medium": "apMedium",
    "AP large": "apLarge",
}  # fmt: skip
F1_COLUMNS = {"precision": "precision", "recall": "recall"}
SQNR_COLUMNS = {"heads, dB": "sqnr", "at objects, dB": "objectSQNR"}


def table(title, result):
    """All forms of a detector, with what could not be made."""
    print(f"\n### {title}\n")
    records = result["forms"]
    others = {name for record in records.values() for name in record.get("difference", {})}
    # The differences to float come first.
    others = sorted(others, key=lambda name: name != "float")
    columns = {f"AP less that of {name}": name for name in others}
    titles = ["F1", *F1_COLUMNS] if is_agreement(records) else [*AP_COLUMNS, *columns]
    titles += [*SQNR_COLUMNS, "size, MB", "made in, s", "peak memory, MB", "ms per image"]
    rows = []
    for form, record in records.items():
        if is_agreement(records):
            cells = [with_bounds(record["f1"], ".3f")]
            cells += [decimals(record[key], digits=3) for key in F1_COLUMNS.values()]
        else:
            cells = [decimals(record[key]) for key in AP_COLUMNS.values()]
            cells += [difference(record["difference"].get(name)) for name in columns.values()]
        cells += [decimals(record[key]) for key in SQNR_COLUMNS.values()]
        cells += [
            f"{record['bytes'] / 1e6:.3f}", f"{record['seconds']:.1f}",
            f"{record['megabytes']:.0f}", f"{record['milliseconds']:.1f}",
        ]  # fmt: skip
        rows.append([f"`{form}`", *cells])
    lay_out(["", *titles], rows)
    for form, message in result["failures"].items():
        print(f"\n`{form}` could not be made: {message}")
    heads = [
        f"`{form}` {', '.join(map(decimals, record['headSQNR'].values()))}"
        for form, record in records.items()
        if form != "float"
    ]
    if heads:
        print(f"\nEach head's SQNR in dB: {'; '.join(heads)}.")


def summary(results):
    """AP of every detector and form with the difference to float, F1 where nobody annotated."""
    forms = list(dict.fromkeys(name for result in results.values() for name in result["forms"]))
    print("\n### Summary\n")
    rows = []
    for detector, result in results.items():
        rows.append([detector])
        for form in forms:
            record = result["forms"].get(form)
            if record is None:
                rows[-1].append("")
            elif is_agreement(result["forms"]):
                rows[-1].append("" if form == "float" else f"F1 {with_bounds(record['f1'], '.3f')}")
            else:
                lost = difference(record["difference"].get("float"))
                rows[-1].append(", ".join(filter(None, [decimals(record["ap"]), lost])))
    lay_out(["", *forms], rows)


def problems(results):
    """Where the default form costs more than it may, or was not measured."""
    found = []
    for detector, result in results.items():
        record = result["forms"].get(DEFAULT)
        if record is None:
            found.append(f"{detector}: could not be made: {result['failures'][DEFAULT]}")
        elif "f1" in record:
            # Nobody can accept what no image shows.
            if not record["f1"]["value"] >= LEAST_F1:
                f1 = with_bounds(record["f1"], ".3f")
                found.append(f"{detector}: F1 {f1}, at least {LEAST_F1} is needed")
        else:
            lost = record["difference"]["float"]
            if not (lost["value"] >= -MOST_LOST or has_zero(lost)):
                found.append(
                    f"{detector}: AP {difference(lost)}, at most {MOST_LOST} may be lost, "
                    "or 0 has to lie in the interval"
                )
    return found


def is_agreement(records):
    return any("f1" in record for record in records.values())


def has_zero(interval):
    return interval["low"] <= 0 <= interval["high"]


def lay_out(titles, rows):
    print(f"| {' | '.join(titles)} |\n|{'---|' * len(titles)}")
    for row in rows:
        print(f"| {' | '.join(row)} |")


def decimals(value, digits=2):
    """Nothing for a metric that says nothing."""
    return "" if value is None else f"{value:.{digits}f}"


def difference(interval):
    """Of AP; marked where 0 lies within, nothing for a model and itself."""
    if interval is None:
        return ""
    return with_bounds(interval, "+.2f") + (" ~" if has_zero(interval) else "")


def with_bounds(interval, form):
    value, low, high = (format(interval[key], form) for key in ("value", "low", "high"))
    return f"{value} ({low} to {high})"
