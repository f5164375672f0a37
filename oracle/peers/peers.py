"""What scipy and PyTorch say on the cases of `data/`, for the report on accuracy.

    python3 oracle/peers/peers.py      rewrites oracle/data/peers/peers.json

It needs numpy, scipy and torch, which nothing else here does, so it is run by hand
when cases are added. For each row and each peer it writes the call, the worst and the
median error in ulp (divided by the case's condition number, as for `kl-core`), and how
many answers were NaN, negative, infinite for a finite value, or an exception.

A vector of doubles never quite sums to one. The value of a case is that of the
definition in `kl-core`, with Σ(−p + q); a peer that leaves that out is wrong by
Σp − Σq, about 1e-16, which matters where the answer is as small.
"""

import json
import math
import pathlib
import statistics
import struct
import sys
import warnings

import numpy
import scipy
import scipy.spatial.distance
import scipy.special
import scipy.stats
import torch
import torch.distributions as td
import torch.nn.functional as functional

ORACLE = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ORACLE))
from shared.rows import number  # noqa: E402

DATA = ORACLE / "data"


def vector(x):
    return torch.tensor(x, dtype=torch.float64)


def kl(p, q):
    return td.kl_divergence(p, q).item()


def of(family, count):
    """Makes a distribution of the family from the next `count` inputs."""
    return lambda x: family(*(vector(v) for v in x[:count]), validate_args=False), count


ONE = {
    "Bernoulli": of(td.Bernoulli, 1),
    "Beta": of(td.Beta, 2),
    "Cauchy": of(td.Cauchy, 2),
    "ChiSquared": of(td.Chi2, 1),
    "ContinuousBernoulli": of(td.ContinuousBernoulli, 1),
    "Exp": of(td.Exponential, 1),
    "Gamma": of(td.Gamma, 2),
    "Geometric": of(td.Geometric, 1),
    "Gumbel": of(td.Gumbel, 2),
    "HalfNormal": of(td.HalfNormal, 1),
    "Laplace": of(td.Laplace, 2),
    "LogNormal": of(td.LogNormal, 2),
    "Normal": of(td.Normal, 2),
    "Pareto": of(td.Pareto, 2),
    "Poisson": of(td.Poisson, 1),
    "Uniform": of(td.Uniform, 2),
}


def torch_pair(row):
    """The pair of two families with a few numbers each, as torch has it."""
    p, q = row.split("‖")
    (make_p, count), (make_q, _) = ONE[p], ONE[q]
    return lambda x: kl(make_p(x), make_q(x[count:]))


def binomial(x):
    make = lambda p: td.Binomial(int(x[0]), vector(p), validate_args=False)
    return kl(make(x[1]), make(x[2]))


def multivariate_normal(x):
    make = lambda mean, covariance: td.MultivariateNormal(vector(mean), vector(covariance))
    return kl(make(x[0], x[1]), make(x[2], x[3]))


def torch_kl_div(x):
    p, q = map(vector, x)
    return functional.kl_div(q.log(), p, reduction="sum").item()


def scipy_logits(x):
    p, q = (scipy.special.log_softmax(v) for v in x)
    return numpy.sum(numpy.exp(p) * (p - q))


def torch_logits(x):
    p, q = (functional.log_softmax(vector(v), dim=0) for v in x)
    return functional.kl_div(q, p, reduction="sum", log_target=True).item()


