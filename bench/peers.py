"""The peers in Python: numpy, scipy and torch, those that are there.

The benchmark starts this, and the two talk in lines of JSON. Arrays pass through files, as
doubles. Each work is a function for each library, which takes the arrays and gives a function
without arguments: what that does is timed.
"""

import importlib
import json
import sys
import time
from pathlib import Path


def load(name):
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


np, scipy, torch = load("numpy"), load("scipy"), load("torch")
if scipy:
    from scipy import linalg, spatial, special, stats
if torch:
    torch.set_num_threads(1)
    torch.set_default_dtype(torch.float64)

WORKS = {}


def peer(library, work=None):
    """Registers a function as what a library does for the work of its name."""

    def register(make):
        if library is not None and np is not None:
            WORKS.setdefault(work or make.__name__, {})[library.__name__] = make
        return make

    return register


# Divergences between vectors, as one writes them with arrays.


@peer(np)
def kl(p, q):
    return lambda: np.sum(p * np.log(p / q))


@peer(scipy, "kl")
def scipy_kl(p, q):
    return lambda: np.sum(special.rel_entr(p, q))


@peer(torch, "kl")
def torch_kl(p, q):
    p, q = tensors(p, q)
    return lambda: torch.sum(p * torch.log(p / q))


@peer(np)
def jensen_shannon(p, q):
    def call():
        m = 0.5 * (p + q)
        return 0.5 * np.sum(p * np.log(p / m) + q * np.log(q / m))

    return call


@peer(scipy, "jensen_shannon")
def scipy_jensen_shannon(p, q):
    # It gives the root.
    return lambda: spatial.distance.jensenshannon(p, q) ** 2


@peer(np)
def entropy(p, q):
    return lambda: -np.sum(p * np.log(p))


@peer(scipy, "entropy")
def scipy_entropy(p, q):
    return lambda: np.sum(special.entr(p))


@peer(torch, "entropy")
def torch_entropy(p, q):
    (p,) = tensors(p)
    return lambda: torch.sum(torch.special.entr(p))


@peer(np)
def cross_entropy(p, q):
    return lambda: -np.sum(p * np.log(q))


@peer(scipy, "cross_entropy")
def scipy_cross_entropy(p, q):
    return lambda: -np.sum(special.xlogy(p, q))


@peer(np)
def jeffreys(p, q):
    return lambda: np.sum((p - q) * np.log(p / q))


@peer(np)
def hellinger(p, q):
    return lambda: np.sqrt(0.5 * np.sum((np.sqrt(p) - np.sqrt(q)) ** 2))


@peer(torch, "hellinger")
def torch_hellinger(p, q):
    p, q = tensors(p, q)
    return lambda: torch.sqrt(0.5 * torch.sum((torch.sqrt(p) - torch.sqrt(q)) ** 2))


@peer(np)
def bhattacharyya(p, q):
    return lambda: -np.log(np.sum(np.sqrt(p * q)))


@peer(np)
def chi_squared(p, q):
    return lambda: np.sum((p - q) ** 2 / q)


@peer(np)
def total_variation(p, q):
    return lambda: 0.5 * np.sum(np.abs(p - q))


@peer(torch, "total_variation")
def torch_total_variation(p, q):
    p, q = tensors(p, q)
    return lambda: 0.5 * torch.sum(torch.abs(p - q))


@peer(np)
def renyi(p, q, order):
    a = float(order[0])
    return lambda: np.log(np.sum(p**a * q ** (1 - a))) / (a - 1)


@peer(torch, "renyi")
def torch_renyi(p, q, order):
    a = float(order[0])
    p, q = tensors(p, q)
    return lambda: torch.log(torch.sum(p**a * q ** (1 - a))) / (a - 1)


@peer(np)
def from_weights(weights):
    return lambda: weights / np.sum(weights)


# Logits, objectives, tables.


@peer(np)
def logits(p, q):
    def log_softmax(x):
        x = x - np.max(x, axis=1, keepdims=True)
        return x - np.log(np.sum(np.exp(x), axis=1, keepdims=True))

    def call():
        a, b = log_softmax(p), log_softmax(q)
        return np.sum(np.exp(a) * (a - b), axis=1)

    return call


@peer(scipy, "logits")
def scipy_logits(p, q):
    def call():
        a, b = special.log_softmax(p, axis=1), special.log_softmax(q, axis=1)
        return np.sum(np.exp(a) * (a - b), axis=1)

    return call


@peer(torch, "logits")
def torch_logits(p, q):
    p, q = tensors(p, q)

    def call():
        a, b = torch.log_softmax(p, 1), torch.log_softmax(q, 1)
        return torch.nn.functional.kl_div(b, a, log_target=True, reduction="none").sum(1)

    return call


