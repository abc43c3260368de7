"""Lesson 19, recurrent networks: three cells, the network around them, and their first weights.

A cell reads one input x and its own state, and gives the next state. The same weights serve at
every step. With … for runs and k for the number of blocks of a cell, the shapes are

    x: (batch, inputs)
    h, c: (…, batch, hidden)
    U: (…, inputs, k hidden)
    W: (…, hidden, k hidden)
    b: (…, 1, k hidden), or (k hidden,) for one run
"""

# NumPy's functions are typed as giving Any:
# mypy: disable-error-code="no-any-return"

from collections.abc import Callable, Sequence
from typing import TypeAlias

import numpy as np

from calclib.arrays import Array
from calclib.derivatives.autodiff import Tensor
from calclib.expressions.elementary import sigmoid
from calclib.learn.layers import Shape, cut, parameter_count

State: TypeAlias = tuple[Array, ...]
Nudges: TypeAlias = Sequence[Array] | Sequence[Tensor]  # one for each time
Step: TypeAlias = Callable[[Array, State, Array, Array, Array], State]


def rnn_step(x: Array, state: State, U: Array, W: Array, b: Array) -> State:
    """One step of a plain recurrent network: h ← tanh(x U + h W + b).

    Source: Elman 1990, doi:10.1207/s15516709cog1402_1.

    >>> rnn_step(np.ones((1, 1)), (np.zeros((1, 2)),), np.ones((1, 2)), np.eye(2), np.zeros(2))
    (array([[0.76159416, 0.76159416]]),)
    """
    (h,) = state
    return (np.tanh(x @ U + h @ W + b),)


def lstm_step(x: Array, state: State, U: Array, W: Array, b: Array) -> State:
    """One step of a long short-term memory: c ← f c + i g,  h ← o tanh(c).

    The gates i, f, o = σ(…) and the candidate g = tanh(…) stand in this order in U, W and b;
    torch.nn.LSTM has the order i, f, g, o.
    Sources: Hochreiter & Schmidhuber 1997, doi:10.1162/neco.1997.9.8.1735; the forget gate, Gers,
    Schmidhuber & Cummins 2000, doi:10.1162/089976600300015015.

    >>> weights = np.ones((1, 4)), np.ones((1, 4)), np.ones(4)
    >>> h, c = lstm_step(np.ones((1, 1)), (np.zeros((1, 1)), np.zeros((1, 1))), *weights)
    >>> c.round(6)
    array([[0.849113]])
    """
    h, c = state
    a = x @ U + h @ W + b
    n = h.shape[-1]
    i, f, o = np.split(sigmoid(a[..., : 3 * n]), 3, axis=-1)
    g = np.tanh(a[..., 3 * n :])
    c = f * c + i * g
    return o * np.tanh(c), c


def gru_step(x: Array, state: State, U: Array, W: Array, b: Array) -> State:
    """One step of a gated recurrent unit: h ← z h + (1 − z) tanh(u + r w).

    r, z = σ(…) are its gates; the input brings u to the candidate, and the state w. They stand in
    this order in U, W and b, as in torch.nn.GRU with its second bias at 0.
    Source: Cho et al. 2014, arXiv:1406.1078.

    >>> weights = np.ones((1, 3)), np.ones((1, 3)), np.ones(3)
    >>> gru_step(np.ones((1, 1)), (np.zeros((1, 1)),), *weights)[0].round(6)
    array([[0.114915]])
    """
    (h,) = state
    from_input = x @ U + b
    from_state = h @ W
    n = h.shape[-1]
    r, z = np.split(sigmoid(from_input[..., : 2 * n] + from_state[..., : 2 * n]), 2, axis=-1)
    candidate = np.tanh(from_input[..., 2 * n :] + r * from_state[..., 2 * n :])
    return (z * h + (1 - z) * candidate,)


STEPS: dict[str, Step] = {"RNN": rnn_step, "LSTM": lstm_step, "GRU": gru_step}
BLOCKS = {"RNN": 1, "LSTM": 4, "GRU": 3}
STATES = {"RNN": 1, "LSTM": 2, "GRU": 1}


