"""Where sources slip."""

import mpmath

from core import fit
from shared.values import UNITS, information, integer, log2, number, plain_kl
from shared.exact import exact


LOOSE = {"batchmean.shown": (16, "as PyTorch computes it: products that cancel")}


def coin():
    return [[exact(x) for x in side] for side in ([0.5, 0.5], [0.9, 0.1])]


def smeared(p, q):
    e = exact(1e-10)
    return mpmath.fsum((a + e) * mpmath.log((a + e) / (b + e)) for a, b in zip(p, q))


def modes():
    """The reverse fits, as zeros of the gradient by Stein's identity."""
    with mpmath.workdps(fit.DIGITS):
        target = fit.mixture([0.3, 0.7], [-3.0, 3.0], [1.0, 1.0])
        # Weights that are doubles sum to 1 but for an ulp.
        for name, near in ("better", 3), ("worse", -3):
            def gradient(x):
                slopes = lambda z: [target.slope(x[0] + x[1] * z), z * target.slope(x[0] + x[1] * z)]
                first, second = fit.under_normal(target, slopes, *x)
                return [first, second + 1 / x[1]]

            mean, width = fit.solve(gradient, [mpmath.mpf(near), mpmath.mpf(1)])
            ln_p = fit.under_normal(target, lambda z: [target.ln_p(mean + width * z)], mean, width)[0]
            divergence = -mpmath.log(width) - mpmath.log(2 * mpmath.pi * mpmath.e) / 2 - ln_p
            in_units = {unit: divergence / size() for unit, size in UNITS.items()}
            yield f"modes.{name}", {f".{unit}": fit.text(x) for unit, x in in_units.items()}


def values():
    p, q = coin()
    to_cents = lambda x: mpmath.nint(100 * x) / 100
    rounded = lambda: mpmath.fsum(a * to_cents(log2(a / b)) for a, b in zip(p, q))
    yield "rounded.from_rounded", number(rounded)
    yield "rounded.exact", number(lambda: log2(mpmath.mpf(5) / 3))
    yield "units.kl", information(lambda: plain_kl(p, q))
    yield "epsilon.digits", integer(int(-mpmath.ceil(mpmath.log10(abs(smeared(p, q) / plain_kl(p, q) - 1)))))
    yield "epsilon.infinite", number(lambda: smeared(p, [exact(1), exact(0)]))
    three = [[exact(x) for x in side] for side in ([0.1, 0.4, 0.5], [0.2, 0.3, 0.5])]
    yield "batchmean.shown", number(lambda: mpmath.fsum(a * mpmath.log(a / b) for a, b in zip(*three)) / 3)
    yield "batchmean.kl", information(lambda: plain_kl(*three))
    yield "range.infinite", information(lambda: mpmath.inf)
    yield "weight.factor", integer(784 // 2)
    small, large = exact(0.1), exact(0.15)
    one = lambda: (small / large - 1 - mpmath.log(small / large)) / 2
    yield "determinant.kl", information(lambda: 400 * one())
    yield "clip.ratio", number(lambda: mpmath.mpf(1))
    policies = [[exact(x) for x in side] for side in ([0.4, 0.5, 0.1], [0.4, 0.1, 0.5])]
    yield "clip.kl", information(lambda: plain_kl(*policies))
    m = [(a + b) / 2 for a, b in zip(p, q)]
    yield "symmetrised.jensen_shannon", information(lambda: (plain_kl(p, m) + plain_kl(q, m)) / 2)
    yield "symmetrised.jeffreys", information(lambda: plain_kl(p, q) + plain_kl(q, p))
    yield from modes()
    yield "charged.kl", information(lambda: mpmath.log(2))
