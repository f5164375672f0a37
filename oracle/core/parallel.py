"""The divergence of vectors that are long enough for several threads."""

from core import pmf
from shared.rows import row


def probabilities(n, step):
    """n doubles whose sum is exactly 1, that two programs can both make."""
    weights = [i * step % 2**24 + 1 for i in range(n - 1)]
    weights.append(2**40 - sum(weights))
    return [w / 2**40 for w in weights]


@row("parallel::between", lambda _: [(n, a, b) for n in (20_000, 50_000) for a, b in ((7_368_787, 1_299_709), (7_368_787, 7_368_789))], digits=40)
def kl(n, step_p, step_q):
    return pmf.kl(probabilities(n, step_p), probabilities(n, step_q))