# Row: (peer, the call as the report shows it, the function of the inputs).
CALLS = {
    "kernels::entropy_term": [("scipy", "special.entr", lambda x: scipy.special.entr(x[0]))],
    "kernels::kl_term": [("scipy", "special.kl_div", lambda x: scipy.special.kl_div(*x))],
    "Pmf::entropy": [
        ("scipy", "stats.entropy", lambda x: scipy.stats.entropy(x[0])),
        ("torch", "Categorical.entropy", lambda x: td.Categorical(probs=vector(x[0])).entropy().item()),
    ],
    "Pmf::kl": [
        ("scipy", "stats.entropy", lambda x: scipy.stats.entropy(*x)),
        ("torch", "functional.kl_div", torch_kl_div),
    ],
    "Pmf::jensen_shannon": [
        ("scipy", "distance.jensenshannon, squared",
         lambda x: scipy.spatial.distance.jensenshannon(*x) ** 2),
    ],
    "Logits::kl": [
        ("scipy", "special.log_softmax and a sum", scipy_logits),
        ("torch", "functional.kl_div, log_target", torch_logits),
    ],
    "transport::wasserstein_1": [
        ("scipy", "stats.wasserstein_distance", lambda x: scipy.stats.wasserstein_distance(*x)),
    ],
    "Pmf::total_variation": [
        ("scipy", "distance.cityblock, halved", lambda x: scipy.spatial.distance.cityblock(*x) / 2),
    ],
    "Binomial‖Binomial": [("torch", "kl_divergence", binomial)],
    "Dirichlet‖Dirichlet": [
        ("torch", "kl_divergence", lambda x: kl(*(td.Dirichlet(vector(c)) for c in x))),
    ],
    "MultivariateNormal‖MultivariateNormal": [("torch", "kl_divergence", multivariate_normal)],
}


def calls(row):
    if row in CALLS:
        return CALLS[row]
    families = row.split(",")[0].split("‖")
    if len(families) == 2 and all(family in ONE for family in families):
        return [("torch", "kl_divergence", torch_pair(row.split(",")[0]))]
    return []


def ulps_between(a, b):
    def place(x):
        bits = struct.unpack("q", struct.pack("d", abs(x)))[0]
        return -bits if x < 0 else bits
    return abs(place(a) - place(b))


def cases():
    """Row, and its cases as (inputs, expected, condition), of all files."""
    for path in sorted((DATA / "core").rglob("*.json")):
        for row, entries in json.loads(path.read_text(encoding="utf-8")).items():
            if calls(row):
                yield row, [(number(e[0]), e[1], float(e[2]) if len(e) > 2 else 1.0) for e in entries]


def compare(function, entries):
    """Errors in ulp, and the answers that are wrong in kind."""
    errors, wrong = [], {"NaN": 0, "negative": 0, "infinite": 0, "exception": 0}
    for inputs, expected, condition in entries:
        expected = float(expected)
        try:
            got = float(function(inputs))
        except (ValueError, RuntimeError, NotImplementedError, torch.linalg.LinAlgError):
            wrong["exception"] += 1
            continue
        if math.isnan(got):
            wrong["NaN"] += 1
        elif got < 0 <= expected:
            wrong["negative"] += 1
        elif math.isinf(got) and not math.isinf(expected):
            wrong["infinite"] += 1
        else:
            errors.append(ulps_between(got, expected) / condition)
    return {
        "worst": max(errors, default=None),
        "median": statistics.median(errors) if errors else None,
        "wrong": {kind: count for kind, count in wrong.items() if count},
    }


def main():
    warnings.simplefilter("ignore")
    numpy.seterr(all="ignore")
    versions = {"scipy": scipy.__version__, "torch": torch.__version__.split("+")[0]}
    rows = {}
    for row, entries in cases():
        for peer, call, function in calls(row):
            entry = {"call": call, "cases": len(entries)} | compare(function, entries)
            if entry["wrong"].get("exception") == len(entries):
                continue  # The peer does not have this pair.
            rows.setdefault(row, {})[peer] = entry
            print(row, peer, entry)
    lines = ["{", f'"versions": {json.dumps(versions)},', '"rows": {']
    lines.append(",\n".join(f"{json.dumps(k, ensure_ascii=False)}: {json.dumps(v)}" for k, v in rows.items()))
    lines.append("}}")
    (DATA / "peers/peers.json").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
