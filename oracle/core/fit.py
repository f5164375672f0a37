"""Normals and mixtures of normals nearest to a density, by equations of their own.

Where `kl-core` descends on the divergence, here the gradient's zeros are found: with
the derivative of ln p by Stein's identity for the reverse divergence, and as the fixed
points of expectation-maximisation for the forward one. The integrals are trapezoidal sums of
as many terms as settle 22 digits, or tanh-sinh between the kinks, or, where transitions of
ln p are sharp beside Q, Gauss-Legendre on pieces that shrink towards them.

A target is a name and its parameters. A case is [target, near, index], the value, and
its condition number: the index counts weights, means, standard deviations and the
divergence of the optimum that is nearest to `near`.
"""

import functools

import mpmath
from mpmath import exp, log, mpf, pi, sqrt

from shared.exact import exact
from shared.rows import cases_of, row
from shared.sizes import log_uniform

DIGITS = 30
REACH = 13


class Target:
    """ln p and its derivative, unnormalised, and the range that the integrals take."""

    def __init__(self, name, parameters, low, high, ln_p, slope, kinks=()):
        self.key = [name, parameters, [low, high]]
        self.low, self.high, self.kinks = mpf(low), mpf(high), list(map(mpf, kinks))
        self.ln_p, self.slope = ln_p, slope
        # Where p is to be cut for tanh-sinh.
        self.cuts = self.kinks
        # Where one component takes over from another, and within what distance.
        self.takeovers = []

    def integral(self, f):
        """Of f over the range, f being p times something."""
        return mpmath.quad(f, [self.low, *self.cuts, self.high])

    def finish(self):
        # Tanh-sinh with 30 digits wants pieces on which p is tame.
        mass = self.integral(lambda x: exp(self.ln_p(x)))
        self.ln_mass = log(mass)
        self.mean = self.integral(lambda x: x * exp(self.ln_p(x))) / mass
        variance = self.integral(lambda x: (x - self.mean) ** 2 * exp(self.ln_p(x))) / mass
        self.sigma = sqrt(variance)
        self.minus_entropy = (
            self.integral(lambda x: self.ln_p(x) * exp(self.ln_p(x))) / mass - self.ln_mass)
        return self


def normal(x, mean, sigma):
    return exp(-((x - mean) / sigma) ** 2 / 2) / (sigma * sqrt(2 * pi))


def ln_normal(x, mean, sigma):
    return -((x - mean) / sigma) ** 2 / 2 - log(sigma) - log(2 * pi) / 2


def ln_sum(terms):
    most = max(terms)
    return most + log(sum(exp(t - most) for t in terms))


def mixture(weights, means, sigmas):
    w, m, s = ([mpf(x) for x in xs] for xs in (weights, means, sigmas))
    components, log_w = range(len(w)), [log(x) for x in w]

    def ln_p(x):
        return ln_sum([log_w[k] + ln_normal(x, m[k], s[k]) for k in components])

    def slope(x):
        terms = [log_w[k] + ln_normal(x, m[k], s[k]) for k in components]
        whole = ln_sum(terms)
        return sum(exp(t - whole) * -(x - m[k]) / s[k] ** 2 for k, t in zip(components, terms))

    low = min(a - 12 * b for a, b in zip(m, s))
    high = max(a + 12 * b for a, b in zip(m, s))
    target = Target("mixture", [weights, means, sigmas], float(low), float(high), ln_p, slope)
    cuts = {a + z * b for a, b in zip(m, s) for z in (-8, -4, -2, 0, 2, 4, 8)}
    target.cuts = sorted(c for c in cuts if low < c < high)
    target.takeovers = takeovers(list(zip(w, m, s)))
    return target.finish()


def takeovers(parts):
    """Of a mixture, the places where one term takes over from another, and the distances to
    the singularities of ln p there.
    """
    found = []
    for i, (w, m, s) in enumerate(parts):
        for v, n, t in parts[:i]:
            # The logarithm of the ratio of two terms is ax² + bx + c. Near a zero of it one
            # takes over from the other; ln p is singular as far off as it is ±πi.
            a = (t**-2 - s**-2) / 2
            b = m / s**2 - n / t**2
            c = log(w * t / (v * s)) + ((n / t) ** 2 - (m / s) ** 2) / 2
            turn = pi * 1j
            if a == 0:
                zeros = [(turn - c) / b]
            else:
                root = sqrt(b * b - 4 * a * (c - turn))
                zeros = [(-b + root) / (2 * a), (-b - root) / (2 * a)]
            found += [(mpmath.re(zero), abs(mpmath.im(zero))) for zero in zeros]
    return found


