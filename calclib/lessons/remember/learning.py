"""Lesson 19, networks that learn to remember: one bit for fifty steps, and two numbers to add."""

from calclib.lessons.remember.tasks import (
    Task,
    adding,
    cross_entropy,
    one_bit,
    squared,
)

ADDING = {
    "RNN, T = 10": Task(adding, squared, 10, "RNN", 16),
    "RNN, T = 30": Task(adding, squared, 30, "RNN", 16),
    "LSTM, T = 30": Task(adding, squared, 30, "LSTM", 16),
    "GRU, T = 30": Task(adding, squared, 30, "GRU", 16),
}
ADDING_STEPS = 300
ONE_BIT = Task(one_bit, cross_entropy, 50, "LSTM", 8)
ONE_BIT_STEPS = 150
BIASES = (-1.0, 0.0, 1.0, 3.0)
