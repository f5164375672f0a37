"""Writes the reference data, or checks that what is committed is what it writes.

    python3 oracle/generate.py                   rewrite oracle/data/
    python3 oracle/generate.py --check           compare byte for byte, write nothing
    python3 oracle/generate.py core/pairs/beta   only what is named so or lies below, as book
    python3 oracle/generate.py --seed 7          only cases that are not committed, in
                                                 target/oracle/7; to test with all there:
                                                 KL_CORE_ORACLE=target/oracle cargo test …

Each file below core/ and book/ that declares rows or values has a data file of the same name.
"""

import argparse
import concurrent.futures
import importlib
import json
import pathlib
import sys

from shared import rows, values

HERE = pathlib.Path(__file__).resolve().parent


def files():
    """All files that write data: `core/pairs/beta`, `book/coin`."""
    paths = sorted([*HERE.glob("core/**/*.py"), *HERE.glob("book/*.py")])
    return [str(path.relative_to(HERE).with_suffix("")) for path in paths]


def imported(file):
    return importlib.import_module(file.replace("/", "."))


def parts(file):
    """The rows of a file, which are computed one by one; a chapter is one."""
    if file.startswith("book/"):
        return [None]
    return sorted(rows.ROWS[imported(file).__name__])


def computed(part):
    """The row's cases, or the chapter's values."""
    file, row, seed = part
    module = imported(file)
    if row is None:
        return values.cases(module)
    if row == parts(file)[0]:
        rows.check(module.__name__, getattr(module, "tied", list))
    return rows.cases(module.__name__, row, seed)


def as_text(cases):
    """JSON with one case to a line, so that a change shows as a small diff."""
    lines = ["{"]
    for number, (name, group) in enumerate(cases.items()):
        lines.append(f"{json.dumps(name, ensure_ascii=False)}: [")
        lines.append(",\n".join(json.dumps(case, separators=(",", ":")) for case in group))
        lines.append("]," if number + 1 < len(cases) else "]")
    lines.append("}")
    return "\n".join(lines) + "\n"


def less_committed(file, cases):
    """What is left of the cases without those whose inputs are committed, each once."""
    committed = json.loads((HERE / f"data/{file}.json").read_text(encoding="utf-8"))
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


def texts(names, seed):
    """Each file with its text, as they come."""
    wanted = [(file, row, seed) for file in names for row in parts(file)]
    # One process for each core: the rows have nothing in common.
    with concurrent.futures.ProcessPoolExecutor() as pool:
        results = pool.map(computed, wanted)
        for file in names:
            cases = {row or file.removeprefix("book/"): next(results) for row in parts(file)}
            yield file, as_text(less_committed(file, cases) if seed else cases)


def orphans():
    """Data below core/ and book/ of which no file is left."""
    written = {HERE / f"data/{file}.json" for file in files()}
    there = [*HERE.glob("data/core/**/*.json"), *HERE.glob("data/book/*.json")]
    return sorted(set(there) - written)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    parser.add_argument("--seed", type=int, default=0, help="make other random cases, elsewhere")
    parser.add_argument("files", nargs="*", metavar="file", help="core/pairs/beta, book/coin, book, …")
    arguments = parser.parse_args()
    names = files()
    if arguments.files:
        below = lambda file, name: f"{file}/".startswith(f"{name.rstrip('/')}/")
        for name in arguments.files:
            if not any(below(file, name) for file in names):
                parser.error(f"there is no {name}; there are {', '.join(names)}")
        names = [file for file in names if any(below(file, name) for name in arguments.files)]
    data = HERE / "data"
    if arguments.seed:
        if arguments.check:
            parser.error("other cases are not committed: nothing to compare")
        data = HERE.parent / "target/oracle" / str(arguments.seed)
        # The values of the book have no random inputs.
        names = [name for name in names if not name.startswith("book/")]

    different = orphans() if arguments.check else []
    for path in different:
        print(f"NO SCRIPT writes {path}", flush=True)
    for name, text in texts(names, arguments.seed):
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