def around(takeovers):
    """Cuts between which ln p is smooth."""
    steps = [0] + [mpf(2) ** k for k in range(12)]
    return [x + side * far * d for x, far in takeovers for d in steps for side in (-1, 1)]


def closed_moments(target):
    """Mean and variance of a mixture, which the integrals must give."""
    _, (weights, means, sigmas), _ = target.key
    whole = sum(map(mpf, weights))  # of three times the double 1/3, not quite 1
    mean = sum(mpf(w) * m for w, m in zip(weights, means)) / whole
    variance = sum(mpf(w) * (mpf(s) ** 2 + (mpf(m) - mean) ** 2)
                   for w, m, s in zip(weights, means, sigmas)) / whole
    return mean, sqrt(variance)


@functools.cache
def targets():
    mixtures = [
        mixture([0.25, 0.75], [-3.0, 3.0], [1.0, 1.0]),
        mixture([0.5, 0.5], [-0.75, 1.75], [1.0, 1.0]),
        mixture([0.5, 0.5], [-1.5, 2.5], [1.0, 1.0]),
        mixture([0.25, 0.25, 0.5], [-4.0, 0.5, 5.0], [0.5, 1.0, 0.75]),
        mixture([0.125, 0.875], [1.0, 2.0], [0.25, 2.0]),
        mixture([1.0], [5.0], [0.001]),
    ]
    # Their broad fits cross transitions that are sharp beside them.
    sharp = [
        mixture([1 / 3, 1 / 3, 1 / 3], [-10.0, 0.0, 10.0], [1.0, 1.0, 1.0]),
        mixture([0.5, 0.5], [0.0, 0.0], [0.5, 10.0]),
        mixture([0.5, 0.5], [0.0, 0.0], [0.1, 10.0]),
    ]
    for target in [*mixtures, *sharp]:
        mean, sigma = closed_moments(target)
        assert abs(target.mean - mean) < mpf(10) ** -22 * sigma, target.key
        assert abs(target.sigma / sigma - 1) < mpf(10) ** -22, target.key
    c, s = mpf(0.3), mpf(2.5)
    smooth = [
        Target("double well", [0.3, 1.0], -6.0, 6.0,
               lambda x: -((x - c) ** 2 - 1) ** 2, lambda x: -4 * (x - c) * ((x - c) ** 2 - 1)),
        Target("double well", [0.3, 4.0], -4.0, 4.0,
               lambda x: -4 * ((x - c) ** 2 - 1) ** 2,
               lambda x: -16 * (x - c) * ((x - c) ** 2 - 1)),
        Target("logistic", [0.3, 2.5], -150.0, 150.0,
               lambda x: -abs(x - c) / s - 2 * mpmath.log1p(exp(-abs(x - c) / s)),
               lambda x: -mpmath.tanh((x - c) / s / 2) / s),
        Target("gumbel", [0.3, 2.5], -15.0, 150.0,
               lambda x: -(x - c) / s - exp(-(x - c) / s),
               lambda x: (exp(-(x - c) / s) - 1) / s),
        Target("student", [0.3, 5.0], -1e7, 1e7,
               lambda x: -3 * mpmath.log1p((x - c) ** 2 / 5),
               lambda x: -6 * (x - c) / (5 + (x - c) ** 2)),
        Target("laplace", [0.3, 2.5], -150.0, 150.0,
               lambda x: -abs(x - c) / s, lambda x: -mpmath.sign(x - c) / s, kinks=[0.3]),
    ]
    for target in smooth:
        reach = min(-target.low, target.high)
        steps = [mpf(2) ** j for j in range(-1, 23) if mpf(2) ** j < reach]
        target.cuts = sorted([c] + [c - step for step in steps] + [c + step for step in steps])
        target.cuts = [x for x in target.cuts if target.low < x < target.high]
        target.finish()
    inside = [
        Target("exponential", [1.0], 0.0, 80.0, lambda x: -x, None),
        Target("uniform", [0.0, 1.0], 0.0, 1.0, lambda x: mpf(0), None),
        Target("log-normal", [0.0, 0.5], 0.0, 1e3,
               lambda x: -log(x) - 2 * log(x) ** 2 if x else -mpmath.inf, None),
    ]
    inside[0].cuts = [mpf(2) ** j for j in range(6)]
    inside[2].cuts = [mpf(2) ** j for j in range(-4, 10)]
    for target in inside:
        target.finish()
    return mixtures, sharp, smooth, inside


