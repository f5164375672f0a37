"""Writes data/peers/torch_outputs.json: what PyTorch says, in float64.

    python3 oracle/peers/torch_outputs.py            rewrite
    python3 oracle/peers/torch_outputs.py --check    compare byte for byte, write nothing

`kl_core::torch` promises PyTorch's own numbers, right or wrong, so here PyTorch is the
definition. It is too large to be installed for every check; `generate.py` does not need
this file, and the tests read what is committed.

A case is [inputs, output] or [inputs, output, condition]. Infinite numbers and NaN are
texts. The condition is the sum of the sizes of the terms over the size of their sum:
PyTorch's own rounding is magnified by that.
"""

import json
import math
import pathlib
import random as random_module
import sys

import torch
import torch.nn.functional as F

ORACLE = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ORACLE))
from generate import as_text  # noqa: E402

DATA = ORACLE / "data/peers/torch_outputs.json"
INF, NAN = math.inf, math.nan


def tensor(rows):
    return torch.tensor(rows, dtype=torch.float64)


def plain(x):
    """A number that JSON can hold, or its name."""
    if isinstance(x, (list, tuple)):
        return [plain(y) for y in x]
    if isinstance(x, float) and not math.isfinite(x):
        return name(x)
    return x


def name(x):
    return "NaN" if math.isnan(x) else "inf" if x > 0 else "-inf"


def text(x):
    return repr(x) if math.isfinite(x) else name(x)


def case(inputs, value, terms=None):
    """The output, and the condition if there are terms and it is not 1."""
    row = [plain(inputs), text(value)]
    if terms is not None and math.isfinite(value):
        size = math.fsum(map(abs, terms))
        # Where all is rounding noise, one ulp of the terms, not of their sum.
        condition = size / max(abs(value), 2.0**-52 * size) if size else 1.0
        if condition > 1.0 and math.isfinite(condition):
            row.append(repr(condition))
    return row


def simplex(random, n):
    w = [random.gammavariate(random.choice([0.1, 1.0, 5.0]), 1.0) for _ in range(n)]
    total = math.fsum(w)
    return [x / total for x in w]


