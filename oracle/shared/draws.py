"""The random numbers of the crate `claims`, again: SplitMix64, uniform and normal draws.

The bits are whole numbers and so the same; what is made of them is exact or has mpmath's digits.
"""

import mpmath

MASK = 2**64 - 1


class Draws:
    def __init__(self, seed):
        self.state = seed

    def bits(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        return z ^ (z >> 31)

    def uniform(self):
        return mpmath.mpf(self.bits() >> 11) / 2**53

    def normal(self):
        u, v = self.uniform(), self.uniform()
        return mpmath.sqrt(-2 * mpmath.log(1 - u)) * mpmath.cos(2 * mpmath.pi * v)

    def index(self, weights):
        left = self.uniform() * mpmath.fsum(weights)
        for index, weight in enumerate(weights):
            left -= weight
            if left < 0:
                return index
        return max(len(weights) - 1, 0)