def everything():
    mixtures, _, smooth, inside = targets()
    return [*mixtures, *smooth, *inside]


def under_normal(target, f, mean, sigma):
    """E f(z) with z standard normal, f being a vector, smooth but for the target's kinks."""
    def weighted(z):
        return mpmath.matrix(f(z)) * exp(-z * z / 2)
    kinks = [(kink - mean) / sigma for kink in target.kinks]
    if kinks:
        length = len(f(mpf(1)))
        return [mpmath.quad(lambda z: f(z)[i] * exp(-z * z / 2), [-REACH, *kinks, REACH])
                / sqrt(2 * pi) for i in range(length)]
    if any(far < sigma / 10 for _, far in target.takeovers):
        # Too sharp for a sum of equal steps.
        cuts = [(x - mean) / sigma for x in around(target.takeovers)] + list(range(-REACH, REACH))
        cuts = sorted({mpf(z) for z in cuts if -REACH < z < REACH})
        total = gauss([-REACH, *cuts, REACH], weighted)
        return list(total / sqrt(2 * pi))
    step, before = mpf(1) / 8, None
    count = 8 * REACH
    total = sum((weighted(j * step) for j in range(-count + 1, count)), weighted(mpf(REACH)))
    while before is None or mpmath.norm(total * step - before, 2) > mpf(10) ** -22:
        before = total * step
        step, count = step / 2, 2 * count
        for j in range(-count + 1, count, 2):
            total += weighted(j * step)
        assert step > mpf(2) ** -9
    return list(total * step / sqrt(2 * pi))


def solve(equations, start):
    """The zero, the Jacobian there, its steps being relative to those of `start`."""
    root = mpmath.findroot(lambda *x: equations(list(x)), start, solver="mdnewton",
                           tol=mpf(10) ** -18, maxsteps=15)
    return list(root)


def least_curvature(gradient, at):
    """The least eigenvalue of the derivative of a gradient."""
    n, h = len(at), mpf(10) ** -8
    columns = []
    for i in range(n):
        up, down = list(at), list(at)
        up[i], down[i] = at[i] + h, at[i] - h
        columns.append([(a - b) / (2 * h) for a, b in zip(gradient(up), gradient(down))])
    hessian = mpmath.matrix(n, n)
    for i in range(n):
        for j in range(n):
            hessian[i, j] = (columns[i][j] + columns[j][i]) / 2
            assert abs(columns[i][j] - columns[j][i]) < mpf(10) ** -10
    return min(mpmath.eigsy(hessian, eigvals_only=True))


def text(value):
    return mpmath.nstr(value, 22, strip_zeros=True)


# Normalising constants and moments.


def with_digits(function):
    """The function with the digits of this file."""
    @functools.wraps(function)
    def wrapped(random):
        with mpmath.workdps(DIGITS):
            return function(random)
    return wrapped


def ln_normalizer_case(target):
    """Nothing for a density that is normalised, the logarithm of whose mass is 0."""
    if abs(target.ln_mass) < mpf(10) ** -20:
        return []
    return [[[target.key], text(target.ln_mass), mpmath.nstr(max(1, 1 / abs(target.ln_mass)), 6)]]


def mean_case(target):
    condition = max(1, target.sigma / abs(target.mean))
    return [[[target.key], text(target.mean), mpmath.nstr(condition, 6)]]


def deviation_case(target):
    condition = max(1, abs(target.mean) / target.sigma)
    return [[[target.key], text(target.sigma), mpmath.nstr(condition, 6)]]


