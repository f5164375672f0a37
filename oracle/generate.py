"""Writes the reference data, or checks that what is committed is what it writes.

    python3 oracle/generate.py            rewrite oracle/data/*.json
    python3 oracle/generate.py --check    compare byte for byte, write nothing
    python3 oracle/generate.py pmf chapters/coin    only the named modules
    python3 oracle/generate.py --seed 7   only cases that are not committed, in
                                          target/oracle/7; to test with all there:
                                          KL_CORE_ORACLE=target/oracle cargo test …
"""

import argparse
import concurrent.futures
import importlib
import functools
import json
import pathlib
import random
import sys

import book

# One module, one data file. Each has a function cases() that returns a
# dictionary from a function's name to a list of [inputs, output].
MODULES = [
    "kernels",
    "pmf",
    "discrete",
    "normal",
    "scalar",
    "multivariate_normal",
    "transport",
    "samples",
    "matrices",
    "across",
    "vectors",
    "objectives",
    "integrals",
    "within",
    "fits",
    "mixtures",
    "rest",
    "normals",
    "channels",
    "low_rank",
    "last",
    "unit_interval",
]

HERE = pathlib.Path(__file__).resolve().parent
# The values of the book: one file for each chapter that has some.
MODULES += sorted(f"chapters/{path.stem}" for path in (HERE / "chapters").glob("*.py"))
PLAIN = random.Random


def as_text(cases):
    """JSON with one case to a line, so that a change shows as a small diff."""
    lines = ["{"]
    for number, (name, rows) in enumerate(cases.items()):
        lines.append(f"{json.dumps(name, ensure_ascii=False)}: [")
        lines.append(",\n".join(json.dumps(row, separators=(",", ":")) for row in rows))
        lines.append("]," if number + 1 < len(cases) else "]")
    lines.append("}")
    return "\n".join(lines) + "\n"


def text_of(name, shift):
    """The module's data; its random cases are others for each shift of the seeds."""
    random.Random = lambda seed=0: PLAIN(f"{seed} {shift}" if shift else seed)
    if name.startswith("chapters/"):
        return as_text(book.cases(name.removeprefix("chapters/")))
    cases = importlib.import_module(name).cases()
    return as_text(less_committed(name, cases) if shift else cases)


def less_committed(name, cases):
    """What is left of the cases without those whose inputs are committed, each once."""
    committed = json.loads((HERE / f"data/{name}.json").read_text(encoding="utf-8"))
    left = {}
    for row, group in cases.items():
        known = {json.dumps(case[0]) for case in committed[row]}
        left[row] = []
        for case in group:
            inputs = json.dumps(case[0])
            if inputs not in known:
                known.add(inputs)
                left[row].append(case)
    return left


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    parser.add_argument("--seed", type=int, default=0, help="make other random cases, elsewhere")
    parser.add_argument("modules", nargs="*", metavar="module", help=", ".join(MODULES))
    arguments = parser.parse_args()
    unknown = [name for name in arguments.modules if name not in MODULES]
    if unknown:
        parser.error(f"unknown module {unknown[0]}; there are {', '.join(MODULES)}")

    if arguments.seed and arguments.check:
        parser.error("other cases are not committed: nothing to compare")

    different = []
    names = arguments.modules or MODULES
    data = HERE / "data"
    if arguments.seed:
        data = HERE.parent / "target/oracle" / str(arguments.seed)
        # The values of the book have no random inputs.
        names = [name for name in names if not name.startswith("chapters/")]
    # One process for each core: the modules have nothing in common.
    with concurrent.futures.ProcessPoolExecutor() as pool:
        texts = pool.map(functools.partial(text_of, shift=arguments.seed), names)
        for name, text in zip(names, texts):
            path = data / f"{name}.json"
            if not arguments.check:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
                print(f"wrote {path}", flush=True)
            elif path.exists() and path.read_text(encoding="utf-8") == text:
                print(f"same  {path}", flush=True)
            else:
                different.append(path)
                print(f"DIFFERS  {path}", flush=True)
    sys.exit(1 if different else 0)


if __name__ == "__main__":
    main()
