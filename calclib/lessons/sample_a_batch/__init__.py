"""Sample a batch: batch, stochastic, mini-batch."""
