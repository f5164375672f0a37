"""What the chapters of the book share: how a value is given, and plain definitions.

Each chapter has a file in book/, with a function values() that yields the name of a value, as
the chapter names it (cell.value), and its readings: number(), information() or integer(). A value
that doubles cannot reach within a few ulp has a line in LOOSE: its name, or how the names begin,
the ulp, and why. Where several lines fit, the longest name counts.
"""

import mpmath

from shared.exact import stable

UNITS = {"nats": lambda: 1, "bits": lambda: mpmath.log(2), "dits": lambda: mpmath.log(10)}


def log2(x):
    return mpmath.log(x) / mpmath.log(2)


def number(function):
    return {"": stable(function)}


def information(function, *arguments):
    """An amount of information, given in nats, in each of its units."""
    return {
        f".{unit}": stable(lambda: function(*arguments) / size()) for unit, size in UNITS.items()
    }


def integer(n):
    return {"": str(n)}


def plain_kl(p, q):
    return mpmath.fsum(a * mpmath.log(a / b) - a + b for a, b in zip(p, q))


def cases(module):
    """The rows of a chapter: name and value, and where it is loose the ulp and the reason."""
    chapter = module.__name__.removeprefix("book.")
    loose = getattr(module, "LOOSE", {})
    unused = set(loose)
    rows = []
    for name, readings in module.values():
        start = max((start for start in loose if name.startswith(start)), key=len, default=None)
        unused.discard(start)
        for unit, value in readings.items():
            rows.append([f"{chapter}/{name}{unit}", value, *loose.get(start, ())])
    assert not unused, f"no value of {chapter} is looser for {unused}"
    return rows