@cases_of("fit::Target::ln_normalizer")
@with_digits
def ln_normalizers(_):
    return [case for target in everything() for case in ln_normalizer_case(target)]


@cases_of("fit::Target::mean")
@with_digits
def means(_):
    return [case for target in everything() for case in mean_case(target)]


@cases_of("fit::Target::standard_deviation")
@with_digits
def deviations(_):
    return [case for target in everything() for case in deviation_case(target)]


# One normal.


def normal_cases(target, near, solved, curvature, divergence, scale):
    mean, sigma = solved
    near = [float(x) for x in near]
    # Where the mean is large beside the spread, nodes are rounded to fewer digits of it.
    offset = max(1, abs(mean) / sigma)
    central = abs(mean) < mpf(10) ** -15 * sigma
    conditions = [
        None if central else 1 / curvature * max(1, sigma / abs(mean)),
        offset / curvature,
        offset * max(1, scale / max(abs(divergence), mpf(10) ** -20)),
    ]
    values = [mean, sigma, divergence]
    return [[[target.key, near, i], text(v), mpmath.nstr(c, 6)]
            for i, (v, c) in enumerate(zip(values, conditions)) if c is not None]


def forward_normal(target):
    mean, sigma = target.mean, target.sigma
    cross = log(sigma) + (log(2 * pi) + 1) / 2
    divergence = target.minus_entropy + cross
    if target.key[0] == "mixture" and len(target.key[1][0]) == 1:
        divergence = None
    # The scale of what is subtracted.
    scale = 1 + abs(target.minus_entropy) + abs(cross)
    cases = normal_cases(target, [mean, sigma], (mean, sigma), mpf(1), divergence or mpf(1), scale)
    return cases if divergence is not None else cases[:2]


@cases_of("fit::forward_normal")
@with_digits
def forward_normals(_):
    return [case for target in everything() for case in forward_normal(target)]


def reverse_normal(target, near):
    def gradient(x):
        # By Stein's identity, in the coordinates (mean/sigma0, ln sigma) scaled below.
        mean, sigma = x

        def slopes(z):
            slope = target.slope(mean + sigma * z)
            return [slope, z * slope]
        first, second = under_normal(target, slopes, mean, sigma)
        return [-first, -1 / sigma - second]
    mean, sigma = solve(gradient, [mpf(x) for x in near])

    def natural(x):
        m, s = mean + sigma * x[0], sigma * exp(x[1])
        first, second = gradient([m, s])
        return [sigma * first, s * second]
    curvature = least_curvature(natural, [mpf(0), mpf(0)])
    assert curvature > 0.01, (target.key, near, curvature)
    entropy = (log(2 * pi) + 1) / 2 + log(sigma)
    expected, = under_normal(
        target, lambda z: [target.ln_p(mean + sigma * z) - target.ln_mass], mean, sigma)
    divergence = -entropy - expected
    scale = 1 + abs(entropy) + abs(expected)
    cases = normal_cases(target, [mean, sigma], (mean, sigma), min(curvature, 1),
                         divergence, scale)
    one = target.key[0] == "mixture" and len(target.key[1][0]) == 1
    return cases[:2] if one else cases


@cases_of("fit::reverse_normal")
@with_digits
def reverse_normals(_):
    mixtures, sharp, smooth, _ = targets()
    near = [(mixtures[0], (2.99, 1.01)), (mixtures[0], (-2.97, 1.04)),
            (mixtures[1], (0.5, 1.55)), (mixtures[2], (0.5, 2.05)), (mixtures[3], (4.976, 0.782)),
            (mixtures[3], (1.922, 2.484)), (mixtures[3], (-3.995, 0.507)),
            (mixtures[4], (1.894, 1.915)), (mixtures[5], (5.0, 0.001)),
            (smooth[0], (0.3, 0.707)), (smooth[1], (1.246, 0.187)), (smooth[1], (0.3, 0.622)),
            (smooth[2], (0.3, 4.3)), (smooth[3], (1.5, 2.5)), (smooth[4], (0.3, 1.17)),
            (smooth[5], (0.3, 3.1)),
            (sharp[0], (0.0, 5.3)), (sharp[1], (0.0, 8.6)), (sharp[2], (0.0, 9.6))]
    return [case for target, at in near for case in reverse_normal(target, at)]


