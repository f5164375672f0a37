"""Lists of log-ratios: ordinary, tiny, of any size, hugely negative, next to −1."""

from shared.sizes import log_uniform


def ratios(random, count):
    kind = random.randrange(5)
    if kind == 0:
        return [random.gauss(-0.5, 1) for _ in range(count)]
    if kind == 1:
        size = log_uniform(random, 1e-16, 0.1)
        return [size * random.gauss(0, 1) for _ in range(count)]
    if kind == 2:
        return [random.choice([-1, 1]) * log_uniform(random, 1e-120, 300) for _ in range(count)]
    if kind == 3:
        return [-log_uniform(random, 1, 1e100) for _ in range(count)]
    return [-1.0 + 1e-12 * random.random() for _ in range(count)]


def several(random, number):
    return [ratios(random, random.choice([2, 3, 10, 50])) for _ in range(number)]