@peer(np)
def normal_kl(mean, log_variance):
    def call():
        less_1 = np.expm1(log_variance)
        value = 0.5 * (np.sum(mean * mean) + np.sum(less_1 - log_variance))
        return value, mean.copy(), 0.5 * less_1

    return call


@peer(torch, "normal_kl")
def torch_normal_kl(mean, log_variance):
    mean, log_variance = tensors(mean, log_variance)
    mean.requires_grad_()
    log_variance.requires_grad_()

    def call():
        value = 0.5 * torch.sum(mean**2 + torch.exp(log_variance) - 1 - log_variance)
        return value.detach(), *torch.autograd.grad(value, (mean, log_variance))

    return call


# Numbers of 32 bits, as networks have them.


def single(*arrays):
    return [x.astype(np.float32) for x in arrays]


@peer(np)
def logits_single(p, q):
    return logits(*single(p, q))


@peer(torch, "logits_single")
def torch_logits_single(p, q):
    return torch_logits(*single(p, q))


@peer(np)
def normal_kl_single(mean, log_variance):
    return normal_kl(*single(mean, log_variance))


@peer(np)
def normal_kl_value_single(mean, log_variance):
    mean, log_variance = single(mean, log_variance)
    return lambda: 0.5 * (np.sum(mean * mean) + np.sum(np.exp(log_variance) - 1 - log_variance))


@peer(np)
def distillation_single(p, q):
    p, q = single(p, q)
    temperature = np.float32(2)

    def log_softmax(x):
        x = x / temperature
        x = x - np.max(x, axis=1, keepdims=True)
        return x - np.log(np.sum(np.exp(x), axis=1, keepdims=True))

    def call():
        a, b = log_softmax(p), log_softmax(q)
        teacher = np.exp(a)
        value = temperature**2 * np.sum(teacher * (a - b))
        return value, temperature * (np.exp(b) - teacher)

    return call


@peer(np)
def pairwise(p, q):
    return lambda: np.sum(p * np.log(p), axis=1)[:, None] - p @ np.log(q).T


@peer(torch, "pairwise")
def torch_pairwise(p, q):
    p, q = tensors(p, q)
    return lambda: torch.sum(p * torch.log(p), 1)[:, None] - p @ torch.log(q).T


# Normal distributions in several dimensions.


def by_hand(mean_p, mean_q, factor_p, factor_q):
    shift = linalg.solve_triangular(factor_q, mean_p - mean_q, lower=True, check_finite=False)
    spread = linalg.solve_triangular(factor_q, factor_p, lower=True, check_finite=False)
    logarithms = np.sum(np.log(np.diag(factor_q) / np.diag(factor_p)))
    return 0.5 * (np.sum(spread**2) - len(shift) + np.sum(shift**2)) + logarithms


def factor(covariance):
    return linalg.cholesky(covariance, lower=True, check_finite=False)


@peer(np)
def normals_from_covariances(mean_p, mean_q, covariance_p, covariance_q):
    def call():
        shift = mean_p - mean_q
        spread = np.trace(np.linalg.solve(covariance_q, covariance_p))
        far = shift @ np.linalg.solve(covariance_q, shift)
        logarithms = np.linalg.slogdet(covariance_q)[1] - np.linalg.slogdet(covariance_p)[1]
        return 0.5 * (spread - len(shift) + far + logarithms)

    return call


@peer(scipy, "normals_from_covariances")
def scipy_normals(mean_p, mean_q, covariance_p, covariance_q):
    return lambda: by_hand(mean_p, mean_q, factor(covariance_p), factor(covariance_q))


@peer(scipy, "normals_from_factors")
def scipy_normals_from_factors(mean_p, mean_q, covariance_p, covariance_q):
    factor_p, factor_q = factor(covariance_p), factor(covariance_q)
    return lambda: by_hand(mean_p, mean_q, factor_p, factor_q)


@peer(torch, "normals_from_covariances")
def torch_normals(mean_p, mean_q, covariance_p, covariance_q):
    mean_p, mean_q, covariance_p, covariance_q = tensors(
        mean_p, mean_q, covariance_p, covariance_q
    )

    def call():
        p = torch.distributions.MultivariateNormal(mean_p, covariance_p)
        q = torch.distributions.MultivariateNormal(mean_q, covariance_q)
        return torch.distributions.kl_divergence(p, q)

    return call


@peer(torch, "normals_from_factors")
def torch_normals_from_factors(mean_p, mean_q, covariance_p, covariance_q):
    mean_p, mean_q, covariance_p, covariance_q = tensors(
        mean_p, mean_q, covariance_p, covariance_q
    )
    p, q = (
        torch.distributions.MultivariateNormal(mean, scale_tril=torch.linalg.cholesky(covariance))
        for mean, covariance in ((mean_p, covariance_p), (mean_q, covariance_q))
    )
    return lambda: torch.distributions.kl_divergence(p, q)