def kl_div(random):
    """Every reduction, and each element by itself."""
    reduced, elements = [], []

    def see(log_q, target, rows, log_target):
        shape = (rows, len(log_q) // rows if rows else 0)
        x, t = tensor(log_q).reshape(shape), tensor(target).reshape(shape)
        terms = []
        for a, b in zip(log_q, target):
            one = F.kl_div(tensor([a]), tensor([b]), reduction="none", log_target=log_target).item()
            if log_target:
                parts = [math.exp(b) * abs(b), math.exp(b) * abs(a)] if b < 700 else []
            else:
                parts = [b * math.log(b) if b > 0 and b < INF else 0.0, b * a if b else 0.0]
            terms += [p for p in parts if math.isfinite(p)]
            elements.append(case([a, b, log_target], one, parts))
        for reduction in ("mean", "sum", "batchmean"):
            value = F.kl_div(x, t, reduction=reduction, log_target=log_target).item()
            size = {"mean": len(log_q), "sum": 1, "batchmean": rows}[reduction]
            scaled = [y / size for y in terms] if size else None
            reduced.append(case([log_q, target, rows, reduction, log_target], value, scaled))

    # Empty; one row; one element; targets of zero; negative targets.
    for log_target in (False, True):
        for rows in (0, 1, 3):
            see([], [], rows, log_target)
        see([-0.5], [0.25], 1, log_target)
        see([math.log(0.25)], [0.25], 1, log_target)
        see([-0.5, -1.0], [0.0, 1.0], 1, log_target)
        see([-0.5, -1.0], [-0.5, 1.0], 1, log_target)
        see([-INF, 0.0], [0.0, 1.0], 1, log_target)
        see([-INF, 0.0], [0.5, 0.5], 1, log_target)
        see([-1.0, -1.0], [NAN, 1.0], 2, log_target)
        special = (-INF, INF, NAN, 0.0, -1.0, 0.5)
        for a in special:
            for b in special:
                see([a], [b], 1, log_target)
    for i in range(60):
        rows, n = random.choice([1, 2, 5]), random.choice([1, 2, 3, 10])
        p = [simplex(random, n) for _ in range(rows)]
        q = [simplex(random, n) for _ in range(rows)]
        if i % 3 == 0:
            size = 10.0 ** random.uniform(-15, 0)
            q = [[x * (1 + size * random.uniform(-1, 1)) for x in row] for row in p]
        p, q = sum(p, []), sum(q, [])
        if i % 4 == 1:
            p = [0.0 if random.random() < 0.3 else x for x in p]
        ln = lambda row: [math.log(x) if x else -745.0 for x in row]
        see(ln(q), p, rows, False)
        see(ln(q), ln(p), rows, True)
    return {"torch::kl_div": reduced, "torch::kl_div_unreduced": thinned(elements)}


def thinned(rows, most=300):
    """All of the first hundred, and some of the others."""
    step = max(1, (len(rows) - 100) // (most - 100))
    return rows[:100] + rows[100::step]


def logits(random, n):
    kind = random.randrange(4)
    scale = [1.0, 10.0, 1e3, 1e-6][kind]
    return [random.uniform(-scale, scale) for _ in range(n)]


def log_softmax_terms(row, k):
    """The sizes of what log_softmax adds; one, because the logarithm is of a sum near one."""
    m = max(row)
    if not all(map(math.isfinite, (m, row[k]))):
        return [1.0]
    return [row[k] - m, math.log(math.fsum(math.exp(z - m) for z in row)), 1.0]


def log_softmax(random):
    rows = []
    special = [[INF, 0.0], [-INF, 0.0], [NAN, 0.0], [-INF, -INF], [1e300, -1e300], [0.0]]
    for row in special + [logits(random, random.choice([1, 2, 3, 10])) for _ in range(60)]:
        for k, value in enumerate(F.log_softmax(tensor([row]), dim=1)[0].tolist()):
            rows.append(case([row, k], value, log_softmax_terms(row, k)))
    return {"torch::log_softmax": rows}


def cross_entropy(random):
    reduced, unreduced, of_p, of_p_unreduced = [], [], [], []

    def labels(z, target, smoothing):
        rows, n = len(target), (len(z) // len(target) if target else 3)
        x, t = tensor(z).reshape(rows, n), torch.tensor(target, dtype=torch.long)
        each = F.cross_entropy(x, t, label_smoothing=smoothing, reduction="none").tolist()
        terms = [[] for _ in target]
        for i, y in enumerate(target):
            if y >= 0:
                row = z[i * n : (i + 1) * n]
                terms[i] = [(1 - smoothing) * a for a in log_softmax_terms(row, y)]
                if smoothing:
                    terms[i] += [smoothing / n * a for k in range(n) for a in log_softmax_terms(row, k)]
            unreduced.append(case([z, target, smoothing, i], each[i], terms[i]))
        counted = sum(y >= 0 for y in target)
        for reduction in ("mean", "sum"):
            value = F.cross_entropy(x, t, label_smoothing=smoothing, reduction=reduction).item()
            size = counted if reduction == "mean" else 1
            flat = [a / size for row in terms for a in row] if size else None
            reduced.append(case([z, target, smoothing, reduction], value, flat))

    def probabilities(z, p, rows, smoothing):
        n = len(z) // rows if rows else 3
        x, t = tensor(z).reshape(rows, n), tensor(p).reshape(rows, n)
        each = F.cross_entropy(x, t, label_smoothing=smoothing, reduction="none").tolist()
        terms = [[] for _ in range(rows)]
        for i in range(rows):
            row = z[i * n : (i + 1) * n]
            for k in range(n):
                weight = p[i * n + k] * (1 - smoothing) + smoothing / n
                terms[i] += [weight * a for a in log_softmax_terms(row, k)]
            of_p_unreduced.append(case([z, p, rows, smoothing, i], each[i], terms[i]))
        for reduction in ("mean", "sum"):
            value = F.cross_entropy(x, t, label_smoothing=smoothing, reduction=reduction).item()
            size = rows if reduction == "mean" else 1
            flat = [a / size for row in terms for a in row] if size else None
            of_p.append(case([z, p, rows, smoothing, reduction], value, flat))

    for smoothing in (0.0, 0.1, 1.0):
        labels([], [], smoothing)
        labels([1.0, 2.0, 3.0], [-100], smoothing)
        labels([1.0, 2.0, 3.0, 4.0], [-100, 1], smoothing)
        labels([5.0], [0], smoothing)
        labels([1e300, -1e300], [0], smoothing)
        probabilities([], [], 0, smoothing)
        probabilities([], [], 2, smoothing)
        probabilities([1.0, 2.0], [-1.0, 2.0], 1, smoothing)
        for row in ([INF, 0.0], [-INF, 0.0], [NAN, 0.0], [-INF, -INF]):
            labels(row, [0], smoothing)
            labels(row, [1], smoothing)
            probabilities(row, [0.0, 1.0], 1, smoothing)
    for i in range(60):
        rows, n = random.choice([1, 2, 5]), random.choice([1, 2, 3, 10])
        smoothing = random.choice([0.0, 0.1, random.random(), 1.0])
        z = sum((logits(random, n) for _ in range(rows)), [])
        target = [-100 if random.random() < 0.1 else random.randrange(n) for _ in range(rows)]
        labels(z, target, smoothing)
        probabilities(z, sum((simplex(random, n) for _ in range(rows)), []), rows, smoothing)
    return {
        "torch::cross_entropy": reduced,
        "torch::cross_entropy_unreduced": thinned(unreduced),
        "torch::cross_entropy_of_probabilities": of_p,
        "torch::cross_entropy_of_probabilities_unreduced": thinned(of_p_unreduced),
    }


def binary_cross_entropy_with_logits(random):
    reduced, elements = [], []

    def see(z, y):
        terms = []
        for a, b in zip(z, y):
            one = F.binary_cross_entropy_with_logits(tensor([a]), tensor([b]), reduction="none").item()
            finite = math.isfinite(a) and math.isfinite(b)
            low = min(a, 0.0)
            parts = [(1 - b) * a, low, math.log1p(math.exp(-abs(a)))] if finite else []
            terms += parts
            elements.append(case([a, b], one, parts))
        for reduction in ("mean", "sum"):
            value = F.binary_cross_entropy_with_logits(tensor(z), tensor(y), reduction=reduction).item()
            size = len(z) if reduction == "mean" else 1
            scaled = [t / size for t in terms] if size else None
            reduced.append(case([z, y, reduction], value, scaled))

    see([], [])
    for a in (-INF, -1e3, -40.0, 0.0, 1e3, INF, NAN):
        for b in (0.0, 1.0, 0.5, -1.0, 2.0, NAN, INF):
            see([a], [b])
    for _ in range(60):
        n = random.choice([1, 3, 10])
        see(logits(random, n), [random.choice([0.0, 1.0, random.random()]) for _ in range(n)])
    return {
        "torch::binary_cross_entropy_with_logits": reduced,
        "torch::binary_cross_entropy_with_logits_unreduced": thinned(elements),
    }


def gaussian_nll_loss(random):
    reduced, elements = [], []

    def see(x, y, v, full, eps):
        terms = []
        for a, b, c in zip(x, y, v):
            one = F.gaussian_nll_loss(
                tensor([a]), tensor([b]), tensor([c]), full=full, eps=eps, reduction="none"
            ).item()
            parts = []
            if all(map(math.isfinite, (a, b, c))):
                d = max(c, eps)
                parts = [math.log(d) / 2, (a - b) ** 2 / d / 2, math.log(2 * math.pi) / 2 * full]
            terms += parts
            elements.append(case([a, b, c, full, eps], one, parts))
        for reduction in ("mean", "sum"):
            value = F.gaussian_nll_loss(
                tensor(x), tensor(y), tensor(v), full=full, eps=eps, reduction=reduction
            ).item()
            size = len(x) if reduction == "mean" else 1
            scaled = [t / size for t in terms] if size else None
            reduced.append(case([x, y, v, full, eps, reduction], value, scaled))

    see([], [], [], False, 1e-6)
    for c in (0.0, 1e-7, 1.0, INF, NAN):
        for full in (False, True):
            see([1.0], [2.0], [c], full, 1e-6)
    see([NAN], [1.0], [1.0], False, 1e-6)
    see([INF], [1.0], [1.0], False, 1e-6)
    see([INF], [INF], [1.0], False, 1e-6)
    for _ in range(60):
        n = random.choice([1, 3, 10])
        v = [10.0 ** random.uniform(-8, 8) for _ in range(n)]
        see(logits(random, n), logits(random, n), v, random.random() < 0.5, random.choice([1e-6, 1e-3]))
    return {
        "torch::gaussian_nll_loss": reduced,
        "torch::gaussian_nll_loss_unreduced": thinned(elements),
    }


def main():
    torch.set_num_threads(1)
    random = random_module.Random(20261121)
    cases = {"PyTorch": [torch.__version__]}
    makers = [kl_div, log_softmax, cross_entropy, binary_cross_entropy_with_logits, gaussian_nll_loss]
    for maker in makers:
        cases |= maker(random)
    written = as_text(cases)
    if "--check" in sys.argv:
        same = DATA.read_text(encoding="utf-8") == written
        print("same" if same else "DIFFERS", DATA.name)
        sys.exit(0 if same else 1)
    DATA.write_text(written, encoding="utf-8")
    print(f"wrote {DATA.name}, of PyTorch {torch.__version__}")


if __name__ == "__main__":
    main()
