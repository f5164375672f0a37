"""Divergences of normal distributions whose covariance is WWᵀ + diag(δ)."""

from shared.low_rank import condition_from, kl, large_problems, mixed, mixed_and_large, problems, scaled, scaled_and_mixed
from shared.matrices import FEW
from shared.rows import row

# A value that should be 0 never settles.
row("LowRankNormal‖LowRankNormal", lambda random: [(p, q) for p, q in problems(random) if p != q],
    digits=FEW, condition=condition_from("1e15"))(kl)
row("LowRankNormal‖LowRankNormal, from dimension 21, per condition", large_problems, digits=FEW, condition=condition_from("1"))(kl)
row("LowRankNormal‖MultivariateNormal", mixed, digits=FEW)(kl)
row("LowRankNormal‖MultivariateNormal, from dimension 21, per condition", mixed_and_large, digits=FEW, condition=condition_from("1"))(kl)
row("LowRankNormal‖LowRankNormal, scaled", scaled)(kl)
row("LowRankNormal‖MultivariateNormal, scaled", scaled_and_mixed)(kl)
