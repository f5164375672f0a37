"""How a row of the table is declared: once, above the formula that gives its values.

    @row("Exp‖Exp", positives_of_any_size)
    @on_exact
    def exponential(p, q):
        return log(p / q) + q / p - 1

The row belongs to the file that it stands in. Its inputs come from a function of a stream of
random numbers that is the row's own, seeded by its name: what is done to one row changes no
other. Inputs that other seeds have found to be the worst are added from `found/`.
"""

import inspect
import json
import math
import pathlib
import random
import re
from dataclasses import dataclass
from typing import Callable

import mpmath

from shared.exact import DIGITS, short, stable

HERE = pathlib.Path(__file__).resolve().parent.parent

# By file, as Python names it, the rows by their names.
ROWS = {}


@dataclass
class Row:
    name: str
    formula: Callable
    # From a stream of random numbers to the arguments of the formula, case by case.
    inputs: Callable
    # Those to begin with, or a function of the arguments that says how many.
    digits: int | Callable
    # What the tolerance is multiplied by: a function of the arguments.
    condition: Callable | None
    # The same, but a function of the value, or of the list of values, and the arguments.
    condition_of: Callable | None
    # Makes the output from the formula and its arguments; None leaves the case out.
    value: Callable
    # Why the condition number may be of any size, if it may.
    excused: str | None


def row(name, inputs, *, digits=DIGITS, condition=None, condition_of=None, value=stable, excused=None):
    """Declares the row of which the function below is the formula."""
    file = inspect.currentframe().f_back.f_globals["__name__"]

    def declare(formula):
        rows = ROWS.setdefault(file, {})
        assert name not in rows, f"{name} stands twice in {file}"
        if file.startswith("core.pairs."):
            assert file == f"core.pairs.{family(name)}", f"{name} belongs into {family(name)}.py"
        rows[name] = Row(name, formula, inputs, digits, condition, condition_of, value, excused)
        return formula

    return declare


def cases_of(name):
    """Declares a row whose cases, [inputs, output, condition], the function below makes itself."""
    def declare(function):
        ROWS.setdefault(function.__module__, {})[name] = function
        return function

    return declare


def family(pair):
    """P of P‖Q, as its file is named: `chi_squared` of `ChiSquared‖Exp`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", re.match(r"\w+", pair)[0]).lower()


def cases(file, name, seed):
    """The cases of a row. Another seed makes other random ones."""
    row = ROWS[file][name]
    stream = random.Random(f"{name} {seed}" if seed else name)
    if not isinstance(row, Row):
        return row(stream)
    # Formulas that help to make inputs need more digits than doubles have.
    with mpmath.workdps(30):
        inputs = [*row.inputs(stream), *found(file).get(name, [])]
    result = []
    for arguments in inputs:
        digits = row.digits(*arguments) if callable(row.digits) else row.digits
        output = row.value(row.formula, *arguments, digits=digits)
        if output is None:
            continue
        case = [plain(arguments), output]
        with mpmath.workdps(2 * digits):
            if row.condition:
                case.append(short(row.condition(*arguments)))
            if row.condition_of:
                values = [mpmath.mpf(x) for x in output] if isinstance(output, list) else mpmath.mpf(output)
                case.append(short(row.condition_of(values, *arguments)))
            if not row.excused:
                refuse_excuses(row, arguments, case, digits)
        result.append(case)
    return result


# A tolerance is so many ulp times the condition number: from this one on it allows anything.
ANYTHING = 2.0**52
# An input that is rounded moves the value by this many ulp at least where that is honest.
HONEST = 2.0**20


def refuse_excuses(row, arguments, case, digits):
    """Fails where a condition number allows any answer and the value hardly depends on the last
    bits of the inputs."""
    conditions = as_list(case[2]) if len(case) > 2 else []
    excused = [i for i, condition in enumerate(conditions) if float(condition) > ANYTHING]
    if not excused:
        return
    value = [mpmath.mpf(text) for text in as_list(case[1])]
    moved = [mpmath.mpf(0)] * len(value)
    for other in rounded_otherwise(list(arguments)):
        output = row.value(row.formula, *other, digits=digits)
        for i, text in enumerate(as_list(output)):
            moved[i] += abs(mpmath.mpf(text) - value[i])
    for i in excused:
        if mpmath.isfinite(value[i]) and moved[i] < HONEST * 2.0**-53 * abs(value[i]):
            raise ArithmeticError(
                f"{row.name}: a condition number of {conditions[i]} excuses any answer at {arguments}, "
                f"number {i}, where rounding the inputs moves {value[i]} by {mpmath.nstr(moved[i], 3)} only")


def rounded_otherwise(x):
    """The inputs, one number in them at a time half an ulp away."""
    for i, entry in enumerate(x):
        if isinstance(entry, (list, tuple)):
            others = rounded_otherwise(list(entry))
        elif isinstance(entry, float) and math.isfinite(entry) and entry:
            others = [mpmath.mpf(entry) * (1 + mpmath.mpf(2) ** -53)]
        else:
            continue
        for other in others:
            yield [*x[:i], other, *x[i + 1:]]


def as_list(x):
    return x if isinstance(x, list) else [x]


def plain(x):
    """As JSON can hold it: infinite numbers as texts."""
    if isinstance(x, (list, tuple)):
        return [plain(y) for y in x]
    if isinstance(x, float) and math.isinf(x):
        return "inf" if x > 0 else "-inf"
    return x


def number(x):
    """The inverse of `plain`."""
    if isinstance(x, list):
        return [number(y) for y in x]
    return float(x) if x in ("inf", "-inf") else x


def found(file):
    """By row, inputs of the file that other seeds have found to be worst."""
    path = HERE / "found" / f"{file.replace('.', '/')}.json"
    if not path.exists():
        return {}
    return {row: number(rows) for row, rows in json.loads(path.read_text(encoding="utf-8")).items()}


def check(file, tied):
    """Fails where a formula is not what its definition gives, to 12 digits, and where inputs
    that were found belong to no row."""
    unknown = set(found(file)) - set(ROWS[file])
    assert not unknown, f"{file} has no row {unknown}"
    with mpmath.workdps(30):
        for number, (formula, definition) in enumerate(tied()):
            if abs(formula - definition) > abs(definition) * mpmath.mpf(10) ** -12:
                raise ArithmeticError(f"{file}, {number} of tied(): {formula} is not {definition}")
