"""Mistakes that learners make in what they build: whole thoughts that are wrong, not single tokens.

Each is the code of one definition that takes the place of that name in the solution of its lesson,
tests/lessons/<lesson>/solution.py: the wrong axis, a mean for a sum, a value used before or after
it is updated, a loop that is one off, an example's answer written down, an array changed in place.

Left out is what gives the same numbers: the new m in the slope along b, for the x of the birds have
the mean 0; the rate within the velocity, which walks the same path; ‖Hv‖ for v · Hv in the end of
power iteration, where the largest curvature is positive.
"""

# By exercise: the mistakes, each with the code of the definition that makes it.
MISTAKES: dict[str, dict[str, str]] = {
    "fit_line slopes": {
        "the sum, not the mean": """
def slopes(m, b):
    error = m * x + b - y
    return 2 * np.sum(error * x), 2 * np.sum(error)""",
        "without the 2": """
def slopes(m, b):
    error = m * x + b - y
    return np.mean(error * x), np.mean(error)""",
        "the error the other way round": """
def slopes(m, b):
    error = y - (m * x + b)
    return 2 * np.mean(error * x), 2 * np.mean(error)""",
        "the two exchanged": """
def slopes(m, b):
    error = m * x + b - y
    return 2 * np.mean(error), 2 * np.mean(error * x)""",
        "of the absolute error": """
def slopes(m, b):
    error = np.sign(m * x + b - y)
    return 2 * np.mean(error * x), 2 * np.mean(error)""",
        "a product of means": """
def slopes(m, b):
    error = m * x + b - y
    return 2 * np.mean(error) * np.mean(x), 2 * np.mean(error)""",
        "the constant forgotten in the error": """
def slopes(m, b):
    error = m * x - y
    return 2 * np.mean(error * x), 2 * np.mean(error)""",
        "x for y in the second": """
def slopes(m, b):
    error = m * x + b - y
    return 2 * np.mean(error * x), 2 * np.mean(error * y)""",
        "the value at 0, 0": """
def slopes(m, b):
    error = -y
    return 2 * np.mean(error * x), 2 * np.mean(error)""",
        "divided by one fewer": """
def slopes(m, b):
    error = m * x + b - y
    return 2 * np.sum(error * x) / (len(x) - 1), 2 * np.sum(error) / (len(x) - 1)""",
        "in whole numbers": """
def slopes(m, b):
    error = m * x + b - y
    return 2 * np.sum(error * x) // len(x), 2 * np.sum(error) // len(x)""",
    },
    "fit_line walk": {
        "uphill": """
def fit(rate):
    theta = np.zeros(2)
    for _ in range(40):
        theta = theta + rate * np.array(slopes(*theta))
    return theta""",
        "one step fewer": """
def fit(rate):
    theta = np.zeros(2)
    for _ in range(1, 40):
        theta = theta - rate * np.array(slopes(*theta))
    return theta""",
        "one step more": """
def fit(rate):
    theta = np.zeros(2)
    for _ in range(41):
        theta = theta - rate * np.array(slopes(*theta))
    return theta""",
        "the slope of the start, always": """
def fit(rate):
    theta = np.zeros(2)
    first = np.array(slopes(0.0, 0.0))
    for _ in range(40):
        theta = theta - rate * first
    return theta""",
        "only the last step": """
def fit(rate):
    theta = np.zeros(2)
    for _ in range(40):
        theta = np.zeros(2) - rate * np.array(slopes(*theta))
    return theta""",
        "a rate of its own": """
def fit(rate):
    theta = np.zeros(2)
    for _ in range(40):
        theta = theta - 0.01 * np.array(slopes(*theta))
    return theta""",
        "returns inside the loop": """
def fit(rate):
    theta = np.zeros(2)
    for _ in range(40):
        theta = theta - rate * np.array(slopes(*theta))
        return theta""",
        "b, m": """
def fit(rate):
    theta = np.zeros(2)
    for _ in range(40):
        theta = theta - rate * np.array(slopes(*theta))
    return theta[::-1]""",
        "starts at ones": """
def fit(rate):
    theta = np.ones(2)
    for _ in range(40):
        theta = theta - rate * np.array(slopes(*theta))
    return theta""",
        "the direction alone": """
def fit(rate):
    theta = np.zeros(2)
    for _ in range(40):
        theta = theta - rate * np.sign(slopes(*theta))
    return theta""",
    },
    "fit_line curvature": {
        "without the square": """
def curvature(u, v):
    return 2 * np.mean(u * x + v)""",
        "the square of the mean": """
def curvature(u, v):
    return 2 * np.mean(u * x + v) ** 2""",
        "the sum": """
def curvature(u, v):
    return 2 * np.sum((u * x + v) ** 2)""",
        "no mixed term": """
def curvature(u, v):
    return 2 * np.mean((u * x) ** 2) + 2 * v""",
        "half": """
def curvature(u, v):
    return np.mean((u * x + v) ** 2)""",
        "the direction made a unit": """
def curvature(u, v):
    return 2 * np.mean((u * x + v) ** 2) / (u * u + v * v)""",
    },
    "differentiate_three_ways built": {
        "products of slopes": """
class Dual:
    def __init__(self, value, slope):
        self.value, self.slope = value, slope

    def __add__(self, other):
        return Dual(self.value + other.value, self.slope + other.slope)

    def __mul__(self, other):
        return Dual(self.value * other.value, self.slope * other.slope)""",
        "one half of the product rule": """
class Dual:
    def __init__(self, value, slope):
        self.value, self.slope = value, slope

    def __add__(self, other):
        return Dual(self.value + other.value, self.slope + other.slope)

    def __mul__(self, other):
        return Dual(self.value * other.value, self.slope * other.value)""",
        "own values only, right for squares alone": """
class Dual:
    def __init__(self, value, slope):
        self.value, self.slope = value, slope

    def __add__(self, other):
        return Dual(self.value + other.value, self.slope + other.slope)

    def __mul__(self, other):
        return Dual(self.value * other.value, 2 * self.value * self.slope)""",
        "adds into itself": """
class Dual:
    def __init__(self, value, slope):
        self.value, self.slope = value, slope

    def __add__(self, other):
        self.value += other.value
        self.slope += other.slope
        return self

    def __mul__(self, other):
        slope = self.slope * other.value + self.value * other.slope
        return Dual(self.value * other.value, slope)""",
        "the new value in the slope": """
class Dual:
    def __init__(self, value, slope):
        self.value, self.slope = value, slope

    def __add__(self, other):
        return Dual(self.value + other.value, self.slope + other.slope)

    def __mul__(self, other):
        value = self.value * other.value
        return Dual(value, self.slope * value + value * other.slope)""",
        "the slope of a sum is that of the first": """
class Dual:
    def __init__(self, value, slope):
        self.value, self.slope = value, slope

    def __add__(self, other):
        return Dual(self.value + other.value, self.slope)

    def __mul__(self, other):
        slope = self.slope * other.value + self.value * other.slope
        return Dual(self.value * other.value, slope)""",
        "the sine of the slope": """
def sin(x):
    return Dual(np.sin(x.value), np.cos(x.slope))""",
        "the chain forgotten": """
def sin(x):
    return Dual(np.sin(x.value), np.cos(x.value))""",
        "the sine in degrees": """
def sin(x):
    t = np.deg2rad(x.value)
    return Dual(np.sin(t), np.cos(t) * x.slope)""",
        "the sine for its slope": """
def sin(x):
    return Dual(np.sin(x.value), np.sin(x.value) * x.slope)""",
        "small angles": """
def sin(x):
    return Dual(x.value, x.slope)""",
    },
    "pass_slopes_back built": {
        "the last path replaces the others": """
class Value:
    def __init__(self, data, parents=(), slopes=()):
        self.data, self.grad, self.parents, self.slopes = data, 0.0, parents, slopes

    def __add__(self, other):
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def sigmoid(self):
        s = 1 / (1 + np.exp(-self.data))
        return Value(s, (self,), (s * (1 - s),))

    def made_from(self, found):
        if self not in found:
            for parent in self.parents:
                parent.made_from(found)
            found.append(self)
        return found

    def backward(self):
        order = self.made_from([])
        for value in order:
            value.grad = 0.0
        self.grad = 1.0
        for value in reversed(order):
            for parent, slope in zip(value.parents, value.slopes):
                parent.grad = slope * value.grad""",
        "children before they are complete": """
class Value:
    def __init__(self, data, parents=(), slopes=()):
        self.data, self.grad, self.parents, self.slopes = data, 0.0, parents, slopes

    def __add__(self, other):
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def sigmoid(self):
        s = 1 / (1 + np.exp(-self.data))
        return Value(s, (self,), (s * (1 - s),))

    def backward(self):
        order, todo = [], [self]
        while todo:
            value = todo.pop(0)
            if value not in order:
                order.append(value)
                todo += value.parents
        for value in order:
            value.grad = 0.0
        self.grad = 1.0
        for value in order:
            for parent, slope in zip(value.parents, value.slopes):
                parent.grad += slope * value.grad""",
        "a second call adds to the first": """
class Value:
    def __init__(self, data, parents=(), slopes=()):
        self.data, self.grad, self.parents, self.slopes = data, 0.0, parents, slopes

    def __add__(self, other):
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def sigmoid(self):
        s = 1 / (1 + np.exp(-self.data))
        return Value(s, (self,), (s * (1 - s),))

    def made_from(self, found):
        if self not in found:
            for parent in self.parents:
                parent.made_from(found)
            found.append(self)
        return found

    def backward(self):
        order = self.made_from([])
        self.grad = 1.0
        for value in reversed(order):
            for parent, slope in zip(value.parents, value.slopes):
                parent.grad += slope * value.grad""",
        "own factor for the slope": """
class Value:
    def __init__(self, data, parents=(), slopes=()):
        self.data, self.grad, self.parents, self.slopes = data, 0.0, parents, slopes

    def __add__(self, other):
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        return Value(self.data * other.data, (self, other), (self.data, other.data))

    def sigmoid(self):
        s = 1 / (1 + np.exp(-self.data))
        return Value(s, (self,), (s * (1 - s),))

    def made_from(self, found):
        if self not in found:
            for parent in self.parents:
                parent.made_from(found)
            found.append(self)
        return found

    def backward(self):
        order = self.made_from([])
        for value in order:
            value.grad = 0.0
        self.grad = 1.0
        for value in reversed(order):
            for parent, slope in zip(value.parents, value.slopes):
                parent.grad += slope * value.grad""",
        "the slope of the sigmoid at its argument": """
class Value:
    def __init__(self, data, parents=(), slopes=()):
        self.data, self.grad, self.parents, self.slopes = data, 0.0, parents, slopes

    def __add__(self, other):
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def sigmoid(self):
        s = 1 / (1 + np.exp(-self.data))
        return Value(s, (self,), (self.data * (1 - self.data),))

    def made_from(self, found):
        if self not in found:
            for parent in self.parents:
                parent.made_from(found)
            found.append(self)
        return found

    def backward(self):
        order = self.made_from([])
        for value in order:
            value.grad = 0.0
        self.grad = 1.0
        for value in reversed(order):
            for parent, slope in zip(value.parents, value.slopes):
                parent.grad += slope * value.grad""",
        "forgets where the slope came from": """
class Value:
    def __init__(self, data, parents=(), slopes=()):
        self.data, self.grad, self.parents, self.slopes = data, 0.0, parents, slopes

    def __add__(self, other):
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def sigmoid(self):
        s = 1 / (1 + np.exp(-self.data))
        return Value(s, (self,), (s * (1 - s),))

    def made_from(self, found):
        if self not in found:
            for parent in self.parents:
                parent.made_from(found)
            found.append(self)
        return found

    def backward(self):
        order = self.made_from([])
        for value in order:
            value.grad = 0.0
        self.grad = 1.0
        for value in reversed(order):
            for parent, slope in zip(value.parents, value.slopes):
                parent.grad += slope""",
    },
    "pass_slopes_back product": {
        "all of them multiplied": """
def product_backward(values, arrives):
    return arrives * np.full(len(values), np.prod(values))""",
        "divided, which fails at 0": """
def product_backward(values, arrives):
    with np.errstate(all="ignore"):
        return arrives * np.prod(values) / np.array(values)""",
        "what arrives left out": """
def product_backward(values, arrives):
    return np.array([np.prod(np.delete(values, k)) for k in range(len(values))])""",
        "what arrives divided by": """
def product_backward(values, arrives):
    return np.array([np.prod(np.delete(values, k)) for k in range(len(values))]) / arrives""",
        "the last left out": """
def product_backward(values, arrives):
    return arrives * np.array([np.prod(values[:k]) for k in range(len(values))])""",
        "the sum of the others": """
def product_backward(values, arrives):
    return arrives * np.array([np.sum(np.delete(values, k)) for k in range(len(values))])""",
        "its own value": """
def product_backward(values, arrives):
    return arrives * np.array(values)""",
        "two only": """
def product_backward(values, arrives):
    return arrives * np.array(values[::-1])""",
        "what arrives, once for each": """
def product_backward(values, arrives):
    return np.array([np.prod(np.delete(values, k)) * arrives ** 2 for k in range(len(values))])""",
    },
    "roll_downhill built": {
        "uphill": """
def roll(gradient, start, learning_rate, steps):
    points = [np.array(start, dtype=float)]
    for _ in range(steps):
        points.append(points[-1] + learning_rate * gradient(points[-1]))
    return np.array(points)""",
        "without its start": """
def roll(gradient, start, learning_rate, steps):
    points = [np.array(start, dtype=float)]
    for _ in range(steps):
        points.append(points[-1] - learning_rate * gradient(points[-1]))
    return np.array(points[1:])""",
        "one step fewer": """
def roll(gradient, start, learning_rate, steps):
    points = [np.array(start, dtype=float)]
    for _ in range(steps - 1):
        points.append(points[-1] - learning_rate * gradient(points[-1]))
    return np.array(points)""",
        "one step more": """
def roll(gradient, start, learning_rate, steps):
    points = [np.array(start, dtype=float)]
    for _ in range(steps + 1):
        points.append(points[-1] - learning_rate * gradient(points[-1]))
    return np.array(points)""",
        "the last point alone": """
def roll(gradient, start, learning_rate, steps):
    point = np.array(start, dtype=float)
    for _ in range(steps):
        point = point - learning_rate * gradient(point)
    return point""",
        "one array, changed in place": """
def roll(gradient, start, learning_rate, steps):
    point = np.array(start, dtype=float)
    points = [point]
    for _ in range(steps):
        point -= learning_rate * gradient(point)
        points.append(point)
    return np.array(points)""",
        "the slope of the start, always": """
def roll(gradient, start, learning_rate, steps):
    points = [np.array(start, dtype=float)]
    for _ in range(steps):
        points.append(points[-1] - learning_rate * gradient(points[0]))
    return np.array(points)""",
        "steps of one length": """
def roll(gradient, start, learning_rate, steps):
    points = [np.array(start, dtype=float)]
    for _ in range(steps):
        slope = gradient(points[-1])
        points.append(points[-1] - learning_rate * slope / np.linalg.norm(slope))
    return np.array(points)""",
        "one coordinate after the other": """
def roll(gradient, start, learning_rate, steps):
    points = [np.array(start, dtype=float)]
    for _ in range(steps):
        point = points[-1].copy()
        for i in range(len(point)):
            point[i] -= learning_rate * gradient(point)[i]
        points.append(point)
    return np.array(points)""",
        "a rate that shrinks": """
def roll(gradient, start, learning_rate, steps):
    points = [np.array(start, dtype=float)]
    for k in range(steps):
        points.append(points[-1] - learning_rate / (k + 1) * gradient(points[-1]))
    return np.array(points)""",
        "in whole numbers": """
def roll(gradient, start, learning_rate, steps):
    points = np.zeros((steps + 1, len(start)), dtype=int)
    points[0] = start
    for k in range(steps):
        points[k + 1] = points[k] - learning_rate * gradient(points[k])
    return points""",
        "from 0": """
def roll(gradient, start, learning_rate, steps):
    points = [np.zeros(len(start))]
    for _ in range(steps):
        points.append(points[-1] - learning_rate * gradient(points[-1]))
    return np.array(points)""",
        "a matrix on its side": """
def roll(gradient, start, learning_rate, steps):
    points = [np.array(start, dtype=float)]
    for _ in range(steps):
        points.append(points[-1] - learning_rate * gradient(points[-1]))
    return np.array(points).T""",
        "a rate of its own": """
def roll(gradient, start, learning_rate, steps):
    points = [np.array(start, dtype=float)]
    for _ in range(steps):
        points.append(points[-1] - 0.1 * gradient(points[-1]))
    return np.array(points)""",
    },
    "sample_a_batch trained": {
        "one batch a pass": """
def train(size, learning_rate, rng, passes=3):
    w = np.zeros(2)
    for _ in range(passes):
        order = rng.permutation(len(x))
        batch = order[:size]
        w = w - learning_rate * gradient(w, x[batch], y[batch])
    return w""",
        "the same order in every pass": """
def train(size, learning_rate, rng, passes=3):
    w = np.zeros(2)
    order = rng.permutation(len(x))
    for _ in range(passes):
        for first in range(0, len(x), size):
            batch = order[first : first + size]
            w = w - learning_rate * gradient(w, x[batch], y[batch])
    return w""",
        "unshuffled": """
def train(size, learning_rate, rng, passes=3):
    w = np.zeros(2)
    for _ in range(passes):
        for first in range(0, len(x), size):
            w = w - learning_rate * gradient(w, x[first : first + size], y[first : first + size])
    return w""",
        "x shuffled and y not": """
def train(size, learning_rate, rng, passes=3):
    w = np.zeros(2)
    for _ in range(passes):
        order = rng.permutation(len(x))
        for first in range(0, len(x), size):
            batch = order[first : first + size]
            w = w - learning_rate * gradient(w, x[batch], y[first : first + size])
    return w""",
        "windows that overlap": """
def train(size, learning_rate, rng, passes=3):
    w = np.zeros(2)
    for _ in range(passes):
        order = rng.permutation(len(x))
        for first in range(len(x) - size + 1):
            batch = order[first : first + size]
            w = w - learning_rate * gradient(w, x[batch], y[batch])
    return w""",
        "with replacement": """
def train(size, learning_rate, rng, passes=3):
    w = np.zeros(2)
    for _ in range(passes * len(x) // size):
        batch = rng.integers(len(x), size=size)
        w = w - learning_rate * gradient(w, x[batch], y[batch])
    return w""",
        "begins anew in each pass": """
def train(size, learning_rate, rng, passes=3):
    for _ in range(passes):
        w = np.zeros(2)
        order = rng.permutation(len(x))
        for first in range(0, len(x), size):
            batch = order[first : first + size]
            w = w - learning_rate * gradient(w, x[batch], y[batch])
    return w""",
        "the whole gradient": """
def train(size, learning_rate, rng, passes=3):
    w = np.zeros(2)
    for _ in range(passes):
        order = rng.permutation(len(x))
        for first in range(0, len(x), size):
            w = w - learning_rate * gradient(w, x, y)
    return w""",
        "uphill": """
def train(size, learning_rate, rng, passes=3):
    w = np.zeros(2)
    for _ in range(passes):
        order = rng.permutation(len(x))
        for first in range(0, len(x), size):
            batch = order[first : first + size]
            w = w + learning_rate * gradient(w, x[batch], y[batch])
    return w""",
        "the rate divided by the size": """
def train(size, learning_rate, rng, passes=3):
    w = np.zeros(2)
    for _ in range(passes):
        order = rng.permutation(len(x))
        for first in range(0, len(x), size):
            batch = order[first : first + size]
            w = w - learning_rate / size * gradient(w, x[batch], y[batch])
    return w""",
        "stops a batch early": """
def train(size, learning_rate, rng, passes=3):
    w = np.zeros(2)
    for _ in range(passes):
        order = rng.permutation(len(x))
        for first in range(0, len(x) - size, size):
            batch = order[first : first + size]
            w = w - learning_rate * gradient(w, x[batch], y[batch])
    return w""",
        "two passes": """
def train(size, learning_rate, rng, passes=2):
    w = np.zeros(2)
    for _ in range(passes):
        order = rng.permutation(len(x))
        for first in range(0, len(x), size):
            batch = order[first : first + size]
            w = w - learning_rate * gradient(w, x[batch], y[batch])
    return w""",
    },
    "add_momentum heavy_ball": {
        "the old velocity moves it": """
def heavy_step(f, theta, velocity):
    alpha, beta = 0.03, 0.9
    moved = theta - alpha * velocity
    return moved, beta * velocity + f.gradient(theta)""",
        "a mean, not a sum": """
def heavy_step(f, theta, velocity):
    alpha, beta = 0.03, 0.9
    velocity = beta * velocity + (1 - beta) * f.gradient(theta)
    return theta - alpha * velocity, velocity""",
        "the velocity returned as it came": """
def heavy_step(f, theta, velocity):
    alpha, beta = 0.03, 0.9
    return theta - alpha * (beta * velocity + f.gradient(theta)), velocity""",
        "no memory": """
def heavy_step(f, theta, velocity):
    alpha, beta = 0.03, 0.9
    velocity = f.gradient(theta)
    return theta - alpha * velocity, velocity""",
        "uphill": """
def heavy_step(f, theta, velocity):
    alpha, beta = 0.03, 0.9
    velocity = beta * velocity - f.gradient(theta)
    return theta - alpha * velocity, velocity""",
        "beta on the gradient too": """
def heavy_step(f, theta, velocity):
    alpha, beta = 0.03, 0.9
    velocity = beta * (velocity + f.gradient(theta))
    return theta - alpha * velocity, velocity""",
        "slope where it arrives": """
def heavy_step(f, theta, velocity):
    alpha, beta = 0.03, 0.9
    ahead = theta - alpha * beta * velocity
    velocity = beta * velocity + f.gradient(ahead)
    return theta - alpha * velocity, velocity""",
        "in the other order": """
def heavy_step(f, theta, velocity):
    alpha, beta = 0.03, 0.9
    velocity = beta * velocity + f.gradient(theta)
    return velocity, theta - alpha * velocity""",
        "the velocity kept for ever": """
def heavy_step(f, theta, velocity):
    alpha, beta = 0.03, 0.9
    velocity = velocity + f.gradient(theta)
    return theta - alpha * velocity, velocity""",
    },
    "add_momentum looks_ahead": {
        "the slope where it stands": """
def nesterov_step(f, theta, velocity):
    alpha, beta = 0.01, 0.9
    velocity = beta * velocity + f.gradient(theta)
    return theta - alpha * velocity, velocity""",
        "a step from ahead": """
def nesterov_step(f, theta, velocity):
    alpha, beta = 0.01, 0.9
    ahead = theta - alpha * beta * velocity
    velocity = beta * velocity + f.gradient(ahead)
    return ahead - alpha * velocity, velocity""",
        "looks back": """
def nesterov_step(f, theta, velocity):
    alpha, beta = 0.01, 0.9
    ahead = theta + alpha * beta * velocity
    velocity = beta * velocity + f.gradient(ahead)
    return theta - alpha * velocity, velocity""",
        "looks ahead by the whole velocity": """
def nesterov_step(f, theta, velocity):
    alpha, beta = 0.01, 0.9
    ahead = theta - alpha * velocity
    velocity = beta * velocity + f.gradient(ahead)
    return theta - alpha * velocity, velocity""",
        "looks ahead without the rate": """
def nesterov_step(f, theta, velocity):
    alpha, beta = 0.01, 0.9
    ahead = theta - beta * velocity
    velocity = beta * velocity + f.gradient(ahead)
    return theta - alpha * velocity, velocity""",
        "moves by the old velocity": """
def nesterov_step(f, theta, velocity):
    alpha, beta = 0.01, 0.9
    ahead = theta - alpha * beta * velocity
    return theta - alpha * velocity, beta * velocity + f.gradient(ahead)""",
        "a mean, not a sum": """
def nesterov_step(f, theta, velocity):
    alpha, beta = 0.01, 0.9
    ahead = theta - alpha * beta * velocity
    velocity = beta * velocity + (1 - beta) * f.gradient(ahead)
    return theta - alpha * velocity, velocity""",
        "both slopes": """
def nesterov_step(f, theta, velocity):
    alpha, beta = 0.01, 0.9
    ahead = theta - alpha * beta * velocity
    velocity = beta * velocity + f.gradient(theta) + f.gradient(ahead)
    return theta - alpha * velocity, velocity""",
        "returns the place ahead": """
def nesterov_step(f, theta, velocity):
    alpha, beta = 0.01, 0.9
    ahead = theta - alpha * beta * velocity
    velocity = beta * velocity + f.gradient(ahead)
    return ahead, velocity""",
    },
    "adapt_each_rate built": {
        "t is not counted": """
def adam_step(f, theta, memory):
    m, v, t = memory
    g = f.gradient(theta)
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat, v_hat = m / (1 - beta1 ** (t + 1)), v / (1 - beta2 ** (t + 1))
    theta = theta - alpha * m_hat / (np.sqrt(v_hat) + epsilon)
    return theta, (m, v, t)""",
        "uncorrected": """
def adam_step(f, theta, memory):
    m, v, t = memory
    g, t = f.gradient(theta), t + 1
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    theta = theta - alpha * m / (np.sqrt(v) + epsilon)
    return theta, (m, v, t)""",
        "the corrected ones remembered": """
def adam_step(f, theta, memory):
    m, v, t = memory
    g, t = f.gradient(theta), t + 1
    m = (beta1 * m + (1 - beta1) * g) / (1 - beta1**t)
    v = (beta2 * v + (1 - beta2) * g**2) / (1 - beta2**t)
    theta = theta - alpha * m / (np.sqrt(v) + epsilon)
    return theta, (m, v, t)""",
        "no root": """
def adam_step(f, theta, memory):
    m, v, t = memory
    g, t = f.gradient(theta), t + 1
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    theta = theta - alpha * m_hat / (v_hat + epsilon)
    return theta, (m, v, t)""",
        "the square of the mean": """
def adam_step(f, theta, memory):
    m, v, t = memory
    g, t = f.gradient(theta), t + 1
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * m**2
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    theta = theta - alpha * m_hat / (np.sqrt(v_hat) + epsilon)
    return theta, (m, v, t)""",
        "one length for all coordinates": """
def adam_step(f, theta, memory):
    m, v, t = memory
    g, t = f.gradient(theta), t + 1
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * np.sum(g**2)
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    theta = theta - alpha * m_hat / (np.sqrt(v_hat) + epsilon)
    return theta, (m, v, t)""",
        "the two betas exchanged": """
def adam_step(f, theta, memory):
    m, v, t = memory
    g, t = f.gradient(theta), t + 1
    m = beta2 * m + (1 - beta2) * g
    v = beta1 * v + (1 - beta1) * g**2
    m_hat, v_hat = m / (1 - beta2**t), v / (1 - beta1**t)
    theta = theta - alpha * m_hat / (np.sqrt(v_hat) + epsilon)
    return theta, (m, v, t)""",
        "corrected with t, not a power": """
def adam_step(f, theta, memory):
    m, v, t = memory
    g, t = f.gradient(theta), t + 1
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat, v_hat = m / (1 - beta1 * t), v / (1 - beta2 * t)
    theta = theta - alpha * m_hat / (np.sqrt(v_hat) + epsilon)
    return theta, (m, v, t)""",
        "corrected for the first step only": """
def adam_step(f, theta, memory):
    m, v, t = memory
    g, t = f.gradient(theta), t + 1
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat, v_hat = m / (1 - beta1), v / (1 - beta2)
    theta = theta - alpha * m_hat / (np.sqrt(v_hat) + epsilon)
    return theta, (m, v, t)""",
        "the gradient itself moves it": """
def adam_step(f, theta, memory):
    m, v, t = memory
    g, t = f.gradient(theta), t + 1
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_hat = v / (1 - beta2**t)
    theta = theta - alpha * g / (np.sqrt(v_hat) + epsilon)
    return theta, (m, v, t)""",
        "sums, as in momentum": """
def adam_step(f, theta, memory):
    m, v, t = memory
    g, t = f.gradient(theta), t + 1
    m = beta1 * m + g
    v = beta2 * v + g**2
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    theta = theta - alpha * m_hat / (np.sqrt(v_hat) + epsilon)
    return theta, (m, v, t)""",
        "memory as it came": """
def adam_step(f, theta, memory):
    m, v, t = memory
    g, s = f.gradient(theta), t + 1
    a = beta1 * m + (1 - beta1) * g
    b = beta2 * v + (1 - beta2) * g**2
    m_hat, v_hat = a / (1 - beta1**s), b / (1 - beta2**s)
    theta = theta - alpha * m_hat / (np.sqrt(v_hat) + epsilon)
    return theta, (m, v, t)""",
    },
    "adapt_each_rate sign_step": {
        "uphill": "def sign_step(g, alpha):\n    return alpha * np.sign(g)",
        "a unit vector": "def sign_step(g, alpha):\n    return -alpha * g / np.linalg.norm(g)",
        "by its largest": "def sign_step(g, alpha):\n    return -alpha * g / np.max(np.abs(g))",
        "the steepest coordinate alone": """
def sign_step(g, alpha):
    step = np.zeros_like(g)
    k = np.argmax(np.abs(g))
    step[k] = -alpha * np.sign(g[k])
    return step""",
        "clipped": "def sign_step(g, alpha):\n    return -np.clip(g, -alpha, alpha)",
        "the plain step": "def sign_step(g, alpha):\n    return -alpha * g",
        "never zero": "def sign_step(g, alpha):\n    return np.where(g > 0, -alpha, alpha)",
        "of ones": "def sign_step(g, alpha):\n    return -alpha * np.ones_like(g)",
        "rounded": "def sign_step(g, alpha):\n    return -alpha * np.round(g)",
    },
    "adapt_each_rate muon_step": {
        "uphill": """
def muon_step(G, alpha):
    U, _, Vt = np.linalg.svd(G, full_matrices=False)
    return alpha * U @ Vt""",
        "V for Vt": """
def muon_step(G, alpha):
    U, _, Vt = np.linalg.svd(G, full_matrices=False)
    return -alpha * U @ Vt.T""",
        "the singular values kept": """
def muon_step(G, alpha):
    U, s, Vt = np.linalg.svd(G, full_matrices=False)
    return -alpha * (U * s) @ Vt""",
        "the largest direction alone": """
def muon_step(G, alpha):
    U, _, Vt = np.linalg.svd(G, full_matrices=False)
    return -alpha * np.outer(U[:, 0], Vt[0])""",
        "divided by its largest singular value": """
def muon_step(G, alpha):
    return -alpha * G / np.linalg.norm(G, 2)""",
        "the sign of each entry": "def muon_step(G, alpha):\n    return -alpha * np.sign(G)",
        "divided by its length": """
def muon_step(G, alpha):
    return -alpha * G / np.linalg.norm(G)""",
        "whole matrices": """
def muon_step(G, alpha):
    U, _, Vt = np.linalg.svd(G)
    return -alpha * U @ Vt""",
        "the identity": "def muon_step(G, alpha):\n    return -alpha * np.eye(*G.shape)",
        "Q of QR": """
def muon_step(G, alpha):
    Q, _ = np.linalg.qr(G)
    return -alpha * Q""",
    },
    "adapt_each_rate adamw": {
        "no rate on the decay": """
def adamw(w, adam_step, rate, decay):
    return w + adam_step - decay * w""",
        "decays the moved one": """
def adamw(w, adam_step, rate, decay):
    moved = w + adam_step
    return moved - rate * decay * moved""",
        "grows": """
def adamw(w, adam_step, rate, decay):
    return w + adam_step + rate * decay * w""",
        "the step the other way": """
def adamw(w, adam_step, rate, decay):
    return w - adam_step - rate * decay * w""",
        "the decay within the step": """
def adamw(w, adam_step, rate, decay):
    return w + adam_step * (1 - rate * decay)""",
        "the sign of w": """
def adamw(w, adam_step, rate, decay):
    return w + adam_step - rate * decay * np.sign(w)""",
        "decays the step": """
def adamw(w, adam_step, rate, decay):
    return w + adam_step - rate * decay * adam_step""",
        "the rate twice": """
def adamw(w, adam_step, rate, decay):
    return w + rate * adam_step - rate * decay * w""",
        "twice the weight": """
def adamw(w, adam_step, rate, decay):
    return w + adam_step - 2 * rate * decay * w""",
    },
    "jump_with_newton jumps": {
        "uphill": """
def newton_step(f, theta):
    return theta + np.linalg.solve(f.hessian(theta), f.gradient(theta))""",
        "the step alone": """
def newton_step(f, theta):
    return -np.linalg.solve(f.hessian(theta), f.gradient(theta))""",
        "divided entry by entry": """
def newton_step(f, theta):
    return theta - f.gradient(theta) / np.diag(f.hessian(theta))""",
        "multiplied, not solved": """
def newton_step(f, theta):
    return theta - f.hessian(theta) @ f.gradient(theta)""",
        "half a step": """
def newton_step(f, theta):
    return theta - np.linalg.solve(f.hessian(theta), f.gradient(theta)) / 2""",
        "two steps": """
def newton_step(f, theta):
    for _ in range(2):
        theta = theta - np.linalg.solve(f.hessian(theta), f.gradient(theta))
    return theta""",
        "the largest curvature for all": """
def newton_step(f, theta):
    return theta - f.gradient(theta) / np.linalg.eigvalsh(f.hessian(theta))[-1]""",
        "no negative curvature": """
def newton_step(f, theta):
    values, vectors = np.linalg.eigh(f.hessian(theta))
    return theta - vectors @ (vectors.T @ f.gradient(theta) / np.abs(values))""",
        "a plain step": """
def newton_step(f, theta):
    return theta - 0.1 * f.gradient(theta)""",
        "to the minimum that is known": """
def newton_step(f, theta):
    return np.zeros_like(theta)""",
        "each row by itself": """
def newton_step(f, theta):
    return theta - f.gradient(theta) / f.hessian(theta).sum(axis=0)""",
    },
    "follow_the_gradient built": {
        "one-sided": """
def gradient(f, x, h=6e-6):
    slopes = []
    for i in range(len(x)):
        step = np.zeros(len(x))
        step[i] = h
        slopes.append((f(x + step) - f(x)) / h)
    return np.array(slopes)""",
        "without the 2": """
def gradient(f, x, h=6e-6):
    slopes = []
    for i in range(len(x)):
        step = np.zeros(len(x))
        step[i] = h
        slopes.append((f(x + step) - f(x - step)) / h)
    return np.array(slopes)""",
        "all coordinates at once": """
def gradient(f, x, h=6e-6):
    step = np.full(len(x), h)
    return np.full(len(x), (f(x + step) - f(x - step)) / (2 * h))""",
        "the steps add up": """
def gradient(f, x, h=6e-6):
    slopes, step = [], np.zeros(len(x))
    for i in range(len(x)):
        step[i] = h
        slopes.append((f(x + step) - f(x - step)) / (2 * h))
    return np.array(slopes)""",
        "two variables only": """
def gradient(f, x, h=6e-6):
    slopes = []
    for i in range(2):
        step = np.zeros(len(x))
        step[i] = h
        slopes.append((f(x + step) - f(x - step)) / (2 * h))
    return np.array(slopes)""",
        "backwards": """
def gradient(f, x, h=6e-6):
    slopes = []
    for i in range(len(x)):
        step = np.zeros(len(x))
        step[i] = h
        slopes.append((f(x - step) - f(x + step)) / (2 * h))
    return np.array(slopes)""",
        "the sum of the slopes": """
def gradient(f, x, h=6e-6):
    slope = 0
    for i in range(len(x)):
        step = np.zeros(len(x))
        step[i] = h
        slope += (f(x + step) - f(x - step)) / (2 * h)
    return slope""",
        "a unit vector": """
def gradient(f, x, h=6e-6):
    slopes = []
    for i in range(len(x)):
        step = np.zeros(len(x))
        step[i] = h
        slopes.append((f(x + step) - f(x - step)) / (2 * h))
    return np.array(slopes) / np.linalg.norm(slopes)""",
        "a coarse step": """
def gradient(f, x, h=0.5):
    slopes = []
    for i in range(len(x)):
        step = np.zeros(len(x))
        step[i] = h
        slopes.append((f(x + step) - f(x - step)) / (2 * h))
    return np.array(slopes)""",
        "the last coordinate missing": """
def gradient(f, x, h=6e-6):
    slopes = []
    for i in range(len(x) - 1):
        step = np.zeros(len(x))
        step[i] = h
        slopes.append((f(x + step) - f(x - step)) / (2 * h))
    return np.array([*slopes, 0.0])""",
    },
    "follow_the_gradient mse": {
        "without the 2": """
def mse_gradient(w, X, y):
    return X.T @ (X @ w - y) / len(y)""",
        "the sum": """
def mse_gradient(w, X, y):
    return 2 * X.T @ (X @ w - y)""",
        "divided by the weights": """
def mse_gradient(w, X, y):
    return 2 / len(w) * X.T @ (X @ w - y)""",
        "the error the other way round": """
def mse_gradient(w, X, y):
    return 2 / len(y) * X.T @ (y - X @ w)""",
        "the error forgotten y": """
def mse_gradient(w, X, y):
    return 2 / len(y) * X.T @ (X @ w)""",
        "a product of means": """
def mse_gradient(w, X, y):
    return 2 * X.mean(axis=0) * np.mean(X @ w - y)""",
        "each feature alone": """
def mse_gradient(w, X, y):
    return np.array([2 * np.mean((X[:, j] * w[j] - y) * X[:, j]) for j in range(len(w))])""",
        "of the absolute error": """
def mse_gradient(w, X, y):
    return 2 / len(y) * X.T @ np.sign(X @ w - y)""",
        "of all entries": """
def mse_gradient(w, X, y):
    return 2 / X.size * X.T @ (X @ w - y)""",
    },
    "follow_the_gradient cross_entropy": {
        "the other way round": """
def score_gradient(z, y):
    p = np.exp(z) / np.exp(z).sum()
    return y - p""",
        "scores for probabilities": "def score_gradient(z, y):\n    return z - y",
        "not normalised": "def score_gradient(z, y):\n    return np.exp(z) - y",
        "the right class alone": """
def score_gradient(z, y):
    p = np.exp(z) / np.exp(z).sum()
    return (p - y) * y""",
        "by the probabilities": """
def score_gradient(z, y):
    p = np.exp(z) / np.exp(z).sum()
    return -y / p""",
        "sigmoids": """
def score_gradient(z, y):
    return 1 / (1 + np.exp(-z)) - y""",
        "of squares": """
def score_gradient(z, y):
    p = np.exp(z) / np.exp(z).sum()
    return 2 * (p - y) * p * (1 - p)""",
        "the mean": """
def score_gradient(z, y):
    p = np.exp(z) / np.exp(z).sum()
    return (p - y) / len(y)""",
        "the probabilities alone": """
def score_gradient(z, y):
    return np.exp(z) / np.exp(z).sum()""",
    },
    "follow_the_gradient in_a_box": {
        "a clipped gradient": """
def best_step(g, epsilon):
    return np.clip(g, -epsilon, epsilon)""",
        "a unit vector": """
def best_step(g, epsilon):
    return epsilon * g / np.linalg.norm(g)""",
        "by its largest": """
def best_step(g, epsilon):
    return epsilon * g / np.max(np.abs(g))""",
        "downhill": "def best_step(g, epsilon):\n    return -epsilon * np.sign(g)",
        "one coordinate": """
def best_step(g, epsilon):
    step = np.zeros_like(g)
    k = np.argmax(np.abs(g))
    step[k] = epsilon * np.sign(g[k])
    return step""",
        "the plain step": "def best_step(g, epsilon):\n    return epsilon * g",
        "of length epsilon": """
def best_step(g, epsilon):
    return epsilon * np.sign(g) / np.sqrt(len(g))""",
        "without epsilon": "def best_step(g, epsilon):\n    return np.sign(g)",
    },
    "scale_features standardised": {
        "by the new data": """
def standardise_new(train, new):
    return (new - new.mean(axis=0)) / new.std(axis=0)""",
        "mean of all": """
def standardise_new(train, new):
    return (new - train.mean()) / train.std()""",
        "the wrong axis": """
def standardise_new(train, new):
    return (new - train.mean(axis=1).mean()) / train.std(axis=1).mean()""",
        "by the variance": """
def standardise_new(train, new):
    return (new - train.mean(axis=0)) / train.var(axis=0)""",
        "centred only": "def standardise_new(train, new):\n    return new - train.mean(axis=0)",
        "scaled only": "def standardise_new(train, new):\n    return new / train.std(axis=0)",
        "between 0 and 1": """
def standardise_new(train, new):
    low, high = train.min(axis=0), train.max(axis=0)
    return (new - low) / (high - low)""",
        "both together": """
def standardise_new(train, new):
    both = np.concatenate([train, new])
    return (new - both.mean(axis=0)) / both.std(axis=0)""",
        "the mean of the new": """
def standardise_new(train, new):
    return (new - new.mean(axis=0)) / train.std(axis=0)""",
        "the old data": """
def standardise_new(train, new):
    return (train - train.mean(axis=0)) / train.std(axis=0)""",
        "divided first": """
def standardise_new(train, new):
    return new / train.std(axis=0) - train.mean(axis=0)""",
    },
    "race_fairly comparison": {
        "tuned where it is raced": """
def comparison(steps):
    return np.min(np.median(steps[8:], axis=0))""",
        "all seeds": """
def comparison(steps):
    return np.min(np.median(steps, axis=0))""",
        "means": """
def comparison(steps):
    best = np.argmin(np.mean(steps[:8], axis=0))
    return np.mean(steps[8:, best])""",
        "the best single run": """
def comparison(steps):
    best = np.argmin(np.min(steps[:8], axis=0))
    return np.median(steps[8:, best])""",
        "the tuning seeds again": """
def comparison(steps):
    best = np.argmin(np.median(steps[:8], axis=0))
    return np.median(steps[:8, best])""",
        "the wrong axis": """
def comparison(steps):
    best = np.argmin(np.median(steps[:8], axis=1))
    return np.median(steps[8:, best])""",
        "the slowest": """
def comparison(steps):
    best = np.argmax(np.median(steps[:8], axis=0))
    return np.median(steps[8:, best])""",
        "each seed its own best": """
def comparison(steps):
    return np.median(np.min(steps[8:], axis=1))""",
        "the first rate": """
def comparison(steps):
    return np.median(steps[8:, 0])""",
    },
    "shrink_weights built": {
        "shrinks before the step": """
def ista(X, y, strength, rate, steps):
    w = np.zeros(X.shape[1])
    for _ in range(steps):
        w = np.sign(w) * np.maximum(np.abs(w) - rate * strength, 0)
        w = w - rate * X.T @ (X @ w - y) / len(y)
    return w""",
        "a subgradient": """
def ista(X, y, strength, rate, steps):
    w = np.zeros(X.shape[1])
    for _ in range(steps):
        w = w - rate * (X.T @ (X @ w - y) / len(y) + strength * np.sign(w))
    return w""",
        "the strength without the rate": """
def ista(X, y, strength, rate, steps):
    w = np.zeros(X.shape[1])
    for _ in range(steps):
        u = w - rate * X.T @ (X @ w - y) / len(y)
        w = np.sign(u) * np.maximum(np.abs(u) - strength, 0)
    return w""",
        "twice the slope": """
def ista(X, y, strength, rate, steps):
    w = np.zeros(X.shape[1])
    for _ in range(steps):
        u = w - 2 * rate * X.T @ (X @ w - y) / len(y)
        w = np.sign(u) * np.maximum(np.abs(u) - rate * strength, 0)
    return w""",
        "the sum": """
def ista(X, y, strength, rate, steps):
    w = np.zeros(X.shape[1])
    for _ in range(steps):
        u = w - rate * X.T @ (X @ w - y)
        w = np.sign(u) * np.maximum(np.abs(u) - rate * strength, 0)
    return w""",
        "a hard threshold": """
def ista(X, y, strength, rate, steps):
    w = np.zeros(X.shape[1])
    for _ in range(steps):
        u = w - rate * X.T @ (X @ w - y) / len(y)
        w = np.where(np.abs(u) > rate * strength, u, 0)
    return w""",
        "no floor at 0": """
def ista(X, y, strength, rate, steps):
    w = np.zeros(X.shape[1])
    for _ in range(steps):
        u = w - rate * X.T @ (X @ w - y) / len(y)
        w = np.sign(u) * (np.abs(u) - rate * strength)
    return w""",
        "only positive weights": """
def ista(X, y, strength, rate, steps):
    w = np.zeros(X.shape[1])
    for _ in range(steps):
        u = w - rate * X.T @ (X @ w - y) / len(y)
        w = np.maximum(u - rate * strength, 0)
    return w""",
        "ridge": """
def ista(X, y, strength, rate, steps):
    w = np.zeros(X.shape[1])
    for _ in range(steps):
        w = w - rate * (X.T @ (X @ w - y) / len(y) + strength * w)
    return w""",
        "shrinks once at the end": """
def ista(X, y, strength, rate, steps):
    w = np.zeros(X.shape[1])
    for _ in range(steps):
        w = w - rate * X.T @ (X @ w - y) / len(y)
    return np.sign(w) * np.maximum(np.abs(w) - rate * strength, 0)""",
        "one step fewer": """
def ista(X, y, strength, rate, steps):
    w = np.zeros(X.shape[1])
    for _ in range(steps - 1):
        u = w - rate * X.T @ (X @ w - y) / len(y)
        w = np.sign(u) * np.maximum(np.abs(u) - rate * strength, 0)
    return w""",
        "divided by the features": """
def ista(X, y, strength, rate, steps):
    w = np.zeros(X.shape[1])
    for _ in range(steps):
        u = w - rate * X.T @ (X @ w - y) / len(w)
        w = np.sign(u) * np.maximum(np.abs(u) - rate * strength, 0)
    return w""",
    },
    "shrink_weights ridge": {
        "not divided by n": """
def ridge(X, y, strength):
    return np.linalg.solve(X.T @ X + strength * np.eye(X.shape[1]), X.T @ y)""",
        "half divided by n": """
def ridge(X, y, strength):
    n, d = X.shape
    return np.linalg.solve(X.T @ X / n + strength * np.eye(d), X.T @ y)""",
        "on every entry": """
def ridge(X, y, strength):
    n, d = X.shape
    return np.linalg.solve(X.T @ X / n + strength, X.T @ y / n)""",
        "no penalty": """
def ridge(X, y, strength):
    return np.linalg.lstsq(X, y)[0]""",
        "half the strength": """
def ridge(X, y, strength):
    n, d = X.shape
    return np.linalg.solve(X.T @ X / n + strength / 2 * np.eye(d), X.T @ y / n)""",
        "twice the strength": """
def ridge(X, y, strength):
    n, d = X.shape
    return np.linalg.solve(X.T @ X / n + 2 * strength * np.eye(d), X.T @ y / n)""",
        "grows": """
def ridge(X, y, strength):
    n, d = X.shape
    return np.linalg.solve(X.T @ X / n - strength * np.eye(d), X.T @ y / n)""",
        "by the features": """
def ridge(X, y, strength):
    n, d = X.shape
    return np.linalg.solve(X.T @ X / d + strength * np.eye(d), X.T @ y / d)""",
        "shrunk afterwards": """
def ridge(X, y, strength):
    return np.linalg.lstsq(X, y)[0] / (1 + strength)""",
        "entry by entry": """
def ridge(X, y, strength):
    n, d = X.shape
    return (X.T @ y / n) / (np.diag(X.T @ X / n) + strength)""",
    },
    "shrink_weights all_zero": {
        "the sum": "def all_zero(X, y):\n    return np.max(np.abs(X.T @ y))",
        "with a sign": "def all_zero(X, y):\n    return np.max(X.T @ y) / len(y)",
        "the mean": "def all_zero(X, y):\n    return np.mean(np.abs(X.T @ y)) / len(y)",
        "the first": "def all_zero(X, y):\n    return np.abs(X.T @ y)[0] / len(y)",
        "the least": "def all_zero(X, y):\n    return np.min(np.abs(X.T @ y)) / len(y)",
        "the length": "def all_zero(X, y):\n    return np.linalg.norm(X.T @ y) / len(y)",
        "all added": "def all_zero(X, y):\n    return np.sum(np.abs(X.T @ y)) / len(y)",
        "twice": "def all_zero(X, y):\n    return 2 * np.max(np.abs(X.T @ y)) / len(y)",
        "by the features": "def all_zero(X, y):\n    return np.max(np.abs(X.T @ y)) / X.shape[1]",
        "of sizes": "def all_zero(X, y):\n    return np.max(np.abs(X).T @ np.abs(y)) / len(y)",
    },
    "see built_convolution": {
        "turned kernels, as in mathematics": """
def convolve(images, K, b):
    windows = np.lib.stride_tricks.sliding_window_view(images, (3, 3), (1, 2))
    return (windows.reshape(-1, 9) @ K[::-1] + b).reshape(len(images), 6, 6, len(b))""",
        "without b": """
def convolve(images, K, b):
    windows = np.lib.stride_tricks.sliding_window_view(images, (3, 3), (1, 2))
    return (windows.reshape(-1, 9) @ K).reshape(len(images), 6, 6, len(b))""",
        "windows on their side": """
def convolve(images, K, b):
    windows = np.lib.stride_tricks.sliding_window_view(images, (3, 3), (1, 2))
    rows = windows.swapaxes(-1, -2).reshape(-1, 9)
    return (rows @ K + b).reshape(len(images), 6, 6, len(b))""",
        "places on their side": """
def convolve(images, K, b):
    windows = np.lib.stride_tricks.sliding_window_view(images, (3, 3), (1, 2))
    sums = (windows.reshape(-1, 9) @ K + b).reshape(len(images), 6, 6, len(b))
    return sums.swapaxes(1, 2)""",
        "the mean of a window": """
def convolve(images, K, b):
    windows = np.lib.stride_tricks.sliding_window_view(images, (3, 3), (1, 2))
    return (windows.reshape(-1, 9) @ K / 9 + b).reshape(len(images), 6, 6, len(b))""",
        "b taken away": """
def convolve(images, K, b):
    windows = np.lib.stride_tricks.sliding_window_view(images, (3, 3), (1, 2))
    return (windows.reshape(-1, 9) @ K - b).reshape(len(images), 6, 6, len(b))""",
        "already bent": """
def convolve(images, K, b):
    windows = np.lib.stride_tricks.sliding_window_view(images, (3, 3), (1, 2))
    sums = (windows.reshape(-1, 9) @ K + b).reshape(len(images), 6, 6, len(b))
    return np.maximum(sums, 0)""",
        "maps first": """
def convolve(images, K, b):
    windows = np.lib.stride_tricks.sliding_window_view(images, (3, 3), (1, 2))
    sums = (windows.reshape(-1, 9) @ K + b).reshape(len(images), 6, 6, len(b))
    return np.moveaxis(sums, -1, 1)""",
        "the first image for all": """
def convolve(images, K, b):
    windows = np.lib.stride_tricks.sliding_window_view(images[:1], (3, 3), (1, 2))
    sums = (windows.reshape(-1, 9) @ K + b).reshape(1, 6, 6, len(b))
    return np.repeat(sums, len(images), axis=0)""",
        "b of the first map": """
def convolve(images, K, b):
    windows = np.lib.stride_tricks.sliding_window_view(images, (3, 3), (1, 2))
    return (windows.reshape(-1, 9) @ K + b[0]).reshape(len(images), 6, 6, len(b))""",
    },
    "see built_network": {
        "means of the blocks": """
def network(theta, images):
    K, b, *dense = cut(theta, networks.SMALL)
    maps = relu(networks.convolve(images[..., None], K, b))
    blocks = maps.reshape(len(images), 3, 2, 3, 2, 16)
    flat = blocks.mean(axis=(2, 4)).reshape(len(images), 144)
    return flat @ dense[0] + dense[1]""",
        "no relu": """
def network(theta, images):
    K, b, *dense = cut(theta, networks.SMALL)
    maps = networks.convolve(images[..., None], K, b)
    blocks = maps.reshape(len(images), 3, 2, 3, 2, 16)
    flat = blocks.max(axis=(2, 4)).reshape(len(images), 144)
    return flat @ dense[0] + dense[1]""",
        "no bias at the end": """
def network(theta, images):
    K, b, *dense = cut(theta, networks.SMALL)
    maps = relu(networks.convolve(images[..., None], K, b))
    blocks = maps.reshape(len(images), 3, 2, 3, 2, 16)
    flat = blocks.max(axis=(2, 4)).reshape(len(images), 144)
    return flat @ dense[0]""",
        "other blocks": """
def network(theta, images):
    K, b, *dense = cut(theta, networks.SMALL)
    maps = relu(networks.convolve(images[..., None], K, b))
    blocks = maps.reshape(len(images), 2, 3, 2, 3, 16)
    flat = blocks.max(axis=(1, 3)).reshape(len(images), 144)
    return flat @ dense[0] + dense[1]""",
        "corners of the blocks": """
def network(theta, images):
    K, b, *dense = cut(theta, networks.SMALL)
    maps = relu(networks.convolve(images[..., None], K, b))
    flat = maps[:, ::2, ::2].reshape(len(images), 144)
    return flat @ dense[0] + dense[1]""",
        "maps first when flat": """
def network(theta, images):
    K, b, *dense = cut(theta, networks.SMALL)
    maps = relu(networks.convolve(images[..., None], K, b))
    blocks = maps.reshape(len(images), 3, 2, 3, 2, 16)
    flat = blocks.max(axis=(2, 4)).transpose(0, 3, 1, 2).reshape(len(images), 144)
    return flat @ dense[0] + dense[1]""",
        "scores bent": """
def network(theta, images):
    K, b, *dense = cut(theta, networks.SMALL)
    maps = relu(networks.convolve(images[..., None], K, b))
    blocks = maps.reshape(len(images), 3, 2, 3, 2, 16)
    flat = blocks.max(axis=(2, 4)).reshape(len(images), 144)
    return relu(flat @ dense[0] + dense[1])""",
        "the least of each block": """
def network(theta, images):
    K, b, *dense = cut(theta, networks.SMALL)
    maps = relu(networks.convolve(images[..., None], K, b))
    blocks = maps.reshape(len(images), 3, 2, 3, 2, 16)
    flat = blocks.min(axis=(2, 4)).reshape(len(images), 144)
    return flat @ dense[0] + dense[1]""",
    },
    "see kernel_slopes": {
        "turned": """
def kernel_slopes(image, kernel, slopes):
    side = range(3)
    return [[(image[i : i + 6, j : j + 6] * slopes).sum() for i in side] for j in side]""",
        "the mean": """
def kernel_slopes(image, kernel, slopes):
    side = range(3)
    return [[(image[i : i + 6, j : j + 6] * slopes).mean() for j in side] for i in side]""",
        "the image alone": """
def kernel_slopes(image, kernel, slopes):
    side = range(3)
    return [[image[i : i + 6, j : j + 6].sum() for j in side] for i in side]""",
        "with the kernel in it": """
def kernel_slopes(image, kernel, slopes):
    side = range(3)
    patch = [[(image[i : i + 6, j : j + 6] * slopes).sum() for j in side] for i in side]
    return np.array(patch) * kernel""",
        "from the other corner": """
def kernel_slopes(image, kernel, slopes):
    side = range(3)
    back = range(2, -1, -1)
    return [[(image[i : i + 6, j : j + 6] * slopes).sum() for j in back] for i in back]""",
        "the first place alone": """
def kernel_slopes(image, kernel, slopes):
    return image[:3, :3] * slopes[0, 0]""",
        "slopes on their side": """
def kernel_slopes(image, kernel, slopes):
    side = range(3)
    return [[(image[i : i + 6, j : j + 6] * slopes.T).sum() for j in side] for i in side]""",
        "one for all": """
def kernel_slopes(image, kernel, slopes):
    return np.full((3, 3), (image[1:7, 1:7] * slopes).sum())""",
    },
    "see fooled": {
        "away from the mistake": """
def fooled(image, slopes, size):
    return np.clip(image - size * np.sign(slopes), 0, 1)""",
        "not clipped": """
def fooled(image, slopes, size):
    return image + size * np.sign(slopes)""",
        "the step clipped": """
def fooled(image, slopes, size):
    return image + np.clip(size * np.sign(slopes), 0, 1)""",
        "along the slopes": """
def fooled(image, slopes, size):
    return np.clip(image + size * slopes, 0, 1)""",
        "a unit vector": """
def fooled(image, slopes, size):
    return np.clip(image + size * slopes / np.linalg.norm(slopes), 0, 1)""",
        "by its largest": """
def fooled(image, slopes, size):
    return np.clip(image + size * slopes / np.max(np.abs(slopes)), 0, 1)""",
        "only brighter": """
def fooled(image, slopes, size):
    return np.clip(image + size * (slopes > 0), 0, 1)""",
        "clipped between -1 and 1": """
def fooled(image, slopes, size):
    return np.clip(image + size * np.sign(slopes), -1, 1)""",
        "wrapped round": """
def fooled(image, slopes, size):
    return (image + size * np.sign(slopes)) % 1""",
    },
    "remember built": {
        "h with the old c": """
def lstm(x, h, c, U, W, b):
    n = h.shape[-1]
    a = x @ U + h @ W + b
    i, f, o = np.split(autodiff.sigmoid(a[:, : 3 * n]), 3, axis=-1)
    g = np.tanh(a[:, 3 * n :])
    return o * np.tanh(c), f * c + i * g""",
        "gates in another order": """
def lstm(x, h, c, U, W, b):
    n = h.shape[-1]
    a = x @ U + h @ W + b
    f, i, o = np.split(autodiff.sigmoid(a[:, : 3 * n]), 3, axis=-1)
    g = np.tanh(a[:, 3 * n :])
    c = f * c + i * g
    return o * np.tanh(c), c""",
        "a candidate with a sigmoid": """
def lstm(x, h, c, U, W, b):
    n = h.shape[-1]
    a = x @ U + h @ W + b
    i, f, o = np.split(autodiff.sigmoid(a[:, : 3 * n]), 3, axis=-1)
    g = autodiff.sigmoid(a[:, 3 * n :])
    c = f * c + i * g
    return o * np.tanh(c), c""",
        "no tanh of c": """
def lstm(x, h, c, U, W, b):
    n = h.shape[-1]
    a = x @ U + h @ W + b
    i, f, o = np.split(autodiff.sigmoid(a[:, : 3 * n]), 3, axis=-1)
    c = f * c + i * np.tanh(a[:, 3 * n :])
    return o * c, c""",
        "no forget gate": """
def lstm(x, h, c, U, W, b):
    n = h.shape[-1]
    a = x @ U + h @ W + b
    i, f, o = np.split(autodiff.sigmoid(a[:, : 3 * n]), 3, axis=-1)
    c = c + i * np.tanh(a[:, 3 * n :])
    return o * np.tanh(c), c""",
        "the gate of forgetting turned": """
def lstm(x, h, c, U, W, b):
    n = h.shape[-1]
    a = x @ U + h @ W + b
    i, f, o = np.split(autodiff.sigmoid(a[:, : 3 * n]), 3, axis=-1)
    c = (1 - f) * c + i * np.tanh(a[:, 3 * n :])
    return o * np.tanh(c), c""",
        "one gate for both, as in a GRU": """
def lstm(x, h, c, U, W, b):
    n = h.shape[-1]
    a = x @ U + h @ W + b
    i, f, o = np.split(autodiff.sigmoid(a[:, : 3 * n]), 3, axis=-1)
    c = f * c + (1 - f) * np.tanh(a[:, 3 * n :])
    return o * np.tanh(c), c""",
        "without the last h": """
def lstm(x, h, c, U, W, b):
    n = h.shape[-1]
    a = x @ U + b
    i, f, o = np.split(autodiff.sigmoid(a[:, : 3 * n]), 3, axis=-1)
    c = f * c + i * np.tanh(a[:, 3 * n :])
    return o * np.tanh(c), c""",
        "without b": """
def lstm(x, h, c, U, W, b):
    n = h.shape[-1]
    a = x @ U + h @ W
    i, f, o = np.split(autodiff.sigmoid(a[:, : 3 * n]), 3, axis=-1)
    c = f * c + i * np.tanh(a[:, 3 * n :])
    return o * np.tanh(c), c""",
        "c and h exchanged": """
def lstm(x, h, c, U, W, b):
    n = h.shape[-1]
    a = x @ U + h @ W + b
    i, f, o = np.split(autodiff.sigmoid(a[:, : 3 * n]), 3, axis=-1)
    c = f * c + i * np.tanh(a[:, 3 * n :])
    return c, o * np.tanh(c)""",
        "the candidate without its gate": """
def lstm(x, h, c, U, W, b):
    n = h.shape[-1]
    a = x @ U + h @ W + b
    i, f, o = np.split(autodiff.sigmoid(a[:, : 3 * n]), 3, axis=-1)
    c = f * c + np.tanh(a[:, 3 * n :])
    return o * np.tanh(c), c""",
    },
    "remember clip": {
        "each number by itself": "def clip(g, most):\n    return np.clip(g, -most, most)",
        "always that long": "def clip(g, most):\n    return g * most / np.linalg.norm(g)",
        "never longer, by the largest": """
def clip(g, most):
    largest = np.max(np.abs(g))
    return g * most / largest if largest > most else g""",
        "a unit vector": """
def clip(g, most):
    length = np.linalg.norm(g)
    return g / length if length > most else g""",
        "the short ones made long": """
def clip(g, most):
    length = np.linalg.norm(g)
    return g * most / length if length < most else g""",
        "dropped": """
def clip(g, most):
    return np.zeros_like(g) if np.linalg.norm(g) > most else g""",
        "by the sum of sizes": """
def clip(g, most):
    length = np.sum(np.abs(g))
    return g * most / length if length > most else g""",
        "by the square": """
def clip(g, most):
    length = np.sum(g**2)
    return g * most / length if length > most else g""",
        "the same": "def clip(g, most):\n    return g",
        "softly": "def clip(g, most):\n    return g * most / (most + np.linalg.norm(g))",
    },
    "remember seasonal": {
        "the same month last year": "def next_month(ppm, t):\n    return ppm[t - 11]",
        "this month": "def next_month(ppm, t):\n    return ppm[t]",
        "this month last year": "def next_month(ppm, t):\n    return ppm[t - 12]",
        "a month too early": """
def next_month(ppm, t):
    return ppm[t - 12] + ppm[t] - ppm[t - 13]""",
        "looks at what it forecasts": "def next_month(ppm, t):\n    return ppm[t + 1]",
        "a straight line": "def next_month(ppm, t):\n    return 2 * ppm[t] - ppm[t - 1]",
        "last year's change turned": """
def next_month(ppm, t):
    return ppm[t] - (ppm[t - 11] - ppm[t - 12])""",
        "the mean growth": """
def next_month(ppm, t):
    return ppm[t - 11] + (ppm[t] - ppm[t - 12]) / 12""",
        "13 months back": """
def next_month(ppm, t):
    return ppm[t - 11] + ppm[t] - ppm[t - 11]""",
    },
    "attend built": {
        "not divided": """
def attend(query, keys, values):
    return transformer.softmax(keys @ query) @ values""",
        "divided by the length itself": """
def attend(query, keys, values):
    return transformer.softmax(keys @ query / len(query)) @ values""",
        "divided by the number of keys": """
def attend(query, keys, values):
    return transformer.softmax(keys @ query / np.sqrt(len(keys))) @ values""",
        "scores, not shares": """
def attend(query, keys, values):
    return keys @ query / np.sqrt(len(query)) @ values""",
        "the best key alone": """
def attend(query, keys, values):
    return values[np.argmax(keys @ query)]""",
        "the shares": """
def attend(query, keys, values):
    return transformer.softmax(keys @ query / np.sqrt(len(query)))""",
        "values asked": """
def attend(query, keys, values):
    return transformer.softmax(values @ query / np.sqrt(len(query))) @ values""",
        "keys found": """
def attend(query, keys, values):
    return transformer.softmax(keys @ query / np.sqrt(len(query))) @ keys""",
        "multiplied by the root": """
def attend(query, keys, values):
    return transformer.softmax(keys @ query * np.sqrt(len(query))) @ values""",
        "the mean value": """
def attend(query, keys, values):
    return values.mean(axis=0)""",
        "sizes for shares": """
def attend(query, keys, values):
    scores = keys @ query / np.sqrt(len(query))
    return scores / np.sum(scores) @ values""",
    },
    "decide built": {
        "the sum": """
def surrogate(theta, moves, gains):
    return -np.sum(worlds.log_softmax(theta)[moves] * gains)""",
        "downhill in the gain": """
def surrogate(theta, moves, gains):
    return np.mean(worlds.log_softmax(theta)[moves] * gains)""",
        "probabilities, not their logs": """
def surrogate(theta, moves, gains):
    return -np.mean(np.exp(worlds.log_softmax(theta))[moves] * gains)""",
        "scores, not logs": """
def surrogate(theta, moves, gains):
    return -np.mean(theta[moves] * gains)""",
        "means multiplied": """
def surrogate(theta, moves, gains):
    return -np.mean(worlds.log_softmax(theta)[moves]) * np.mean(gains)""",
        "the gains forgotten": """
def surrogate(theta, moves, gains):
    return -np.mean(worlds.log_softmax(theta)[moves])""",
        "the gains alone": """
def surrogate(theta, moves, gains):
    return -np.mean(gains) + 0 * np.sum(theta)""",
        "a baseline of its own": """
def surrogate(theta, moves, gains):
    return -np.mean(worlds.log_softmax(theta)[moves] * (gains - np.mean(gains)))""",
        "all moves": """
def surrogate(theta, moves, gains):
    return -np.mean(worlds.log_softmax(theta) * np.mean(gains))""",
        "logs of logs": """
def surrogate(theta, moves, gains):
    return -np.mean(worlds.log_softmax(worlds.log_softmax(theta))[moves] * gains) / 2""",
    },
    "decide reward_to_go": {
        "from the start": "def reward_to_go(rewards):\n    return np.cumsum(rewards)",
        "the whole, always": """
def reward_to_go(rewards):
    return np.full(len(rewards), np.sum(rewards))""",
        "turned": "def reward_to_go(rewards):\n    return np.cumsum(rewards[::-1])",
        "after the moment": """
def reward_to_go(rewards):
    return np.cumsum(rewards[::-1])[::-1] - rewards""",
        "the rewards": "def reward_to_go(rewards):\n    return rewards",
        "the largest to come": """
def reward_to_go(rewards):
    return np.maximum.accumulate(rewards[::-1])[::-1]""",
        "means": """
def reward_to_go(rewards):
    return np.array([np.mean(rewards[k:]) for k in range(len(rewards))])""",
        "what was collected before": """
def reward_to_go(rewards):
    return np.sum(rewards) - np.cumsum(rewards)""",
    },
    "look_around built_power": {
        "not made a unit": """
def largest(product, v):
    for _ in range(30):
        turned = product(v)
        curvature = v @ turned
        v = turned
    return curvature""",
        "once": """
def largest(product, v):
    v = v / np.linalg.norm(v)
    return v @ product(v)""",
        "three rounds": """
def largest(product, v):
    for _ in range(3):
        v = v / np.linalg.norm(v)
        turned = product(v)
        curvature = v @ turned
        v = turned
    return curvature""",
        "the direction": """
def largest(product, v):
    for _ in range(30):
        v = v / np.linalg.norm(v)
        v = product(v)
    return v""",
        "always from the start": """
def largest(product, v):
    for _ in range(30):
        v = v / np.linalg.norm(v)
        turned = product(v)
        curvature = v @ turned
    return curvature""",
        "the largest entry": """
def largest(product, v):
    for _ in range(30):
        v = v / np.linalg.norm(v)
        v = product(v)
    return np.max(np.abs(v))""",
        "the square": """
def largest(product, v):
    for _ in range(30):
        v = v / np.linalg.norm(v)
        turned = product(v)
        curvature = turned @ turned
        v = turned
    return curvature""",
    },
    "look_around swapped": {
        "rows of W": """
def swap(W, b, U, i, j):
    W[[i, j]] = W[[j, i]]
    b[[i, j]] = b[[j, i]]
    U[[i, j]] = U[[j, i]]
    return W, b, U""",
        "columns of U": """
def swap(W, b, U, i, j):
    W[:, [i, j]] = W[:, [j, i]]
    b[[i, j]] = b[[j, i]]
    U[:, [0, 1]] = U[:, [1, 0]]
    return W, b, U""",
        "b forgotten": """
def swap(W, b, U, i, j):
    W[:, [i, j]] = W[:, [j, i]]
    U[[i, j]] = U[[j, i]]
    return W, b, U""",
        "U forgotten": """
def swap(W, b, U, i, j):
    W[:, [i, j]] = W[:, [j, i]]
    b[[i, j]] = b[[j, i]]
    return W, b, U""",
        "one copied over the other": """
def swap(W, b, U, i, j):
    W[:, i], W[:, j] = W[:, j], W[:, i]
    b[i], b[j] = b[j], b[i]
    U[i], U[j] = U[j], U[i]
    return W, b, U""",
        "nothing": "def swap(W, b, U, i, j):\n    return W, b, U",
        "the signs turned too": """
def swap(W, b, U, i, j):
    W[:, [i, j]] = -W[:, [j, i]]
    b[[i, j]] = -b[[j, i]]
    U[[i, j]] = -U[[j, i]]
    return W, b, U""",
        "always the first two": """
def swap(W, b, U, i, j):
    W[:, [0, 1]] = W[:, [1, 0]]
    b[[0, 1]] = b[[1, 0]]
    U[[0, 1]] = U[[1, 0]]
    return W, b, U""",
    },
    "zoom_in built": {
        "to the right alone": """
def kept_from(f, a, slope, tolerance):
    for h in 0.5 ** np.arange(30):
        if abs((f(a + h) - f(a)) / h - slope) <= tolerance:
            return h
    return 0.0""",
        "to the left alone": """
def kept_from(f, a, slope, tolerance):
    for h in 0.5 ** np.arange(30):
        if abs((f(a) - f(a - h)) / h - slope) <= tolerance:
            return h
    return 0.0""",
        "both sides at once": """
def kept_from(f, a, slope, tolerance):
    for h in 0.5 ** np.arange(30):
        if abs((f(a + h) - f(a - h)) / (2 * h) - slope) <= tolerance:
            return h
    return 0.0""",
        "either side": """
def kept_from(f, a, slope, tolerance):
    for h in 0.5 ** np.arange(30):
        right = (f(a + h) - f(a)) / h
        left = (f(a) - f(a - h)) / h
        if abs(right - slope) <= tolerance or abs(left - slope) <= tolerance:
            return h
    return 0.0""",
        "without sizes": """
def kept_from(f, a, slope, tolerance):
    for h in 0.5 ** np.arange(30):
        right = (f(a + h) - f(a)) / h
        left = (f(a) - f(a - h)) / h
        if right - slope <= tolerance and left - slope <= tolerance:
            return h
    return 0.0""",
        "the smallest h": """
def kept_from(f, a, slope, tolerance):
    found = 0.0
    for h in 0.5 ** np.arange(30):
        right = (f(a + h) - f(a)) / h
        left = (f(a) - f(a - h)) / h
        if abs(right - slope) <= tolerance and abs(left - slope) <= tolerance:
            found = h
    return found""",
        "stops at the first": """
def kept_from(f, a, slope, tolerance):
    for h in 0.5 ** np.arange(30):
        right = (f(a + h) - f(a)) / h
        left = (f(a) - f(a - h)) / h
        if abs(right - slope) <= tolerance and abs(left - slope) <= tolerance:
            return h
        return 0.0""",
        "the h before": """
def kept_from(f, a, slope, tolerance):
    for h in 0.5 ** np.arange(30):
        right = (f(a + h) - f(a)) / h
        left = (f(a) - f(a - h)) / h
        if abs(right - slope) <= tolerance and abs(left - slope) <= tolerance:
            return 2 * h
    return 0.0""",
        "not divided by h": """
def kept_from(f, a, slope, tolerance):
    for h in 0.5 ** np.arange(30):
        right = f(a + h) - f(a)
        left = f(a) - f(a - h)
        if abs(right - slope) <= tolerance and abs(left - slope) <= tolerance:
            return h
    return 0.0""",
        "around 0": """
def kept_from(f, a, slope, tolerance):
    for h in 0.5 ** np.arange(30):
        right = (f(h) - f(0)) / h
        left = (f(0) - f(-h)) / h
        if abs(right - slope) <= tolerance and abs(left - slope) <= tolerance:
            return h
    return 0.0""",
        "in tenths": """
def kept_from(f, a, slope, tolerance):
    for h in 0.1 ** np.arange(9):
        right = (f(a + h) - f(a)) / h
        left = (f(a) - f(a - h)) / h
        if abs(right - slope) <= tolerance and abs(left - slope) <= tolerance:
            return h
    return 0.0""",
    },
    "build_slopes product": {
        "slopes multiplied": """
def times(f, df, g, dg):
    return lambda x: f(x) * g(x), lambda x: df(x) * dg(x)""",
        "slopes added": """
def times(f, df, g, dg):
    return lambda x: f(x) * g(x), lambda x: df(x) + dg(x)""",
        "one half": """
def times(f, df, g, dg):
    return lambda x: f(x) * g(x), lambda x: df(x) * g(x)""",
        "the wrong partners": """
def times(f, df, g, dg):
    return lambda x: f(x) * g(x), lambda x: df(x) * f(x) + g(x) * dg(x)""",
        "the rule of quotients": """
def times(f, df, g, dg):
    return lambda x: f(x) * g(x), lambda x: df(x) * g(x) - f(x) * dg(x)""",
        "the chain": """
def times(f, df, g, dg):
    return lambda x: f(x) * g(x), lambda x: df(g(x)) * dg(x)""",
        "the product itself": """
def times(f, df, g, dg):
    return lambda x: f(x) * g(x), lambda x: f(x) * g(x)""",
    },
    "build_slopes chain": {
        "the outer slope at x": """
def after(f, df, g, dg):
    return lambda x: f(g(x)), lambda x: df(x) * dg(x)""",
        "the inner slope forgotten": """
def after(f, df, g, dg):
    return lambda x: f(g(x)), lambda x: df(g(x))""",
        "slopes within each other": """
def after(f, df, g, dg):
    return lambda x: f(g(x)), lambda x: df(dg(x))""",
        "the other way round": """
def after(f, df, g, dg):
    return lambda x: f(g(x)), lambda x: dg(f(x)) * df(x)""",
        "added": """
def after(f, df, g, dg):
    return lambda x: f(g(x)), lambda x: df(g(x)) + dg(x)""",
        "the product": """
def after(f, df, g, dg):
    return lambda x: f(g(x)), lambda x: df(x) * g(x) + f(x) * dg(x)""",
        "the outer function": """
def after(f, df, g, dg):
    return lambda x: f(g(x)), lambda x: f(g(x)) * dg(x)""",
    },
    "read_the_curvature built": {
        "without the 2": """
def hessian(gradient, point, h=1e-5):
    steps = h * np.eye(len(point))
    columns = [(gradient(point + step) - gradient(point - step)) / h for step in steps]
    return np.array(columns)""",
        "the diagonal alone": """
def hessian(gradient, point, h=1e-5):
    steps = h * np.eye(len(point))
    columns = [(gradient(point + step) - gradient(point - step)) / (2 * h) for step in steps]
    return np.diag(np.diag(columns))""",
        "backwards": """
def hessian(gradient, point, h=1e-5):
    steps = h * np.eye(len(point))
    columns = [(gradient(point - step) - gradient(point + step)) / (2 * h) for step in steps]
    return np.array(columns)""",
        "a coarse step to one side": """
def hessian(gradient, point, h=1e-1):
    steps = h * np.eye(len(point))
    columns = [(gradient(point + step) - gradient(point)) / h for step in steps]
    return np.array(columns)""",
        "gradients multiplied": """
def hessian(gradient, point, h=1e-5):
    g = gradient(point + 1.0)
    return np.outer(g, g)""",
        "all steps at once": """
def hessian(gradient, point, h=1e-5):
    column = (gradient(point + h) - gradient(point - h)) / (2 * h)
    return np.array([column, column])""",
        "summed": """
def hessian(gradient, point, h=1e-5):
    steps = h * np.eye(len(point))
    columns = [(gradient(point + step) - gradient(point - step)) / (2 * h) for step in steps]
    return np.sum(columns, axis=0)""",
        "rows turned over": """
def hessian(gradient, point, h=1e-5):
    steps = h * np.eye(len(point))[::-1]
    columns = [(gradient(point + step) - gradient(point - step)) / (2 * h) for step in steps]
    return np.array(columns)""",
    },
    "trust_a_bowl built": {
        "the largest gap": """
def lowest_gap(f, a, b):
    t = np.linspace(0, 1, 41)
    return ((1 - t) * f(a) + t * f(b) - f((1 - t) * a + t * b)).max()""",
        "the other way round": """
def lowest_gap(f, a, b):
    t = np.linspace(0, 1, 41)
    return (f((1 - t) * a + t * b) - (1 - t) * f(a) - t * f(b)).min()""",
        "the middle alone": """
def lowest_gap(f, a, b):
    return (f(a) + f(b)) / 2 - f((a + b) / 2)""",
        "the chord alone": """
def lowest_gap(f, a, b):
    t = np.linspace(0, 1, 41)
    return ((1 - t) * f(a) + t * f(b)).min()""",
        "least minus least": """
def lowest_gap(f, a, b):
    t = np.linspace(0, 1, 41)
    return ((1 - t) * f(a) + t * f(b)).min() - f((1 - t) * a + t * b).min()""",
        "its size": """
def lowest_gap(f, a, b):
    t = np.linspace(0, 1, 41)
    return np.abs((1 - t) * f(a) + t * f(b) - f((1 - t) * a + t * b)).min()""",
        "the mean": """
def lowest_gap(f, a, b):
    t = np.linspace(0, 1, 41)
    return ((1 - t) * f(a) + t * f(b) - f((1 - t) * a + t * b)).mean()""",
        "the weights exchanged": """
def lowest_gap(f, a, b):
    t = np.linspace(0, 1, 41)
    return (t * f(a) + (1 - t) * f(b) - f((1 - t) * a + t * b)).min()""",
        "the mean of the ends": """
def lowest_gap(f, a, b):
    t = np.linspace(0, 1, 41)
    return ((f(a) + f(b)) / 2 - f((1 - t) * a + t * b)).min()""",
        "a yes": """
def lowest_gap(f, a, b):
    t = np.linspace(0, 1, 41)
    return bool(np.all((1 - t) * f(a) + t * f(b) >= f((1 - t) * a + t * b)))""",
    },
    "race_fairly built": {
        "the slope itself": """
class MyRule:
    def __init__(self, learning_rate):
        self.learning_rate = learning_rate

    def start(self, points):
        return 0 * points, self.learning_rate + 0 * points

    def step(self, f, points, memory):
        last, stride = memory
        slope = f.gradient(points)
        same = slope * last
        stride = stride * np.where(same > 0, 1.2, np.where(same < 0, 0.5, 1.0))
        return points - stride * slope, (slope, stride)""",
        "the old stride": """
class MyRule:
    def __init__(self, learning_rate):
        self.learning_rate = learning_rate

    def start(self, points):
        return 0 * points, self.learning_rate + 0 * points

    def step(self, f, points, memory):
        last, stride = memory
        slope = f.gradient(points)
        same = slope * last
        longer = stride * np.where(same > 0, 1.2, np.where(same < 0, 0.5, 1.0))
        return points - stride * np.sign(slope), (slope, longer)""",
        "remembers the first slope": """
class MyRule:
    def __init__(self, learning_rate):
        self.learning_rate = learning_rate

    def start(self, points):
        return 0 * points, self.learning_rate + 0 * points

    def step(self, f, points, memory):
        last, stride = memory
        slope = f.gradient(points)
        same = slope * last
        stride = stride * np.where(same > 0, 1.2, np.where(same < 0, 0.5, 1.0))
        return points - stride * np.sign(slope), (np.where(last, last, slope), stride)""",
        "one stride for all": """
class MyRule:
    def __init__(self, learning_rate):
        self.learning_rate = learning_rate

    def start(self, points):
        return 0 * points, self.learning_rate + 0 * points

    def step(self, f, points, memory):
        last, stride = memory
        slope = f.gradient(points)
        same = np.sum(slope * last, axis=-1, keepdims=True)
        stride = stride * np.where(same > 0, 1.2, np.where(same < 0, 0.5, 1.0))
        return points - stride * np.sign(slope), (slope, stride)""",
        "strides from the rate each time": """
class MyRule:
    def __init__(self, learning_rate):
        self.learning_rate = learning_rate

    def start(self, points):
        return 0 * points, self.learning_rate + 0 * points

    def step(self, f, points, memory):
        last, stride = memory
        slope = f.gradient(points)
        same = slope * last
        stride = self.learning_rate * np.where(same > 0, 1.2, np.where(same < 0, 0.5, 1.0))
        return points - stride * np.sign(slope), (slope, stride)""",
        "never longer": """
class MyRule:
    def __init__(self, learning_rate):
        self.learning_rate = learning_rate

    def start(self, points):
        return 0 * points, self.learning_rate + 0 * points

    def step(self, f, points, memory):
        last, stride = memory
        slope = f.gradient(points)
        stride = stride * np.where(slope * last < 0, 0.5, 1.0)
        return points - stride * np.sign(slope), (slope, stride)""",
        "uphill": """
class MyRule:
    def __init__(self, learning_rate):
        self.learning_rate = learning_rate

    def start(self, points):
        return 0 * points, self.learning_rate + 0 * points

    def step(self, f, points, memory):
        last, stride = memory
        slope = f.gradient(points)
        same = slope * last
        stride = stride * np.where(same > 0, 1.2, np.where(same < 0, 0.5, 1.0))
        return points + stride * np.sign(slope), (slope, stride)""",
    },
}


# Answers that are one expression, with the mistakes that are made in them.
EXPRESSIONS: dict[str, tuple[str, ...]] = {
    "jump_with_newton bb_rate": (
        "lambda s, y: s @ y / (y @ y)",
        "lambda s, y: s @ y / (s @ s)",
        "lambda s, y: s @ s / (y @ y)",
        "lambda s, y: np.linalg.norm(s) / np.linalg.norm(y)",
        "lambda s, y: s / y",
        "lambda s, y: np.mean(s / y)",
        "lambda s, y: np.abs(s @ s / (s @ y)) / 2",
        "lambda s, y: (s * s) / (s * y)",
        "lambda s, y: -(s @ s) / (s @ y)",
        "lambda s, y: np.sum(s) / np.sum(y)",
    ),
}