# Mixtures of two.


def of_two(x):
    """Weights, means, standard deviations from w1, m1, m2, ln s1, ln s2."""
    return [x[0], 1 - x[0]], x[1:3], [exp(x[3]), exp(x[4])]


def mixture_cases(target, x, curvature, divergence, scale):
    w, m, s = of_two(x)
    values = [*w, *m, *s, divergence]
    near = [float(v) for v in values[:-1]]
    worst = 1 / min(curvature, 1)
    conditions = ([worst / v for v in w]
                  + [worst * max(1, b / abs(a)) for a, b in zip(m, s)]
                  + [worst] * 2 + [max(1, scale / max(abs(divergence), mpf(10) ** -20))])
    return [[[target.key, near, i], text(v), mpmath.nstr(c, 6)]
            for i, (v, c) in enumerate(zip(values, conditions))
            if i < 6 or abs(divergence) > mpf(10) ** -15]


def natural_of_two(x, gradient):
    """The gradient in the coordinates of `Fit`: by means over their standard deviations, ln s, logit."""
    def natural(y):
        logit = log(x[0] / (1 - x[0])) + y[4]
        w = 1 / (1 + exp(-logit))
        s = [exp(x[3]), exp(x[4])]
        at = [w, x[1] + s[0] * y[0], x[2] + s[1] * y[1], x[3] + y[2], x[4] + y[3]]
        g = gradient(at)
        return [s[0] * g[1], s[1] * g[2], g[3], g[4], w * (1 - w) * g[0]]
    return natural


def forward_two(target, near):
    def divergence_gradient(x):
        w, m, s = of_two(x)

        def parts(t):
            a = [w[k] * normal(t, m[k], s[k]) for k in (0, 1)]
            total = a[0] + a[1]
            p = exp(target.ln_p(t) - target.ln_mass)
            r = [p * a[0] / total, p * a[1] / total]
            z = [(t - m[k]) / s[k] for k in (0, 1)]
            return mpmath.matrix([r[0], r[1], r[0] * z[0], r[1] * z[1],
                                  r[0] * z[0] ** 2, r[1] * z[1] ** 2])
        total = gauss([target.low, *target.cuts, target.high], parts)
        # r0/w0 = r1/w1 is r0 = w0; the means and variances of the shares are those of Q.
        return [-(total[0] / w[0] - total[1] / w[1]), -total[2] / s[0], -total[3] / s[1],
                total[0] - total[4], total[1] - total[5]]
    x = solve(divergence_gradient, near)
    curvature = least_curvature(natural_of_two(x, divergence_gradient), [mpf(0)] * 5)
    w, m, s = of_two(x)
    ln_q = lambda t: ln_sum([log(w[k]) + ln_normal(t, m[k], s[k]) for k in (0, 1)])
    cross = gauss([target.low, *target.cuts, target.high], lambda t: mpmath.matrix(
        [exp(target.ln_p(t) - target.ln_mass) * -ln_q(t)]))[0]
    divergence = target.minus_entropy + cross
    scale = 1 + abs(cross) + abs(target.minus_entropy)
    return mixture_cases(target, x, curvature, divergence, scale)


@cases_of("fit::forward_mixture")
@with_digits
def forward_mixtures(_):
    mixtures, _, _, inside = targets()
    return [case for target, at in [
        (mixtures[0], [0.25, -3.0, 3.0, 0.0, 0.0]),
        (mixtures[3], [0.5187, -1.539, 5.035, 0.951, -0.330]),
        (inside[0], [0.6018, 0.4604, 1.8154, -1.110, 0.1085]),
    ] for case in forward_two(target, [mpf(v) for v in at])]


def gauss(ends, f):
    """The integral of a vector, by Gauss-Legendre between each two ends."""
    total = None
    for a, b in zip(ends, ends[1:]):
        half, middle = (b - a) / 2, (a + b) / 2
        for x, w in legendre():
            term = f(middle + half * x) * (w * half)
            total = term if total is None else total + term
    return total