@peer(torch, "low_rank_normals")
def torch_low_rank(mean_p, factor_p, diagonal_p, mean_q, factor_q, diagonal_q):
    p, q = (
        tensors(mean, np.ascontiguousarray(factor.T), diagonal)
        for mean, factor, diagonal in (
            (mean_p, factor_p, diagonal_p),
            (mean_q, factor_q, diagonal_q),
        )
    )

    def call():
        low_rank = torch.distributions.LowRankMultivariateNormal
        return torch.distributions.kl_divergence(low_rank(*p), low_rank(*q))

    return call


# Pairs of distributions, all at once: parameters[i, 0] are those of P, parameters[i, 1] of Q.


@peer(scipy, "gamma")
def gamma(parameters):
    (ap, bp), (aq, bq) = parameters[:, 0].T.copy(), parameters[:, 1].T.copy()

    def call():
        shapes = (ap - aq) * special.psi(ap) - special.gammaln(ap) + special.gammaln(aq)
        return shapes + aq * np.log(bp / bq) + ap * (bq - bp) / bp

    return call


@peer(torch, "gamma")
def torch_gamma(parameters):
    (parameters,) = tensors(parameters)
    p, q = (torch.distributions.Gamma(x[:, 0], x[:, 1]) for x in parameters.unbind(1))
    return lambda: torch.distributions.kl_divergence(p, q)


@peer(scipy, "dirichlet")
def dirichlet(parameters):
    p, q = parameters[:, 0].copy(), parameters[:, 1].copy()

    def call():
        sum_p, sum_q = p.sum(axis=1), q.sum(axis=1)
        means = special.psi(p) - special.psi(sum_p)[:, None]
        terms = special.gammaln(q) - special.gammaln(p) + (p - q) * means
        return special.gammaln(sum_p) - special.gammaln(sum_q) + terms.sum(axis=1)

    return call


@peer(torch, "dirichlet")
def torch_dirichlet(parameters):
    (parameters,) = tensors(parameters)
    p, q = (torch.distributions.Dirichlet(x.contiguous()) for x in parameters.unbind(1))
    return lambda: torch.distributions.kl_divergence(p, q)


@peer(scipy, "von_mises")
def von_mises(parameters):
    (mp, kp), (mq, kq) = parameters[:, 0].T.copy(), parameters[:, 1].T.copy()

    def call():
        mean = special.i1e(kp) / special.i0e(kp)
        logarithms = np.log(special.i0e(kq) / special.i0e(kp)) + kq - kp
        return logarithms + mean * (kp - kq * np.cos(mp - mq))

    return call


# Samples.


@peer(np)
def wasserstein(x, y):
    return lambda: np.mean(np.abs(np.sort(x) - np.sort(y)))


@peer(scipy, "wasserstein")
def scipy_wasserstein(x, y):
    return lambda: stats.wasserstein_distance(x, y)


@peer(torch, "wasserstein")
def torch_wasserstein(x, y):
    x, y = tensors(x, y)
    return lambda: torch.mean(torch.abs(torch.sort(x).values - torch.sort(y).values))


@peer(scipy, "neighbours")
def neighbours(p, q):
    (n, d), m = p.shape, len(q)

    def call():
        rho = spatial.cKDTree(p).query(p, 2)[0][:, 1]
        nu = spatial.cKDTree(q).query(p, 1)[0]
        return d * np.mean(np.log(nu / rho)) + np.log(m / (n - 1))

    return call


# The conversation.


def tensors(*arrays):
    return [torch.from_numpy(array) for array in arrays]


def numbers(answer):
    """Whatever a call gives, one number after the other."""
    parts = answer if isinstance(answer, tuple) else (answer,)
    return np.concatenate([np.asarray(part, dtype="<f8").ravel() for part in parts])


def array(given):
    return np.fromfile(given["file"], dtype="<f8").reshape(given["shape"])


def reply(request, calls):
    if request["do"] == "prepare":
        calls.clear()
        makers = WORKS.get(request["work"], {})
        if makers:
            arrays = {name: array(given) for name, given in request["inputs"].items()}
            calls.update({library: make(**arrays) for library, make in makers.items()})
        return {"libraries": list(calls)}
    call = calls[request["library"]]
    # Its warnings of overflow are for people.
    with np.errstate(all="ignore"):
        if request["do"] == "answer":
            Path(request["file"]).write_bytes(numbers(call()).tobytes())
            return {}
        start = time.perf_counter()
        for _ in range(request["calls"]):
            call()
        return {"seconds": time.perf_counter() - start}


def main():
    libraries = {"numpy": np, "scipy": scipy, "torch": torch}
    versions = {name: library and library.__version__ for name, library in libraries.items()}
    print(json.dumps(versions), flush=True)
    calls = {}
    for line in sys.stdin:
        try:
            answer = reply(json.loads(line), calls)
        except Exception as error:  # noqa: BLE001: whatever it is goes into the report.
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
