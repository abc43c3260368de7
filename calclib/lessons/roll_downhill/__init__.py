"""Roll downhill: gradient descent and the learning rate."""