def legendre(order=40, known={}):
    """Nodes and weights, from the zeros of the polynomial."""
    if order not in known:
        nodes = []
        for i in range(1, order + 1):
            x = mpmath.cos(pi * (i - mpf(1) / 4) / (order + mpf(1) / 2))
            for _ in range(8):
                before, now = mpf(1), x
                for n in range(2, order + 1):
                    before, now = now, ((2 * n - 1) * x * now - (n - 1) * before) / n
                slope = order * (x * now - before) / (x * x - 1)
                x -= now / slope
            nodes.append((x, 2 / ((1 - x * x) * slope**2)))
        known[order] = nodes
    return known[order]


def reverse_two(target, near):
    def parts(x):
        w, m, s = of_two(x)
        components = (0, 1)

        def ln_q(t):
            return ln_sum([log(w[k]) + ln_normal(t, m[k], s[k]) for k in components])

        def slope(t):
            terms = [log(w[k]) + ln_normal(t, m[k], s[k]) for k in components]
            whole = ln_sum(terms)
            return (sum(-exp(a - whole) * (t - m[k]) / s[k] ** 2 for k, a in enumerate(terms))
                    - target.slope(t))

        def of(k, f):
            return under_normal(target, lambda z: f(m[k] + s[k] * z, z), m[k], s[k])
        return w, s, ln_q, slope, of

    def gradient(x):
        w, s, ln_q, slope, of = parts(x)

        def three(t, z):
            d = slope(t)
            return [ln_q(t) - target.ln_p(t), d, z * d]
        a, b = of(0, three), of(1, three)
        return [a[0] - b[0], w[0] * a[1], w[1] * b[1], w[0] * s[0] * a[2], w[1] * s[1] * b[2]]
    x = solve(gradient, near)
    curvature = least_curvature(natural_of_two(x, gradient), [mpf(0)] * 5)
    w, s, ln_q, slope, of = parts(x)
    both = [of(k, lambda t, z: [ln_q(t), target.ln_p(t) - target.ln_mass]) for k in (0, 1)]
    first, second = (w[0] * both[0][i] + w[1] * both[1][i] for i in (0, 1))
    return mixture_cases(target, x, curvature, first - second, 1 + abs(first) + abs(second))


@cases_of("fit::reverse_mixture")
@with_digits
def reverse_mixtures(_):
    mixtures, _, smooth, _ = targets()
    return [case for target, at in [
        (mixtures[0], [0.25, -3.0, 3.0, 0.0, 0.0]),
        (mixtures[3], [0.3359, 0.4809, 5.0028, 0.0514, -0.2916]),
        (smooth[1], [0.5, -0.6462, 1.2462, -1.6776, -1.6776]),
    ] for case in reverse_two(target, [mpf(v) for v in at])]


# The moments of points.


def points(random, weighted):
    """Points, weights, and which entry."""
    for _ in range(40):
        d = random.randint(1, 3)
        n = random.randint(d + 2, 12)
        offset, scale = random.choice([0.0, 1.0, 1e3]), log_uniform(random, 1e-3, 1e3)
        points = [[offset + scale * random.gauss(0, 1) for _ in range(d)] for _ in range(n)]
        weights = [log_uniform(random, 1e-3, 1e3) if weighted else 1.0 for _ in range(n)]
        for line in range(d):
            for column in [None, *range(line + 1)]:
                yield points, weights, line, column


def moments_condition(value, points, weights, line, column):
    largest = max(abs(v) for point in points for v in point)
    if column is None:
        return largest / abs(value)
    sigma = [sqrt(moments(points, weights, j, j)) for j in range(len(points[0]))]
    return sigma[line] * sigma[column] / abs(value) * max(1, largest / min(sigma))


@row("fit::moment_match", lambda random: points(random, False), digits=60, condition_of=moments_condition)
@row("fit::moment_match_weighted", lambda random: points(random, True), digits=60, condition_of=moments_condition)
def moments(points, weights, row, column):
    x = [[exact(v) for v in point] for point in points]
    w = list(map(exact, weights))
    total = sum(w)
    mean = [sum(a * p[j] for a, p in zip(w, x)) / total for j in range(len(x[0]))]
    if column is None:
        return mean[row]
    return sum(a * (p[row] - mean[row]) * (p[column] - mean[column]) for a, p in zip(w, x)) / total