def shapes(cell: str, inputs: int, hidden: int) -> list[Shape]:
    """The shapes of U, W, b, and of V and d, which read one number from the state.

    >>> shapes("LSTM", 2, 16)
    [(2, 64), (16, 64), (64,), (16, 1), (1,)]
    """
    wide = BLOCKS[cell] * hidden
    return [(inputs, wide), (hidden, wide), (wide,), (hidden, 1), (1,)]


def count(cell: str, inputs: int, hidden: int) -> int:
    """How many numbers such a network has.

    >>> [count(cell, 2, 16) for cell in STEPS]
    [321, 1233, 929]
    """
    return parameter_count(shapes(cell, inputs, hidden))


def states(
    cell: str,
    theta: Array,
    x: Array,
    hidden: int,
    nudges: Nudges | None = None,
) -> list[Array]:
    """The state h after each input: θ (…, n) and x (batch, T, inputs) → T times (…, batch, hidden).

    x may have the leading axes of θ too; each run then reads sequences of its own.
    nudges: T arrays that are added to what the cell passes on (c of an LSTM, else h); Tensors of
    zeros there receive the slope along the state at each time.
    """
    U, W, b, _, _ = cut(theta, shapes(cell, x.shape[-1], hidden))
    b = b[..., None, :]  # one row for all sequences of a batch
    *_, batch, length, _ = x.shape
    state = (np.zeros((*theta.shape[:-1], batch, hidden)),) * STATES[cell]
    passed = []
    for t in range(length):
        if nudges is not None:
            state = (*state[:-1], state[-1] + nudges[t])
        state = STEPS[cell](x[..., t, :], state, U, W, b)
        passed.append(state[0])
    return passed


def read(cell: str, theta: Array, h: Array, inputs: int) -> Array:
    """What the network says in a state: h V + d, (…, batch)."""
    *_, V, d = cut(theta, shapes(cell, inputs, h.shape[-1]))
    return (h @ V + d[..., None, :])[..., 0]


def answer(cell: str, theta: Array, x: Array, hidden: int) -> Array:
    """What the network says after the last input: θ (…, n) and x (batch, T, inputs) → (…, batch).

    >>> answer("GRU", np.zeros(count("GRU", 1, 4)), np.ones((3, 10, 1)), 4)
    array([0., 0., 0.])
    """
    return read(cell, theta, states(cell, theta, x, hidden)[-1], x.shape[-1])


def first_weights(
    cell: str, inputs: int, hidden: int, seed: int, forget: float = 1.0, radius: float = 1.0
) -> Array:
    """First weights θ (n,): U and V of spread 1/√inputs, each block of W a rotation times radius.

    A rotation (an orthogonal matrix) keeps the length of every state and slope.

    forget: the bias of the gate that keeps the state, f of an LSTM and z of a GRU; all other biases
    are 0.
    Source: Saxe, McClelland & Ganguli 2014, arXiv:1312.6120; the bias, Jozefowicz, Zaremba &
    Sutskever 2015, proceedings.mlr.press/v37/jozefowicz15.html.

    >>> theta = first_weights("LSTM", 1, 8, seed=0, forget=3.0)
    >>> cut(theta, shapes("LSTM", 1, 8))[2][8:16]
    array([3., 3., 3., 3., 3., 3., 3., 3.])
    """
    rng = np.random.default_rng(seed)
    blocks = BLOCKS[cell]
    U = rng.normal(size=(inputs, blocks * hidden)) / inputs**0.5
    W = np.concatenate([radius * rotation(hidden, rng) for _ in range(blocks)], axis=1)
    b = np.zeros(blocks * hidden)
    if cell != "RNN":
        b[hidden : 2 * hidden] = forget
    V = rng.normal(size=(hidden, 1)) / hidden**0.5
    return np.concatenate([U.ravel(), W.ravel(), b, V.ravel(), [0.0]])


def rotation(size: int, rng: np.random.Generator) -> Array:
    """A random orthogonal matrix (size, size), every one as likely as every other.

    >>> Q = rotation(3, np.random.default_rng(7))
    >>> np.allclose(Q @ Q.T, np.eye(3))
    True
    """
    q, r = np.linalg.qr(rng.normal(size=(size, size)))
    return q * np.sign(np.diag(r))
